import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { Side } from '../domain/order.ts';

/** A trade between others, as a venue prints it. Prices and quantities are estimates (observed), in quote and base. */
export interface MarketTrade {
  readonly symbol: InstrumentSymbol;
  readonly venue: string;
  readonly tradeId: string;
  /** The venue's own time. */
  readonly at: number;
  readonly price: number;
  readonly quantity: number;
  /** Who took: `buy` lifted the ask. */
  readonly takerSide: Side;
}

/** One level of a book: how much rests at a price. */
export interface BookLevel {
  readonly price: number;
  readonly quantity: number;
}

/** An order book that is kept up to date in place; what it says holds until the next event of the process. */
export interface LiveBook {
  readonly symbol: InstrumentSymbol;
  readonly venue: string;
  /** False before the first snapshot, after a break in the venue's sequence and while nothing came for too long: nobody may trade on it. */
  readonly synced: boolean;
  /** The venue's own time of the last change. */
  readonly at: number;
  readonly updateId: number;
  /** Best price of a side, null when the side is empty. */
  best(side: 'bid' | 'ask'): BookLevel | null;
  /** The best `count` levels of a side, best first. */
  levels(side: 'bid' | 'ask', count: number): readonly BookLevel[];
  /** How much rests at exactly this price. */
  quantityAt(side: 'bid' | 'ask', price: number): number;
}

/** What a running feed shows beside the candles and quotes of the `MarketData` port. */
export interface LiveMarket {
  /** Null for a market that is not followed. */
  book(symbol: InstrumentSymbol): LiveBook | null;
  onTrade(listener: (trade: MarketTrade) => void): void;
  /** Called after a book changed in place. */
  onBook(listener: (book: LiveBook) => void): void;
  /** Which venue the market of a symbol is seen at now; another one after a failover. */
  seenAt(symbol: InstrumentSymbol): string | null;
}
