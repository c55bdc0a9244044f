import { type Decimal, ZERO } from '../../../engine/domain/decimal.ts';
import type { VenueCore } from './core.ts';
import type { CoreCandle, CoreMarket, TapeTrade } from './core-types.ts';
import { dateAndTime, koreanDateAndTime } from './upbit-time.ts';

export type Shape = Record<string, unknown>;

/** In what Upbit and Bithumb, which otherwise speak alike of the market, differ. */
export interface MarketWords {
  /** What a trade is numbered by: a JSON integer, as text because it may be too large for a number. */
  readonly sequentialIdOf: (trade: TapeTrade) => string;
  /** The wall clock of dates and times in the stream. */
  readonly streamClock: (at: number) => { readonly date: string; readonly time: string };
  /** Milliseconds or microseconds. */
  readonly bookTimestampOf: (at: number) => number;
  readonly maxUnits: number;
}

export const UPBIT_MARKET_WORDS: MarketWords = {
  sequentialIdOf: ({ at, sequence }) => String(at * 1_000 + sequence),
  streamClock: dateAndTime,
  bookTimestampOf: (at) => at,
  maxUnits: 30,
};

const DAY = 86_400_000;
const RAW = '@raw:';

/** Marks digits that go into JSON as an integer, however large it is. */
export function rawInteger(digits: string): string {
  return `${RAW}${digits}`;
}

/** Returns JSON in which marked integers are integers. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replaceAll(/"@raw:(\d+)"/g, '$1');
}

/** Returns the book without the market's name, which REST and stream call differently. */
export function bookShape(core: VenueCore, market: CoreMarket, units: number, words: MarketWords): Shape {
  const { bids, asks } = core.depth(market.symbol, Math.min(units, words.maxUnits));
  const total = (levels: readonly (readonly [Decimal, Decimal])[]) =>
    levels.reduce((sum, [, quantity]) => sum.plus(quantity), ZERO).toNumber();
  return {
    timestamp: words.bookTimestampOf(core.now()),
    total_ask_size: total(asks),
    total_bid_size: total(bids),
    orderbook_units: Array.from({ length: Math.max(bids.length, asks.length) }, (_, level) => ({
      ask_price: asks[level]?.[0].toNumber() ?? 0,
      bid_price: bids[level]?.[0].toNumber() ?? 0,
      ask_size: asks[level]?.[1].toNumber() ?? 0,
      bid_size: bids[level]?.[1].toNumber() ?? 0,
    })),
  };
}

/** Returns a trade as REST lists it. */
export function tickShape(market: CoreMarket, trade: TapeTrade, previousClose: number, words: MarketWords): Shape {
  const utc = dateAndTime(trade.at);
  return {
    market: market.id,
    trade_date_utc: utc.date,
    trade_time_utc: utc.time,
    timestamp: trade.at,
    ...priceOf(trade, previousClose),
    sequential_id: rawInteger(words.sequentialIdOf(trade)),
  };
}

/** Returns a trade as the stream tells it. */
export function tradeFrame(core: VenueCore, market: CoreMarket, trade: TapeTrade, words: MarketWords): Shape {
  const previousClose = dayOf(core, market).previousClose;
  const { date, time } = words.streamClock(trade.at);
  const { bids, asks } = core.depth(market.symbol, 1);
  return {
    type: 'trade',
    code: market.id,
    timestamp: core.now(),
    trade_date: date,
    trade_time: time,
    trade_timestamp: trade.at,
    ...priceOf(trade, previousClose),
    change: changeOf(trade.price.toNumber(), previousClose),
    sequential_id: rawInteger(words.sequentialIdOf(trade)),
    best_ask_price: asks[0]?.[0].toNumber() ?? 0,
    best_ask_size: asks[0]?.[1].toNumber() ?? 0,
    best_bid_price: bids[0]?.[0].toNumber() ?? 0,
    best_bid_size: bids[0]?.[1].toNumber() ?? 0,
  };
}

function priceOf(trade: TapeTrade, previousClose: number): Shape {
  return {
    trade_price: trade.price.toNumber(),
    trade_volume: trade.quantity.toNumber(),
    prev_closing_price: previousClose,
    change_price: Math.abs(trade.price.toNumber() - previousClose),
    ask_bid: trade.buyerMaker ? 'ASK' : 'BID',
  };
}

