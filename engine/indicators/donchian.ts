import type { Indicator, PriceBar } from './indicator.ts';
import { RollingExtreme } from './rolling-extreme.ts';

/** The channel in price. */
export interface DonchianValue {
  readonly upper: number;
  readonly lower: number;
  readonly middle: number;
}

/**
 * Donchian channel: highest high and lowest low of the last `length` bars, the newest included. A breakout rule
 * compares a bar with the channel before it: read `value` first, then push the bar.
 */
export class Donchian implements Indicator<Pick<PriceBar, 'high' | 'low'>, DonchianValue> {
  private readonly highest: RollingExtreme;
  private readonly lowest: RollingExtreme;
  private current: DonchianValue | null = null;

  constructor(length = 20) {
    this.highest = new RollingExtreme('max', length);
    this.lowest = new RollingExtreme('min', length);
  }

  get value(): DonchianValue | null {
    return this.current;
  }

  push(bar: Pick<PriceBar, 'high' | 'low'>): DonchianValue | null {
    const upper = this.highest.push(bar.high);
    const lower = this.lowest.push(bar.low);
    if (upper === null || lower === null) return null;
    this.current = { upper, lower, middle: (upper + lower) / 2 };
    return this.current;
  }
}
