import type { Instrument } from '../../domain/instrument.ts';
import type { OrderRequest } from '../../domain/order.ts';
import type { Reason } from '../../domain/reason.ts';
import { reason } from '../../domain/reason.ts';
import type { VenueAbilities } from '../../ports/execution.ts';
import { gridFault } from '../venue-rules.ts';

/** Whether an order can make a position or make it larger. A sale on spot cannot. */
export function mayIncrease({ reduceOnly, closePosition, side }: OrderRequest, { shorts }: VenueAbilities): boolean {
  if (reduceOnly || closePosition === true) return false;
  return side === 'buy' || shorts;
}

/** Returns why a request can never be this venue's, whatever its state is, or null. */
export function requestFault(request: OrderRequest, instrument: Instrument, abilities: VenueAbilities): Reason | null {
  const { type, timeInForce, side, reduceOnly, closePosition, symbol } = request;
  if (!abilities.orderTypes.has(type)) return reason('venue.order-type-unsupported', { type });
  if (timeInForce !== undefined && (type !== 'limit' || !abilities.timeInForce.has(timeInForce)))
    return reason('venue.time-in-force-unsupported', { timeInForce });
  // On spot a sale only reduces by nature; a purchase that must only reduce has nothing to reduce.
  if (reduceOnly && !abilities.reduceOnly && side === 'buy') return reason('venue.reduce-only-flat', { symbol });
  if (closePosition === true && (!abilities.reduceOnly || type === 'limit' || type === 'market'))
    return reason('venue.order-type-unsupported', { type });
  return gridFault(request, instrument, null);
}
