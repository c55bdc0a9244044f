/** A measure with the ground that it stands on. `value` is null ("N/A") while `sample` is below `floor`. */
export interface Figure {
  readonly value: number | null;
  /** Trades, returns or points that went in. */
  readonly sample: number;
  readonly floor: number;
}

/** Returns the figure; a value that is not finite (a ratio to nothing) counts as not available whatever the sample. */
export function figure(sample: number, floor: number, measure: () => number): Figure {
  const measured = sample < floor ? Number.NaN : measure();
  return { value: Number.isFinite(measured) ? measured : null, sample, floor };
}
