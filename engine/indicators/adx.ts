import { checkedLength, type Indicator, type PriceBar } from './indicator.ts';
import { trueRange } from './true-range.ts';
import { WilderAverage } from './wilder-average.ts';

/** All three 0 to 100. */
export interface AdxValue {
  readonly adx: number;
  readonly plusDi: number;
  readonly minusDi: number;
}

/** A sum in Wilder's way: the first `length` values added up, then each new value in and one `length`-th out. */
class WilderSum {
  private readonly length: number;
  private seen = 0;
  private sum = 0;

  constructor(length: number) {
    this.length = length;
  }

  push(value: number): number | null {
    if (this.seen === this.length) {
      this.sum += value - this.sum / this.length;
      return this.sum;
    }
    this.seen += 1;
    this.sum += value;
    return this.seen === this.length ? this.sum : null;
  }
}

/**
 * Average directional index from summed true range and directional movements. A first bar has no movement, so the
 * sums run from the second; warmed up after `2 × length` bars. A window without range has no direction: 0.
 */
export class Adx implements Indicator<PriceBar, AdxValue> {
  private readonly range: WilderSum;
  private readonly plus: WilderSum;
  private readonly minus: WilderSum;
  private readonly average: WilderAverage;
  private seen = false;
  private high = 0;
  private low = 0;
  private close = 0;
  private current: AdxValue | null = null;

  constructor(length = 14) {
    checkedLength(length);
    this.range = new WilderSum(length);
    this.plus = new WilderSum(length);
    this.minus = new WilderSum(length);
    this.average = new WilderAverage(length);
  }

  get value(): AdxValue | null {
    return this.current;
  }

  push(bar: PriceBar): AdxValue | null {
    const up = bar.high - this.high;
    const down = this.low - bar.low;
    const trueRangeNow = trueRange(bar, this.close);
    const first = !this.seen;
    this.remember(bar);
    if (first) return null;
    const range = this.range.push(trueRangeNow);
    const plus = this.plus.push(up > down && up > 0 ? up : 0);
    const minus = this.minus.push(down > up && down > 0 ? down : 0);
    if (range === null || plus === null || minus === null) return null;
    const moved = plus + minus;
    const adx = this.average.push(moved === 0 ? 0 : (100 * Math.abs(plus - minus)) / moved);
    if (adx === null) return null;
    this.current = { adx, plusDi: percentOf(plus, range), minusDi: percentOf(minus, range) };
    return this.current;
  }

  /** Copies the numbers: a caller may reuse its bar object. */
  private remember(bar: PriceBar): void {
    this.seen = true;
    this.high = bar.high;
    this.low = bar.low;
    this.close = bar.close;
  }
}

function percentOf(movement: number, range: number): number {
  return range === 0 ? 0 : (100 * movement) / range;
}
