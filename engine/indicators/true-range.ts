import type { PriceBar } from './indicator.ts';

/** Returns how far the price ranged since the last close, in price; `high − low` for a first bar. */
export function trueRange(bar: PriceBar, previousClose: number | null): number {
  if (previousClose === null) return bar.high - bar.low;
  return Math.max(bar.high, previousClose) - Math.min(bar.low, previousClose);
}
