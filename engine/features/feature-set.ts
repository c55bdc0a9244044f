import type { FeatureVector } from '../domain/feature-vector.ts';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { Candle } from '../domain/market.ts';
import type { Timeframe } from '../domain/timeframe.ts';

/**
 * A versioned list of features with the code that computes them: training and live run the same lines. A change of
 * meaning, order or length is a new version in a new file; models name the version they were trained on.
 */
export interface FeatureSet {
  /** `baseline@1`. */
  readonly id: string;
  readonly names: readonly string[];
  readonly timeframe: Timeframe;
  /** Closed bars without a hole until the first vector. */
  readonly warmupBars: number;
  create(symbol: InstrumentSymbol): FeatureStream;
}

/** One symbol's features, bar by bar, oldest first. */
export interface FeatureStream {
  /** Returns the vector as of this bar's close, or null until warmed up. Throws where the bar belongs elsewhere. */
  push(candle: Candle): FeatureVector | null;
}
