import { estimateOf } from '../domain/decimal.ts';
import type { Quote } from '../domain/market.ts';
import type { OrderRequest, Side } from '../domain/order.ts';
import type { BookPhase } from './venue-ledger.ts';

/** What a quote does to an open order: where it then stands, and at which price, before slippage, it may trade. */
export interface Match {
  readonly phase: BookPhase;
  readonly offer: { readonly price: number; readonly liquidity: 'maker' | 'taker' } | null;
}

/** Returns where an order stands in the book when it arrives; the market may move before it can fill. */
export function phaseOnArrival(request: OrderRequest, last: Quote | null): BookPhase {
  if (request.type === 'market') return 'taking';
  if (last === null) return 'unseen';
  const takes = request.type === 'limit' ? isMarketable(request, last) : isTriggered(request, last);
  return takes ? 'taking' : 'resting';
}

/** Returns what a quote later than its arrival does to an order. */
export function matchAt(request: OrderRequest, phase: BookPhase, quote: Quote): Match {
  if (request.type === 'market') return taken(touch(request.side, quote));
  return request.type === 'limit' ? matchLimit(request, phase, quote) : matchTriggered(request, phase, quote);
}

function matchLimit(request: OrderRequest, phase: BookPhase, quote: Quote): Match {
  if (phase !== 'resting') {
    return isMarketable(request, quote) ? taken(touch(request.side, quote)) : { phase: 'resting', offer: null };
  }
  // Others queue before us at our price: only a trade beyond it proves that our turn came.
  const limit = estimateOf(request.price ?? 'NaN');
  const through = request.side === 'buy' ? quote.price < limit : quote.price > limit;
  return { phase, offer: through ? { price: limit, liquidity: 'maker' } : null };
}

function matchTriggered(request: OrderRequest, phase: BookPhase, quote: Quote): Match {
  const market = touch(request.side, quote);
  if (phase === 'taking') return taken(market);
  if (!isTriggered(request, quote)) return { phase: 'resting', offer: null };
  if (phase === 'unseen' || quote.gap) return taken(market);
  // The price came to the trigger on its way to this quote: there the order met the book, half a spread away.
  return taken(estimateOf(request.triggerPrice ?? 'NaN') + (market - quote.price));
}

function taken(price: number): Match {
  return { phase: 'taking', offer: { price, liquidity: 'taker' } };
}

function touch(side: Side, quote: Quote): number {
  return side === 'buy' ? quote.ask : quote.bid;
}

function isMarketable(request: OrderRequest, quote: Quote): boolean {
  const limit = estimateOf(request.price ?? 'NaN');
  return request.side === 'buy' ? quote.ask <= limit : quote.bid >= limit;
}

/** A stop triggers when the price goes against its position, a take-profit when it goes with it. */
function isTriggered(request: OrderRequest, quote: Quote): boolean {
  const trigger = estimateOf(request.triggerPrice ?? 'NaN');
  const risesToTrigger = (request.side === 'buy') === (request.type === 'stop-market');
  return risesToTrigger ? quote.price >= trigger : quote.price <= trigger;
}
