import type { Indicator } from './indicator.ts';
import { WilderAverage } from './wilder-average.ts';

/**
 * Relative strength index, 0 to 100, over `length` changes with Wilder's smoothing. 50 where nothing has moved.
 * Warmed up after `length + 1` values.
 */
export class Rsi implements Indicator<number, number> {
  private readonly gains: WilderAverage;
  private readonly losses: WilderAverage;
  private previous: number | null = null;
  private current: number | null = null;

  constructor(length = 14) {
    this.gains = new WilderAverage(length);
    this.losses = new WilderAverage(length);
  }

  get value(): number | null {
    return this.current;
  }

  push(value: number): number | null {
    const { previous } = this;
    this.previous = value;
    if (previous === null) return null;
    const change = value - previous;
    const gain = this.gains.push(change > 0 ? change : 0);
    const loss = this.losses.push(change < 0 ? -change : 0);
    if (gain === null || loss === null) return null;
    const moved = gain + loss;
    this.current = moved === 0 ? 50 : (100 * gain) / moved;
    return this.current;
  }
}
