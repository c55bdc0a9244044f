import type { MarketEvent, Quote } from '../../engine/domain/market.ts';
import type { OrderIntent, OrderRequest, RiskApproved } from '../../engine/domain/order.ts';
import { clientIdOf } from '../../engine/execution/client-id.ts';
import type { Clock } from '../../engine/ports/clock.ts';

export const BTC = 'BTC/USDT:USDT';
export const ETH = 'ETH/USDT:USDT';

/** A clock that stands until it is set. */
export interface SetClock extends Clock {
  set(at: number): void;
}

export function createSetClock(at = 0): SetClock {
  let now = at;
  return {
    now: () => now,
    set(next) {
      now = next;
    },
  };
}

/** Returns a quote one tick of 0.1 wide around `price`, with ample volume unless said otherwise. */
export function quoteOf(at: number, price: number, changes: Partial<Quote> = {}): Quote {
  return { symbol: BTC, at, price, bid: price - 0.1, ask: price + 0.1, volume: 1_000, gap: false, ...changes };
}

export function quoteEvent(quote: Quote): MarketEvent {
  return { type: 'quote.updated', at: quote.at, quote };
}

/** Returns a market order to buy 1 BTC, changed as wanted. */
export function requestOf(changes: Partial<OrderRequest> = {}): OrderRequest {
  return {
    symbol: BTC,
    side: 'buy',
    type: 'market',
    quantity: '1',
    price: null,
    triggerPrice: null,
    reduceOnly: false,
    ...changes,
  };
}

/** Says of a request what only the risk gate may say outside of tests. */
export function approved(request: OrderRequest): RiskApproved<OrderRequest> {
  return request as RiskApproved<OrderRequest>;
}

/** Returns an intent as the order manager makes it; `name` stands for the decision. */
export function intentOf(name: string, at: number, changes: Partial<OrderRequest> = {}): OrderIntent {
  const identity = { account: 'test', decisionId: name, leg: 'entry', attempt: 0 } as const;
  const { decisionId, leg, attempt } = identity;
  return { clientId: clientIdOf(identity), decisionId, leg, attempt, request: requestOf(changes), at };
}
