import type { Candle, MarketEvent, Quote } from '../../../engine/domain/market.ts';

export const SYMBOL = 'BTC/USDT:USDT';
export const MIDNIGHT = Date.UTC(2025, 0, 1);
export const MINUTE = 60_000;

/** The closed 1-minute candle `minute` minutes after midnight. */
export function minuteCandle(minute: number, close: number, rest: Partial<Candle> = {}): Candle {
  const openTime = MIDNIGHT + minute * MINUTE;
  return {
    symbol: SYMBOL,
    timeframe: '1m',
    openTime,
    closeTime: openTime + MINUTE,
    open: close,
    high: close,
    low: close,
    close,
    volume: 1,
    ...rest,
  };
}

export function closedEvent(candle: Candle): MarketEvent {
  return { type: 'candle.closed', at: candle.closeTime, candle };
}

export function quoteEvent(at: number, price: number, rest: Partial<Quote> = {}): MarketEvent {
  const quote = { symbol: SYMBOL, at, price, bid: price - 0.5, ask: price + 0.5, volume: 1, gap: false, ...rest };
  return { type: 'quote.updated', at, quote };
}
