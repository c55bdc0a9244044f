import type { Decimal } from '../../domain/decimal.ts';
import { decimal, ZERO } from '../../domain/decimal.ts';
import type { InstrumentSymbol } from '../../domain/instrument.ts';
import type { OrderRequest } from '../../domain/order.ts';
import type { VenueAbilities } from '../../ports/execution.ts';
import { seededNoise } from '../fill-model.ts';
import type { LedgerOrder, VenueLedger } from '../venue-ledger.ts';

/** How long an order of ours takes to the venue, in milliseconds. */
export interface PaperLatency {
  readonly leastMs: number;
  readonly mostMs: number;
}

/** From a home line to Tokyo or Seoul and into the matching engine; most orders are near the quicker end. */
export const PAPER_LATENCY: PaperLatency = { leastMs: 15, mostMs: 250 };

/** Returns how long this order travels; the same order always as long. */
export function latencyOf(seed: string, clientId: string, leg: string, { leastMs, mostMs }: PaperLatency): number {
  const noise = seededNoise(`${seed}|latency|${leg}`, clientId, 0);
  return leastMs + (mostMs - leastMs) * noise * noise;
}

/** What a paper venue can do where nobody says what the real one can. */
export function paperAbilities(kind: 'spot' | 'perpetual'): VenueAbilities {
  const futures = kind === 'perpetual';
  return {
    orderTypes: new Set(['market', 'limit', 'stop-market', 'take-profit-market']),
    timeInForce: new Set(['GTC', 'IOC', 'FOK', 'post-only']),
    reduceOnly: futures,
    shorts: futures,
    amends: false,
    locksInventory: !futures,
    // It answers in the order in which it was asked, from memory.
    absenceProof: { queries: 1, afterMs: 0 },
  };
}

/** Base quantity that an order may still fill: what is open, and of one that only reduces no more than there is. */
export function fillableQuantity(ledger: VenueLedger, { intent, filled }: LedgerOrder): Decimal {
  const remaining = decimal(intent.request.quantity).minus(filled);
  if (!onlyReduces(intent.request)) return remaining;
  const most = reducible(ledger, intent.request);
  return most.lessThan(remaining) ? most : remaining;
}

/** Returns how much of a position an order of this side could reduce. */
export function reducible(ledger: VenueLedger, { symbol, side }: Pick<OrderRequest, 'symbol' | 'side'>): Decimal {
  const position = ledger.position(symbol);
  const held = side === 'sell' ? position : position.negated();
  return held.greaterThan(ZERO) ? held : ZERO;
}

export function onlyReduces({ reduceOnly, closePosition }: OrderRequest): boolean {
  return reduceOnly || closePosition === true;
}

/** Returns the open orders of a market that have no position left to reduce. */
export function uselessReductions(ledger: VenueLedger, symbol: InstrumentSymbol): readonly LedgerOrder[] {
  return ledger
    .openOrders(symbol)
    .filter(({ intent: { request } }) => onlyReduces(request) && reducible(ledger, request).isZero());
}

/** A stop triggers when the price goes against its position, a take-profit when it goes with it. */
export function isTriggeredBy(request: OrderRequest, price: number): boolean {
  const trigger = Number(request.triggerPrice ?? 'NaN');
  const risesToTrigger = (request.side === 'buy') === (request.type === 'stop-market');
  return risesToTrigger ? price >= trigger : price <= trigger;
}
