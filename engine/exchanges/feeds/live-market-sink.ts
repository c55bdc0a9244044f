import type { InstrumentSymbol } from '../../domain/instrument.ts';
import type { Candle } from '../../domain/market.ts';
import type { LiveBook, MarketTrade } from '../../ports/live-market.ts';
import type { FeedNotice } from './live-market-notice.ts';
import type { SymbolSight } from './live-market-sight.ts';

/** Where what a venue shows goes. */
export interface VenueSink {
  trade(trade: MarketTrade): void;
  book(book: LiveBook): void;
  /** The last or the best price of a symbol changed. */
  touched(sight: SymbolSight): void;
  /** Tells whether anybody looks at the prices of this symbol here. */
  looksAt(symbol: InstrumentSymbol): boolean;
  /** The price of a symbol whose streams are dark, by REST. */
  restPrice(sight: SymbolSight): void;
  /** A minute closed; of each symbol in order and once. */
  minute(candle: Candle): void;
  notice(notice: FeedNotice): void;
  /** Something that nobody planned. */
  fault(error: unknown): void;
}
