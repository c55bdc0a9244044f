import type { Decimal, DecimalText } from '../domain/decimal.ts';
import { decimal, decimalFromEstimate, decimalText, ZERO } from '../domain/decimal.ts';
import type { MarketContext } from '../domain/evidence.ts';
import type { Instrument } from '../domain/instrument.ts';
import { nearestPrice } from '../domain/instrument.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import type { Signal } from '../domain/signal.ts';

/** Where an entry gets in and out. Entry is an estimate for market orders; stop and target lie on the tick grid. */
export interface TradePrices {
  readonly entry: Decimal;
  readonly stop: Decimal | null;
  readonly target: Decimal | null;
  readonly trailDistance: DecimalText | null;
}

export type TradePricesResult =
  | { readonly outcome: 'priced'; readonly prices: TradePrices }
  | { readonly outcome: 'refused'; readonly reason: Reason };

/** Finer than any tick: keeps an estimate as it is on its way to an exact number. */
const FINE: DecimalText = '0.000000000001';

/** Returns the prices of the plan; a stop or target on the wrong side is refused, not dropped in silence. */
export function tradePrices(signal: Signal, market: MarketContext, instrument: Instrument): TradePricesResult {
  const { plan } = signal;
  const price = market.price;
  if (!(price > 0 && Number.isFinite(price))) return refused(reason('sizing.inputs-invalid', { field: 'price' }));
  const entry = entryPrice(plan.limitPrice, price, instrument);
  if (entry === null) return refused(reason('sizing.inputs-invalid', { field: 'limitPrice' }));
  const losing = signal.direction === 'long' ? -1 : 1;
  const stop = priceAt(entry, plan.stopDistance, losing, instrument);
  if (stop === 'invalid') {
    return refused(reason('sizing.stop-invalid', { stopDistance: recordable(plan.stopDistance), price }));
  }
  const target = priceAt(entry, plan.targetDistance, -losing, instrument);
  if (target === 'invalid') {
    return refused(reason('sizing.target-invalid', { targetDistance: recordable(plan.targetDistance), price }));
  }
  return { outcome: 'priced', prices: { entry, stop, target, trailDistance: trail(plan.trailDistance, instrument) } };
}

/** Returns an estimate as money, digit for digit as far as any venue counts. */
export function exactly(estimate: number): Decimal {
  return decimalFromEstimate(estimate, FINE);
}

/**
 * Returns what is lost at most: down to the stop with the taker fee of both sides. Without a stop, a long loses all
 * that was paid; a short is counted alike, although it has no floor.
 */
export function worstLossOf(
  quantity: Decimal,
  entry: Decimal,
  stop: Decimal | null,
  takerFeeFraction: DecimalText,
): Decimal {
  const exit = stop ?? entry;
  const move = stop === null ? entry : entry.minus(stop).abs();
  const fees = entry.plus(exit).times(decimal(takerFeeFraction));
  return move.plus(fees).times(quantity);
}

/**
 * Returns the target that an advisor wishes for, where it is nearer than the plan's or the plan has none. Never nearer
 * than the stop, nor than what the fees of both sides take: nobody's word makes a trade risk more than it can win.
 * Without a stop the plan's own target stays.
 */
export function nearerTarget(
  { entry, stop, target }: TradePrices,
  takeProfitFraction: number,
  instrument: Instrument,
): Decimal | null {
  if (stop === null || !(takeProfitFraction > 0 && takeProfitFraction <= 1)) return target;
  const risked = entry.minus(stop);
  const fees = entry.times(decimal(instrument.takerFeeFraction)).times(2);
  const distance = largest(largest(entry.times(exactly(takeProfitFraction)), risked.abs()), fees);
  const price = nearestPrice(instrument, risked.isPositive() ? entry.plus(distance) : entry.minus(distance));
  if (!price.greaterThan(ZERO)) return target;
  return target === null || price.minus(entry).abs().lessThan(target.minus(entry).abs()) ? price : target;
}

export function textOrNull(value: Decimal | null): DecimalText | null {
  return value === null ? null : decimalText(value);
}

/** Returns the limit price on its grid or, at market, the price as it is; null for a limit that is no price. */
export function entryPrice(limitPrice: string | null, price: number, instrument: Instrument): Decimal | null {
  if (limitPrice === null) return exactly(price);
  try {
    const limit = nearestPrice(instrument, decimal(limitPrice));
    return limit.greaterThan(0) ? limit : null;
  } catch {
    return null;
  }
}

function priceAt(
  entry: Decimal,
  distance: number | null,
  sign: number,
  instrument: Instrument,
): Decimal | null | 'invalid' {
  if (distance === null) return null;
  if (!(distance > 0 && Number.isFinite(distance))) return 'invalid';
  const exact = exactly(distance);
  const price = nearestPrice(instrument, sign > 0 ? entry.plus(exact) : entry.minus(exact));
  // Rounding to the tick may carry a near price across the entry.
  const isOnItsSide = sign > 0 ? price.greaterThan(entry) : price.lessThan(entry);
  return price.greaterThan(ZERO) && isOnItsSide ? price : 'invalid';
}

function largest(a: Decimal, b: Decimal): Decimal {
  return a.greaterThan(b) ? a : b;
}

/** A trail finer than a tick is a tick: nothing nearer can be quoted. */
function trail(distance: number | null, { tickSize }: Instrument): DecimalText | null {
  if (distance === null || !(distance > 0 && Number.isFinite(distance))) return null;
  const onGrid = decimalFromEstimate(distance, tickSize);
  return decimalText(onGrid.isZero() ? decimal(tickSize) : onGrid);
}

function recordable(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}

function refused(why: Reason): TradePricesResult {
  return { outcome: 'refused', reason: why };
}
