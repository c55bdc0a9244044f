import type { FeatureVector } from '../domain/feature-vector.ts';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { Candle } from '../domain/market.ts';
import type { FeatureSet, FeatureStream } from './feature-set.ts';

/** The newest vector of one feature set for each symbol. */
export class LatestFeatures {
  readonly #set: FeatureSet;
  readonly #streams = new Map<InstrumentSymbol, FeatureStream>();
  readonly #latest = new Map<InstrumentSymbol, FeatureVector>();

  constructor(set: FeatureSet) {
    this.#set = set;
  }

  push(candle: Candle): void {
    const vector = this.#stream(candle.symbol).push(candle);
    if (vector === null) this.#latest.delete(candle.symbol);
    else this.#latest.set(candle.symbol, vector);
  }

  latest(symbol: InstrumentSymbol): FeatureVector | null {
    return this.#latest.get(symbol) ?? null;
  }

  #stream(symbol: InstrumentSymbol): FeatureStream {
    const existing = this.#streams.get(symbol);
    if (existing !== undefined) return existing;
    const created = this.#set.create(symbol);
    this.#streams.set(symbol, created);
    return created;
  }
}
