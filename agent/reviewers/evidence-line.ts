/** One line of evidence: what a reviewer reads, cites by its id, and may repeat the figures of. */
export interface EvidenceLine {
  /** `market.rsi14`, `N-3`, `G-fear-greed`. */
  readonly id: string;
  /** What stands after the id; one line. */
  readonly text: string;
  /** The same as values, by the names that the number checker knows kinds by: shares end in `Fraction`. */
  readonly facts: Readonly<Record<string, number | string | readonly (number | string)[]>>;
}

/** Figures beyond this are broken data; written out they would fill the page. */
const LARGEST = 1e9;

/** A figure as it is shown: so many digits and no more, whatever the float had. */
export interface Figure {
  /** Where the value came from. */
  readonly value: number | null | undefined;
  readonly digits: number;
  /** `percent` is given as a share. */
  readonly unit: 'percent' | 'plain';
}

/** Returns the line of a figure, or nothing where it is not known. */
export function figureLine(id: string, name: string, figure: Figure, meaning: string): readonly EvidenceLine[] {
  const { value, digits, unit } = figure;
  if (value === null || value === undefined || !Number.isFinite(value) || Math.abs(value) > LARGEST) return [];
  const shown = rounded(unit === 'percent' ? value * 100 : value, digits);
  const text = `${shown.toFixed(digits)}${unit === 'percent' ? '%' : ''} (${meaning})`;
  return [{ id, text, facts: { [name]: unit === 'percent' ? rounded(shown / 100, digits + 2) : shown } }];
}

/** Returns a value without the digits that are not shown; never −0. */
export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits)) + 0;
}
