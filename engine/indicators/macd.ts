import { Ema } from './ema.ts';
import type { Indicator } from './indicator.ts';

/** All three in the unit of the price. */
export interface MacdValue {
  readonly line: number;
  readonly signal: number;
  readonly histogram: number;
}

/**
 * Moving average convergence/divergence: fast EMA − slow EMA, its own EMA as signal, and the distance between them.
 * Each EMA is seeded with a plain mean. Warmed up after `slow + signal − 1` values.
 */
export class Macd implements Indicator<number, MacdValue> {
  private readonly fast: Ema;
  private readonly slow: Ema;
  private readonly signal: Ema;
  private current: MacdValue | null = null;

  constructor(fast = 12, slow = 26, signal = 9) {
    this.fast = new Ema(fast);
    this.slow = new Ema(slow);
    this.signal = new Ema(signal);
  }

  get value(): MacdValue | null {
    return this.current;
  }

  push(value: number): MacdValue | null {
    const fast = this.fast.push(value);
    const slow = this.slow.push(value);
    if (fast === null || slow === null) return null;
    const line = fast - slow;
    const signal = this.signal.push(line);
    if (signal === null) return null;
    this.current = { line, signal, histogram: line - signal };
    return this.current;
  }
}
