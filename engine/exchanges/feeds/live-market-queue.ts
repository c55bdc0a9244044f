import type { InstrumentSymbol } from '../../domain/instrument.ts';
import type { Candle, MarketEvent, Quote } from '../../domain/market.ts';

/** A quote on its way: the newest prices, with everything that was traded since the one that was handed out before. */
export interface PendingQuote {
  readonly symbol: InstrumentSymbol;
  at: number;
  price: number;
  bid: number;
  ask: number;
  volume: number;
  gap: boolean;
  venue: string | null;
}

type Entry = { readonly quote: PendingQuote } | { readonly candle: Candle };

/**
 * What waits to be handed out. At most one quote a symbol waits, however slow the listener: a newer one takes its
 * place and keeps what was traded. Candles are never dropped; there are few.
 */
export class EventQueue {
  private readonly entries: Entry[] = [];
  private readonly waiting = new Map<InstrumentSymbol, PendingQuote>();
  private lastAt = Number.NEGATIVE_INFINITY;
  private conflated = 0;

  /** Quotes that were replaced by a newer one before anybody saw them. */
  conflatedQuotes(): number {
    return this.conflated;
  }

  size(): number {
    return this.entries.length;
  }

  putQuote(quote: PendingQuote): void {
    const known = this.waiting.get(quote.symbol);
    if (known === undefined) {
      this.waiting.set(quote.symbol, quote);
      this.entries.push({ quote });
      return;
    }
    this.conflated += 1;
    const volume = known.volume + quote.volume;
    const gap = known.gap || quote.gap;
    Object.assign(known, quote, { volume, gap });
  }

  putCandle(candle: Candle): void {
    this.entries.push({ candle });
  }

  /**
   * Returns the next event. Its time never lies before that of the event before, and a quote's not behind `limit`:
   * candles that close there are still to come.
   */
  take(limit: number): MarketEvent | null {
    const entry = this.entries.shift();
    if (entry === undefined) return null;
    if ('candle' in entry) {
      this.lastAt = Math.max(this.lastAt, entry.candle.closeTime);
      return { type: 'candle.closed', at: this.lastAt, candle: entry.candle };
    }
    this.waiting.delete(entry.quote.symbol);
    this.lastAt = Math.max(this.lastAt, Math.min(entry.quote.at, limit));
    return { type: 'quote.updated', at: this.lastAt, quote: quoteOf(entry.quote, this.lastAt) };
  }
}

function quoteOf({ symbol, price, bid, ask, volume, gap, venue }: PendingQuote, at: number): Quote {
  const quote = { symbol, at, price, bid, ask, volume, gap };
  return venue === null ? quote : { ...quote, venue };
}
