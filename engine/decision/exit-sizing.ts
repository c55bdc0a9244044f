import type { Decimal, DecimalText } from '../domain/decimal.ts';
import { decimal, decimalText, roundDownTo, ZERO } from '../domain/decimal.ts';
import type { DecisionInputs } from '../domain/decision.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import type { AskedSize, Signal } from '../domain/signal.ts';
import { exactly } from './trade-prices.ts';

export type ExitSize =
  | { readonly outcome: 'sized'; readonly quantity: DecimalText }
  | { readonly outcome: 'refused'; readonly reason: Reason };

/**
 * Returns how much of the position to close. What would be left behind below the venue's minimum could never be sold
 * again, so then everything goes.
 */
export function sizeExit(signal: Signal, { portfolio, market, instrument }: DecisionInputs): ExitSize {
  const { symbol, direction } = signal;
  const { position } = portfolio;
  if (position === null || position.direction !== direction) {
    return { outcome: 'refused', reason: reason('exit.no-position', { symbol, direction }) };
  }
  // A fee that was taken in coins leaves a remainder that no venue takes: it stays behind, and is not asked for again.
  const held = roundDownTo(decimal(position.quantity), instrument.lotSize);
  if (held.isZero() || isUnsellable(held, market.price, instrument)) {
    return { outcome: 'refused', reason: reason('exit.dust', { symbol, quantity: position.quantity }) };
  }
  const wished = wishedQuantity(signal.plan.asked, held, market.price);
  if (wished === null) {
    return {
      outcome: 'refused',
      reason: reason('sizing.size-invalid', { field: signal.plan.asked?.type ?? 'fraction' }),
    };
  }
  if (wished.greaterThanOrEqualTo(held)) return sized(held);
  const part = roundDownTo(wished, instrument.lotSize);
  // Getting out entirely must work without a price; only a part needs one.
  const price = market.price > 0 && Number.isFinite(market.price) ? exactly(market.price) : ZERO;
  if (held.minus(part).times(price).lessThan(decimal(instrument.minNotional))) return sized(held);
  const notional = part.times(price);
  if (part.greaterThan(0) && notional.greaterThanOrEqualTo(decimal(instrument.minNotional))) return sized(part);
  return {
    outcome: 'refused',
    reason: reason('sizing.below-minimum', {
      quantity: decimalText(part),
      notional: decimalText(notional),
      minNotional: instrument.minNotional,
      cap: null,
    }),
  };
}

/** Spot asks its minimum of every order, also of the last one. */
function isUnsellable(held: Decimal, price: number, { kind, minNotional }: DecisionInputs['instrument']): boolean {
  if (kind !== 'spot' || !(price > 0 && Number.isFinite(price))) return false;
  return held.times(exactly(price)).lessThan(decimal(minNotional));
}

/** Nothing asked means everything. */
function wishedQuantity(asked: AskedSize | null, held: Decimal, price: number): Decimal | null {
  if (asked === null) return held;
  if (asked.type === 'fraction') {
    if (!(asked.fraction > 0)) return null;
    return asked.fraction >= 1 ? held : held.times(exactly(asked.fraction));
  }
  try {
    const amount = decimal(asked.type === 'quantity' ? asked.quantity : asked.notional);
    if (!amount.greaterThan(0)) return null;
    if (asked.type === 'quantity') return amount;
    return price > 0 && Number.isFinite(price) ? amount.div(exactly(price)) : null;
  } catch {
    return null;
  }
}

function sized(quantity: Decimal): ExitSize {
  return { outcome: 'sized', quantity: decimalText(quantity) };
}
