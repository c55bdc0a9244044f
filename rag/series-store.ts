import type { SeriesPoint } from './series-point.ts';

/** A value as it stood at a time. */
export interface SeriesReading extends SeriesPoint {
  readonly ingestedAt: number;
  /** The value before it, for the change; null where there is none. */
  readonly previous: number | null;
}

/** Where series are kept. A value once told stays; a revision is another point, known later. */
export interface SeriesStore {
  /** Returns how many were new. */
  insert(points: readonly SeriesPoint[], ingestedAt: number): Promise<number>;
  /** Returns the latest value of each series (names starting with `prefix`) that was published and ingested by `asOf`. */
  latest(prefix: string, asOf: number): Promise<readonly SeriesReading[]>;
}
