import type { Indicator } from './indicator.ts';
import { RollingDeviation } from './rolling-deviation.ts';

/** The bands in the unit of the price; `percentB` and `widthFraction` without unit. */
export interface BollingerValue {
  readonly middle: number;
  readonly upper: number;
  readonly lower: number;
  /** Place of the last price in the bands: 0 at the lower, 1 at the upper, beyond outside; 0.5 on a flat window. */
  readonly percentB: number;
  /** Distance between the bands as a fraction of the middle. */
  readonly widthFraction: number;
}

/** Bollinger bands: the mean of `length` values and `multiple` population deviations on both sides of it. */
export class Bollinger implements Indicator<number, BollingerValue> {
  private readonly window: RollingDeviation;
  private readonly multiple: number;
  private current: BollingerValue | null = null;

  constructor(length = 20, multiple = 2) {
    this.window = new RollingDeviation(length);
    this.multiple = multiple;
  }

  get value(): BollingerValue | null {
    return this.current;
  }

  push(value: number): BollingerValue | null {
    const window = this.window.push(value);
    if (window === null) return null;
    const middle = window.mean;
    const reach = this.multiple * window.deviation;
    const upper = middle + reach;
    const lower = middle - reach;
    const percentB = reach === 0 ? 0.5 : (value - lower) / (2 * reach);
    const widthFraction = reach === 0 ? 0 : (2 * reach) / middle;
    this.current = { middle, upper, lower, percentB, widthFraction };
    return this.current;
  }
}
