import { type Figure, figure } from './figure.ts';

/** First and last price of a symbol in the span that is compared. */
export interface HeldSpan {
  readonly firstPrice: number;
  readonly lastPrice: number;
}

/**
 * Returns what buying the symbols in equal parts at the first price and keeping them would have brought, as a fraction
 * of the money put in. The one fee of the purchase is paid out of that money; nothing is sold.
 */
export function buyAndHold(spans: readonly HeldSpan[], feeFraction: number): Figure {
  return figure(spans.length, 1, () => {
    const growth = spans.reduce((sum, { firstPrice, lastPrice }) => sum + lastPrice / firstPrice, 0);
    return growth / spans.length / (1 + feeFraction) - 1;
  });
}
