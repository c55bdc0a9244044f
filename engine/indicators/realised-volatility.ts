import type { Indicator } from './indicator.ts';
import { RollingSum } from './rolling-sum.ts';

/**
 * Root mean square of the log returns of the last `length` changes: a fraction per bar, not annualised. The mean
 * return is taken as 0, for at these horizons it is noise. Prices are above 0. Warmed up after `length + 1` values.
 */
export class RealisedVolatility implements Indicator<number, number> {
  private readonly length: number;
  private readonly squares: RollingSum;
  private previous: number | null = null;
  private current: number | null = null;

  constructor(length: number) {
    this.squares = new RollingSum(length);
    this.length = length;
  }

  get value(): number | null {
    return this.current;
  }

  push(price: number): number | null {
    const { previous } = this;
    this.previous = price;
    if (previous === null) return null;
    const change = Math.log(price / previous);
    const sum = this.squares.push(change * change);
    if (sum === null) return null;
    this.current = Math.sqrt(Math.max(0, sum) / this.length);
    return this.current;
  }
}
