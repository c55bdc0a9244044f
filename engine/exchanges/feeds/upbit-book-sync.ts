import type { InstrumentSymbol } from '../../domain/instrument.ts';
import type { DepthEvent } from './feed-event.ts';
import { OrderBook } from './order-book.ts';
import type { BookBreak, BookSync, SyncStep } from './venue-feed.ts';

/** Keeps a book of a venue whose every message is a whole book with a time: the newest one is the book. */
export class UpbitBookSync implements BookSync {
  readonly book: OrderBook;
  readonly needsSnapshot = false;
  breaks = 0;
  lastBreak: BookBreak | null = null;

  constructor(venue: string, symbol: InstrumentSymbol) {
    this.book = new OrderBook({ venue, symbol, maxLevels: 200 });
  }

  take(event: DepthEvent): SyncStep {
    if (event.type !== 'depth.snapshot') return 'ignored';
    if (event.at < this.book.at) return 'ignored';
    this.book.replace(event.bids, event.asks, event.at, event.updateId);
    if (this.book.crossed()) {
      this.book.clear();
      this.count('crossed');
      return 'broken';
    }
    this.book.synced = true;
    return 'applied';
  }

  drop(cause: BookBreak): void {
    if (this.book.synced) this.count(cause);
    this.book.clear();
  }

  private count(cause: BookBreak): void {
    this.breaks += 1;
    this.lastBreak = cause;
  }
}
