import type { Decimal, DecimalText } from '../domain/decimal.ts';
import { decimal, decimalFromEstimate, decimalText, estimateOf, roundDownTo } from '../domain/decimal.ts';
import type { Quote } from '../domain/market.ts';
import type { Order, OrderRequest } from '../domain/order.ts';
import type { Position } from '../domain/position.ts';
import type { Protection } from '../domain/protection.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';

/**
 * Returns why a position must be closed at this quote, or null. The stop itself rests at the venue where that holds any
 * (`stopsRest`); of what the engine watches, the stop comes before the target, because the worse one of a step counts,
 * and time comes last.
 */
export function protectiveExit(
  position: Position,
  protection: Protection,
  quote: Quote,
  now: number,
  stopsRest = true,
): Reason | null {
  const { price } = quote;
  const { stopPrice, targetPrice, trailDistance, exitBy } = protection;
  if (trailDistance !== null && stopPrice !== null && !isBetter(position, price, stopPrice)) {
    return reason('exit.trail', { stopPrice, trailDistance, price });
  }
  if (!stopsRest && stopPrice !== null && !isBetter(position, price, stopPrice)) {
    return reason('exit.stop-watched', { stopPrice, price });
  }
  if (targetPrice !== null && reaches(position, price, targetPrice)) {
    return reason('exit.target', { targetPrice, price });
  }
  if (exitBy !== null && now >= exitBy) {
    return reason('exit.time', { exitBy, heldMs: now - position.openedAt, price });
  }
  return null;
}

/** Returns the reason of an exit that the resting stop made at the venue. */
export function stopExit(stop: Order): Reason {
  const { request, averagePrice, number } = stop;
  return reason('exit.stop', { stopPrice: request.triggerPrice, price: averagePrice, order: number });
}

/**
 * Returns where the stop belongs after the best price since entry, on the tick, or null when it stays: a stop never
 * moves away from the price, and a move of less than `minimumStepFraction` of the price is not worth an order.
 */
export function trailedStop(
  position: Position,
  protection: Protection,
  bestPrice: number,
  minimumStepFraction: number,
  tickSize: DecimalText,
): DecimalText | null {
  const { stopPrice, trailDistance } = protection;
  if (trailDistance === null) return null;
  const candidate = stopAtDistance(position, bestPrice, decimal(trailDistance), tickSize);
  if (!candidate.greaterThan(0)) return null;
  if (stopPrice === null) return decimalText(candidate);
  const current = decimal(stopPrice);
  const step = position.direction === 'long' ? candidate.minus(current) : current.minus(candidate);
  if (!step.greaterThan(0) || estimateOf(step) < minimumStepFraction * bestPrice) return null;
  return decimalText(candidate);
}

/** Rounds away from the price: the trail is at least as wide as it was asked to be. */
function stopAtDistance(position: Position, bestPrice: number, distance: Decimal, tickSize: DecimalText): Decimal {
  const best = decimalFromEstimate(bestPrice, tickSize);
  if (position.direction === 'long') return roundDownTo(best.minus(distance), tickSize);
  const tick = decimal(tickSize);
  const bestAbove = estimateOf(best) < bestPrice ? best.plus(tick) : best;
  const exact = bestAbove.plus(distance);
  const below = roundDownTo(exact, tickSize);
  return below.equals(exact) ? below : below.plus(tick);
}

/**
 * Returns the stop order that a position needs, or null when the resting one already is it: reduce-only, at the
 * protection's stop price, for the whole quantity held, whatever filled or was added since. With `lotSize` for as much
 * of it as makes whole lots: a fee taken in coins, or a fill that was taken over, leaves a quantity that no venue takes.
 */
export function resizedStop(
  position: Position,
  protection: Protection,
  resting: Pick<Order, 'request' | 'filledQuantity'> | null,
  lotSize: DecimalText | null = null,
): OrderRequest | null {
  if (protection.stopPrice === null) return null;
  const quantity = lotSize === null ? position.quantity : roundDownTo(position.quantity, lotSize);
  if (quantity.isZero()) return null;
  if (resting !== null && guards(resting, position, quantity, protection.stopPrice)) return null;
  return {
    symbol: position.symbol,
    side: position.direction === 'long' ? 'sell' : 'buy',
    type: 'stop-market',
    quantity: decimalText(quantity),
    price: null,
    triggerPrice: protection.stopPrice,
    reduceOnly: true,
  };
}

function guards(
  { request, filledQuantity }: Pick<Order, 'request' | 'filledQuantity'>,
  position: Position,
  quantity: Decimal,
  stopPrice: DecimalText,
): boolean {
  const rests = decimal(request.quantity).minus(decimal(filledQuantity));
  const trigger = request.triggerPrice === null ? null : decimal(request.triggerPrice);
  const side = position.direction === 'long' ? 'sell' : 'buy';
  return request.side === side && rests.equals(quantity) && trigger?.equals(decimal(stopPrice)) === true;
}

function isBetter({ direction }: Position, price: number, stopPrice: DecimalText): boolean {
  return direction === 'long' ? price > estimateOf(stopPrice) : price < estimateOf(stopPrice);
}

function reaches({ direction }: Position, price: number, targetPrice: DecimalText): boolean {
  return direction === 'long' ? price >= estimateOf(targetPrice) : price <= estimateOf(targetPrice);
}
