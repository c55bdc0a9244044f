import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { Candle, MarketEvent, Quote } from '../domain/market.ts';
import { type Reason, reason } from '../domain/reason.ts';
import { TIMEFRAME_MS } from '../domain/timeframe.ts';

/**
 * The largest step from one accepted price to the next, up or down. A slipped decimal point is ×10 of a price that
 * has itself moved since, so the band is half of that: it lies far outside what a market does between two quotes.
 */
export const MAX_JUMP_FACTOR = 5;

/** How far a venue's clock may be ahead of ours. One time from far ahead would make all true ones look late. */
export const MAX_CLOCK_SKEW_MS = 5_000;

interface LastSeen {
  quoteAt: number;
  candleOpenTime: number;
  price: number | null;
}

/**
 * Decides which market events may be believed. One that cannot be true is quarantined: the caller drops it, it is
 * counted by its reason, and the events after it are judged against the last good ones. A feed that stays outside
 * the jump band therefore goes stale, which keeps entries out, instead of being believed in the end.
 */
export class MarketValidator {
  private readonly seen: ReadonlyMap<InstrumentSymbol, LastSeen>;
  private readonly quarantined = new Map<string, number>();
  private accepted = 0;

  constructor(symbols: readonly InstrumentSymbol[]) {
    const nothing = (): LastSeen => ({
      quoteAt: Number.NEGATIVE_INFINITY,
      candleOpenTime: Number.NEGATIVE_INFINITY,
      price: null,
    });
    this.seen = new Map(symbols.map((symbol) => [symbol, nothing()]));
  }

  /** Returns why the event is quarantined, or null when it may be used. */
  check(event: MarketEvent): Reason | null {
    const fault =
      futureFault(event) ??
      (event.type === 'candle.closed' ? this.checkCandle(event.candle) : this.checkQuote(event.quote));
    if (fault === null) this.accepted += 1;
    else this.quarantined.set(fault.code, (this.quarantined.get(fault.code) ?? 0) + 1);
    return fault;
  }

  counts(): { readonly accepted: number; readonly quarantined: Readonly<Record<string, number>> } {
    return { accepted: this.accepted, quarantined: Object.fromEntries(this.quarantined) };
  }

  private checkCandle(candle: Candle): Reason | null {
    const last = this.seen.get(candle.symbol);
    if (last === undefined) return reason('market.unknown-symbol', { symbol: candle.symbol });
    const fault =
      candleTimeFault(candle) ??
      candlePriceFault(candle) ??
      candleOrderFault(candle, last) ??
      jumpFault(candle.symbol, candle.open, last.price) ??
      jumpFault(candle.symbol, candle.high, candle.low);
    if (fault !== null) return fault;
    last.candleOpenTime = candle.openTime;
    last.price = candle.close;
    return null;
  }

  private checkQuote(quote: Quote): Reason | null {
    const last = this.seen.get(quote.symbol);
    if (last === undefined) return reason('market.unknown-symbol', { symbol: quote.symbol });
    const fault =
      quotePriceFault(quote) ??
      orderFault(quote.symbol, quote.at, last.quoteAt) ??
      jumpFault(quote.symbol, quote.price, last.price);
    if (fault !== null) return fault;
    last.quoteAt = quote.at;
    last.price = quote.price;
    return null;
  }
}

function futureFault(event: MarketEvent): Reason | null {
  const { symbol } = event.type === 'candle.closed' ? event.candle : event.quote;
  const claimed = event.type === 'candle.closed' ? event.candle.closeTime : event.quote.at;
  if (claimed <= event.at + MAX_CLOCK_SKEW_MS) return null;
  return reason('market.from-the-future', { symbol, claimed, at: event.at });
}

function candleTimeFault({ symbol, timeframe, openTime, closeTime }: Candle): Reason | null {
  const barMs = TIMEFRAME_MS[timeframe];
  if (timeframe === '1m' && openTime % barMs === 0 && closeTime === openTime + barMs) return null;
  return reason('market.bad-bar-time', { symbol, timeframe, openTime, closeTime });
}

function candlePriceFault({ symbol, open, high, low, close, volume }: Candle): Reason | null {
  const numbers = isPrice(open) && isPrice(high) && isPrice(low) && isPrice(close) && isVolume(volume);
  if (!numbers) return reason('market.not-a-price', { symbol });
  if (low <= Math.min(open, close) && high >= Math.max(open, close)) return null;
  return reason('market.bar-inside-out', { symbol, open, high, low, close });
}

function candleOrderFault({ symbol, openTime }: Candle, { candleOpenTime }: LastSeen): Reason | null {
  if (openTime === candleOpenTime) return reason('market.duplicate-bar', { symbol, openTime });
  return orderFault(symbol, openTime, candleOpenTime);
}

function quotePriceFault({ symbol, at, price, bid, ask, volume }: Quote): Reason | null {
  const numbers = isPrice(price) && isPrice(bid) && isPrice(ask) && isVolume(volume) && Number.isFinite(at);
  if (!numbers) return reason('market.not-a-price', { symbol });
  const near = bid > price / MAX_JUMP_FACTOR && ask < price * MAX_JUMP_FACTOR;
  return bid <= ask && near ? null : reason('market.crossed-quote', { symbol, price, bid, ask });
}

function orderFault(symbol: InstrumentSymbol, at: number, lastAt: number): Reason | null {
  return at >= lastAt ? null : reason('market.out-of-order', { symbol, at, lastAt });
}

function jumpFault(symbol: InstrumentSymbol, price: number, lastPrice: number | null): Reason | null {
  if (lastPrice === null) return null;
  const factor = price / lastPrice;
  if (factor < MAX_JUMP_FACTOR && factor > 1 / MAX_JUMP_FACTOR) return null;
  return reason('market.price-jump', { symbol, price, lastPrice });
}

function isPrice(value: number): boolean {
  return Number.isFinite(value) && value > 0;
}

function isVolume(value: number): boolean {
  return Number.isFinite(value) && value >= 0;
}