/** Returns what REST and stream say alike of a market's day. */
export function tickerShape(core: VenueCore, market: CoreMarket): Shape {
  const now = core.now();
  const { today, previousClose } = dayOf(core, market);
  const last = core.tape(market.symbol).at(-1);
  const price = core.lastPrice(market.symbol).toNumber();
  const day = core.candles(market.symbol, 60_000).filter(({ openTime }) => openTime > now - DAY);
  const change = price - previousClose;
  const sum = (of: (candle: CoreCandle) => Decimal) =>
    day.reduce((total, candle) => total.plus(of(candle)), ZERO).toNumber();
  return {
    trade_timestamp: last?.at ?? now,
    opening_price: today?.open ?? price,
    high_price: Math.max(today?.high ?? price, price),
    low_price: Math.min(today?.low ?? price, price),
    trade_price: price,
    prev_closing_price: previousClose,
    change: changeOf(price, previousClose),
    change_price: Math.abs(change),
    change_rate: previousClose === 0 ? 0 : Math.abs(change) / previousClose,
    signed_change_price: change,
    signed_change_rate: previousClose === 0 ? 0 : change / previousClose,
    trade_volume: last?.quantity.toNumber() ?? 0,
    acc_trade_price: today?.quoteVolume.toNumber() ?? 0,
    acc_trade_price_24h: sum(({ quoteVolume }) => quoteVolume),
    acc_trade_volume: today?.volume.toNumber() ?? 0,
    acc_trade_volume_24h: sum(({ volume }) => volume),
    highest_52_week_price: Math.max(...day.map(({ high }) => high), price),
    highest_52_week_date: dateAndTime(now).date,
    lowest_52_week_price: Math.min(...day.map(({ low }) => low), price),
    lowest_52_week_date: dateAndTime(now).date,
    timestamp: now,
  };
}

/** Returns a ticker as REST tells it. */
export function restTicker(core: VenueCore, market: CoreMarket): Shape {
  const shape = tickerShape(core, market);
  const at = Number(shape.trade_timestamp);
  const [utc, korea] = [dateAndTime(at), koreanDateAndTime(at)];
  return {
    market: market.id,
    trade_date: compact(utc.date),
    trade_time: compact(utc.time),
    trade_date_kst: compact(korea.date),
    trade_time_kst: compact(korea.time),
    ...shape,
  };
}

/** Returns a ticker as the stream tells it. */
export function tickerFrame(core: VenueCore, market: CoreMarket, words: MarketWords): Shape {
  const shape = tickerShape(core, market);
  const { date, time } = words.streamClock(Number(shape.trade_timestamp));
  const last = core.tape(market.symbol).at(-1);
  return {
    type: 'ticker',
    code: market.id,
    ...shape,
    trade_date: compact(date),
    trade_time: compact(time),
    ask_bid: last?.buyerMaker === true ? 'ASK' : 'BID',
    acc_ask_volume: Number(shape.acc_trade_volume) / 2,
    acc_bid_volume: Number(shape.acc_trade_volume) / 2,
    market_state: market.trading ? 'ACTIVE' : 'DELISTED',
    is_trading_suspended: !market.trading,
    delisting_date: null,
    market_warning: 'NONE',
  };
}

/** Returns a candle without the market's name. */
export function candleShape(candle: CoreCandle, lastAt: number): Shape {
  const [utc, korea] = [dateAndTime(candle.openTime), koreanDateAndTime(candle.openTime)];
  return {
    candle_date_time_utc: `${utc.date}T${utc.time}`,
    candle_date_time_kst: `${korea.date}T${korea.time}`,
    opening_price: candle.open,
    high_price: candle.high,
    low_price: candle.low,
    trade_price: candle.close,
    timestamp: lastAt,
    candle_acc_trade_price: candle.quoteVolume.toNumber(),
    candle_acc_trade_volume: candle.volume.toNumber(),
  };
}

/** Days of both venues begin at 00:00 UTC, which is 09:00 in Korea. */
export function dayOf(core: VenueCore, market: CoreMarket) {
  const days = core.candles(market.symbol, DAY);
  const today = days.at(-1);
  const previousClose = days.at(-2)?.close ?? today?.open ?? core.lastPrice(market.symbol).toNumber();
  return { today, previousClose };
}

function changeOf(price: number, previousClose: number): 'RISE' | 'EVEN' | 'FALL' {
  if (price === previousClose) return 'EVEN';
  return price > previousClose ? 'RISE' : 'FALL';
}

function compact(text: string): string {
  return text.replaceAll(/[-:]/g, '');
}
