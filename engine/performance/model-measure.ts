import type { VoteMeasure } from './vote-scores.ts';

/** What the baseline model was trained to forecast, as its manifest says: a move of 0.2% within 10 minutes. */
export const MODEL_MEASURE: VoteMeasure = { horizonMs: 600_000, moveFraction: 0.002 };
