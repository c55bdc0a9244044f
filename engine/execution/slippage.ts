import type { Decimal, DecimalText } from '../domain/decimal.ts';
import { decimal, decimalFromEstimate, decimalText, roundDownTo } from '../domain/decimal.ts';
import type { Instrument } from '../domain/instrument.ts';
import { priceBelow, tickSizeAt } from '../domain/instrument.ts';
import type { OrderRequest, Side } from '../domain/order.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import type { LiveBook } from '../ports/live-market.ts';

/** Where the market stands for an order: the best prices, and the book where one is followed. */
export interface MarketSight {
  readonly bid: number;
  readonly ask: number;
  readonly book: Pick<LiveBook, 'synced' | 'levels'> | null;
}

/**
 * `whole` goes out at once, at no worse than `price` · `part` is what the book bears now, the rest waits · `refused`
 * the book is too thin for a few parts.
 */
export type PricedEntry =
  | { readonly outcome: 'whole' | 'part'; readonly quantity: DecimalText; readonly price: DecimalText }
  | { readonly outcome: 'refused'; readonly reason: Reason };

/** An entry is sent in so many parts at most. */
export const MOST_SLICES = 5;
const BOOK_LEVELS = 200;
/** Exits widen so often, each time to twice as far; then they go at any price. */
const EXIT_STEPS = 3;

/**
 * Returns how much of an entry to send now and the worst price it may get. The levels of the book are walked as far as
 * the slippage allows; where no book is followed, or it may not be trusted, the best price and the allowance decide.
 */
export function priceEntry(
  request: Pick<OrderRequest, 'side' | 'quantity'>,
  instrument: Instrument,
  sight: MarketSight,
  maxSlippageFraction: number,
): PricedEntry {
  const { side } = request;
  const levels = levelsOf(side, sight);
  const touch = levels?.[0]?.price ?? touchOf(side, sight);
  if (!isPrice(touch)) return refused('slippage.no-price', { maxSlippageFraction });
  const worst = worstPrice(side, touch, maxSlippageFraction);
  const quantity = decimal(request.quantity);
  if (levels === null) return whole(quantity, side, worst, instrument);
  const walked = walk(levels, side, worst, quantity, instrument.lotSize);
  if (walked.reachedAt !== null) {
    // Half of what is left of the allowance on top: the level may be gone when the order arrives.
    return whole(quantity, side, (walked.reachedAt + worst) / 2, instrument);
  }
  return partOf(quantity, walked.available, side, worst, instrument, maxSlippageFraction);
}

/** Returns the worst price of an exit at its `step`-th try, null where it goes out at any price. */
export function priceExit(
  side: Side,
  instrument: Instrument,
  sight: MarketSight | null,
  maxSlippageFraction: number,
  step: number,
): DecimalText | null {
  if (sight === null || step >= EXIT_STEPS) return null;
  const touch = levelsOf(side, sight)?.[0]?.price ?? touchOf(side, sight);
  if (!isPrice(touch)) return null;
  const price = onGrid(side, worstPrice(side, touch, maxSlippageFraction * 2 ** step), instrument);
  return decimal(price).greaterThan(0) ? price : null;
}

function partOf(
  quantity: Decimal,
  available: Decimal,
  side: Side,
  worst: number,
  instrument: Instrument,
  maxSlippageFraction: number,
): PricedEntry {
  const price = onGrid(side, worst, instrument);
  const least = decimal(instrument.minNotional).div(decimal(price));
  const rest = quantity.minus(available);
  // What is left over must be an order of its own.
  const part = rest.lessThan(least) ? roundDownTo(quantity.minus(least.times(1.05)), instrument.lotSize) : available;
  if (part.lessThan(least) || part.times(MOST_SLICES).lessThan(quantity)) {
    return refused('slippage.too-thin', {
      maxSlippageFraction,
      quantity: decimalText(quantity),
      available: decimalText(available),
    });
  }
  return { outcome: 'part', quantity: decimalText(part), price };
}

interface Walked {
  /** Price of the level that completes the quantity; null when the levels up to the worst price do not hold it. */
  readonly reachedAt: number | null;
  readonly available: Decimal;
}

function walk(
  levels: readonly { readonly price: number; readonly quantity: number }[],
  side: Side,
  worst: number,
  wanted: Decimal,
  lotSize: DecimalText,
): Walked {
  const wish = Number(wanted);
  let available = 0;
  for (const { price, quantity } of levels) {
    if (side === 'buy' ? price > worst : price < worst) break;
    available += quantity;
    if (available >= wish) return { reachedAt: price, available: wanted };
  }
  return { reachedAt: null, available: decimalFromEstimate(available, lotSize) };
}

function levelsOf(side: Side, { book }: MarketSight) {
  if (book === null || !book.synced) return null;
  const levels = book.levels(side === 'buy' ? 'ask' : 'bid', BOOK_LEVELS);
  return levels.length === 0 ? null : levels;
}

function touchOf(side: Side, { bid, ask }: MarketSight): number {
  return side === 'buy' ? ask : bid;
}

function isPrice(price: number): boolean {
  return price > 0 && Number.isFinite(price);
}

function worstPrice(side: Side, touch: number, fraction: number): number {
  return side === 'buy' ? touch * (1 + fraction) : touch * (1 - fraction);
}

function whole(quantity: Decimal, side: Side, price: number, instrument: Instrument): PricedEntry {
  return { outcome: 'whole', quantity: decimalText(quantity), price: onGrid(side, price, instrument) };
}

/** Rounded towards the market: never worse than what was allowed. */
function onGrid(side: Side, price: number, instrument: Instrument): DecimalText {
  const exact = decimalFromEstimate(price, '0.000000000001');
  const below = priceBelow(instrument, exact);
  if (side === 'buy' || below.equals(exact)) return decimalText(below);
  return decimalText(below.plus(decimal(tickSizeAt(instrument, exact))));
}

function refused(code: string, values: Reason['values']): PricedEntry {
  return { outcome: 'refused', reason: reason(code, values) };
}
