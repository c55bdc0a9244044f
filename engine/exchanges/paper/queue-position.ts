import type { Side } from '../../domain/order.ts';
import type { LiveBook, MarketTrade } from '../../ports/live-market.ts';

/**
 * The place of a resting order among those that rest at its price: whoever was there before is served before. Who
 * leaves the queue is taken to have stood behind us, so that a shrinking level helps only as far as it must.
 */
export interface QueuePosition {
  readonly side: Side;
  readonly price: number;
  /** Base quantity before us. */
  readonly ahead: number;
  /** The same if everybody at our price stood before us, whenever they came. */
  readonly worstAhead: number;
}

/** Returns the place of an order that comes to rest in this book. */
export function joinQueue(side: Side, price: number, book: LiveBook): QueuePosition {
  const there = book.quantityAt(side === 'buy' ? 'bid' : 'ask', price);
  return { side, price, ahead: there, worstAhead: there };
}

/** Returns the place after the book changed: no more can stand before us than stands there at all. */
export function afterBook(place: QueuePosition, book: LiveBook): QueuePosition {
  const there = book.quantityAt(place.side === 'buy' ? 'bid' : 'ask', place.price);
  if (there === place.worstAhead && there >= place.ahead) return place;
  return { ...place, ahead: Math.min(place.ahead, there), worstAhead: Math.max(place.worstAhead, there) };
}

/** What a trade leaves for us, and where we stand after it. */
export interface QueueStep {
  readonly place: QueuePosition;
  /** Base quantity that reached our turn. */
  readonly ours: number;
  /** Whether it would have, had everybody stood before us. */
  readonly sure: boolean;
}

/** Returns what a trade of `quantity` does: at our price it eats the queue first, beyond it our turn had come. */
export function afterTrade(place: QueuePosition, trade: MarketTrade, quantity: number): QueueStep {
  const hitsOurSide = trade.takerSide !== place.side;
  const isThrough = place.side === 'buy' ? trade.price < place.price : trade.price > place.price;
  if (isThrough) return { place: { ...place, ahead: 0, worstAhead: 0 }, ours: quantity, sure: true };
  if (!hitsOurSide || trade.price !== place.price) return { place, ours: 0, sure: false };
  const ours = Math.max(0, quantity - place.ahead);
  const sure = quantity > place.worstAhead;
  const after = {
    ...place,
    ahead: Math.max(0, place.ahead - quantity),
    worstAhead: Math.max(0, place.worstAhead - quantity),
  };
  return { place: after, ours, sure };
}
