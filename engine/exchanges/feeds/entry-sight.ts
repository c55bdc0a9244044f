import type { InstrumentSymbol } from '../../domain/instrument.ts';
import { type Reason, reason } from '../../domain/reason.ts';
import type { LiveBook } from '../../ports/live-market.ts';
import type { LiveMarketData } from './live-market-data.ts';

type Sight = Pick<LiveMarketData, 'book' | 'stale' | 'seenAt'>;

/** Returns why what is seen of a symbol is too little to enter it at `venue`; null when it is enough. */
export function sightBlock(market: Sight, venue: string, symbol: InstrumentSymbol): Reason | null {
  const seenAt = market.seenAt(symbol);
  if (seenAt !== null && seenAt !== venue) return reason('venue.seen-elsewhere', { symbol, venue, seenAt });
  if (market.stale(symbol) !== null) return reason('venue.market-stale', { symbol });
  return market.book(symbol)?.synced === true ? null : reason('venue.book-unsynced', { symbol });
}

/** Returns the book of the venue where orders go. Another venue's says nothing of what could be had there. */
export function ownBook(market: Sight, venue: string, symbol: InstrumentSymbol): LiveBook | null {
  const book = market.book(symbol);
  return book?.venue === venue ? book : null;
}
