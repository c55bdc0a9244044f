import type { Indicator, PriceBar } from './indicator.ts';
import { trueRange } from './true-range.ts';
import { WilderAverage } from './wilder-average.ts';

/** Average true range in price, with Wilder's smoothing; the first range is high − low. Warmed up after `length` bars. */
export class Atr implements Indicator<PriceBar, number> {
  private readonly average: WilderAverage;
  private previousClose: number | null = null;

  constructor(length = 14) {
    this.average = new WilderAverage(length);
  }

  get value(): number | null {
    return this.average.value;
  }

  push(bar: PriceBar): number | null {
    const range = trueRange(bar, this.previousClose);
    this.previousClose = bar.close;
    return this.average.push(range);
  }
}
