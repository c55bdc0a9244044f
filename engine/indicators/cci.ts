import type { Indicator, PriceBar } from './indicator.ts';
import { checkedLength } from './indicator.ts';
import { RollingSum } from './rolling-sum.ts';

/** Lambert's constant: puts most values between −100 and 100. */
const SCALE = 0.015;

/**
 * Commodity channel index: distance of the typical price from its mean, in mean absolute deviations × 0.015. 0 on a
 * flat window. The deviation has no running form, so each bar costs one pass over the window. Warmed up after
 * `length` bars.
 */
export class Cci implements Indicator<PriceBar, number> {
  private readonly length: number;
  private readonly ring: Float64Array;
  private readonly sum: RollingSum;
  private next = 0;
  private current: number | null = null;

  constructor(length = 20) {
    this.length = checkedLength(length);
    this.ring = new Float64Array(length);
    this.sum = new RollingSum(length);
  }

  get value(): number | null {
    return this.current;
  }

  push(bar: PriceBar): number | null {
    const { ring, length } = this;
    const typical = (bar.high + bar.low + bar.close) / 3;
    ring[this.next] = typical;
    this.next = this.next + 1 === length ? 0 : this.next + 1;
    const sum = this.sum.push(typical);
    if (sum === null) return null;
    const mean = sum / length;
    let distance = 0;
    for (let index = 0; index < length; index += 1) distance += Math.abs((ring[index] ?? mean) - mean);
    // Where every bar is the same, `sum / length` may still miss the typical price by its last bit.
    const flat = distance <= length * Number.EPSILON * Math.abs(mean);
    this.current = flat ? 0 : (typical - mean) / ((SCALE * distance) / length);
    return this.current;
  }
}
