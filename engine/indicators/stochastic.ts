import type { Indicator, PriceBar } from './indicator.ts';
import { RollingExtreme } from './rolling-extreme.ts';
import { Sma } from './sma.ts';

/** Both 0 to 100. */
export interface StochasticValue {
  readonly k: number;
  readonly d: number;
}

/**
 * Slow stochastic: where the close lies in the range of `length` bars, smoothed by a mean of `smoothing` (%K) and
 * that again by a mean of `signal` (%D). A flat window counts as 50. Warmed up after `length + smoothing + signal − 2`.
 */
export class Stochastic implements Indicator<PriceBar, StochasticValue> {
  private readonly highest: RollingExtreme;
  private readonly lowest: RollingExtreme;
  private readonly smoothing: Sma;
  private readonly signal: Sma;
  private current: StochasticValue | null = null;

  constructor(length = 14, smoothing = 3, signal = 3) {
    this.highest = new RollingExtreme('max', length);
    this.lowest = new RollingExtreme('min', length);
    this.smoothing = new Sma(smoothing);
    this.signal = new Sma(signal);
  }

  get value(): StochasticValue | null {
    return this.current;
  }

  push(bar: PriceBar): StochasticValue | null {
    const high = this.highest.push(bar.high);
    const low = this.lowest.push(bar.low);
    if (high === null || low === null) return null;
    const k = this.smoothing.push(high === low ? 50 : (100 * (bar.close - low)) / (high - low));
    if (k === null) return null;
    const d = this.signal.push(k);
    if (d === null) return null;
    this.current = { k, d };
    return this.current;
  }
}
