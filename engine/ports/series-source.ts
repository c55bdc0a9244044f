import type { SeriesEvidence } from '../domain/evidence.ts';

/** Figures from outside the market: fear and greed, funding, macro. The engine asks; what fetches them lives elsewhere. */
export interface SeriesSource {
  /** Returns the last value of each series that was known by `asOf` and is not stale. */
  series(asOf: number): Promise<readonly SeriesEvidence[]>;
}
