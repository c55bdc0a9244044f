import { checkSymbol, FIELD, type MessageReader, type MessageReading, readTime } from './binance-fields.ts';
import { readKline } from './binance-kline.ts';
import type { BinanceStream, BinanceStreamKind } from './binance-streams.ts';
import type { BestEvent, DepthDiffEvent, TickerEvent, TradeEvent } from './feed-event.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const DEPTH_UPDATE = bytes('depthUpdate');
const BOOK_TICKER = bytes('bookTicker');
const TRADE = bytes('trade');
const AGGREGATE_TRADE = bytes('aggTrade');
const MINI_TICKER = bytes('24hrMiniTicker');
const FULL_TICKER = bytes('24hrTicker');

/** How the frames of each kind of stream are read. */
export const MESSAGE_READERS: Readonly<Record<BinanceStreamKind, MessageReader>> = {
  depth: readDepth,
  bookTicker: readBest,
  trade: (reading, stream) => readTrade(reading, stream, TRADE, FIELD.t),
  aggTrade: (reading, stream) => readTrade(reading, stream, AGGREGATE_TRADE, FIELD.a),
  kline: readKline,
  ticker: readTicker,
};

function readDepth({ cursor, bids, asks }: MessageReading, stream: BinanceStream): DepthDiffEvent {
  let at = 0;
  let first = 0;
  let last = 0;
  let previous: number | null = null;
  let seen = 0;
  cursor.enterObject();
  while (cursor.more()) {
    switch (cursor.key()) {
      case FIELD.e:
        if (!cursor.textIs(DEPTH_UPDATE)) cursor.fail('unknown-message');
        break;
      case FIELD.E:
        at = readTime(cursor);
        seen |= 1;
        break;
      case FIELD.s:
        checkSymbol(cursor, stream);
        seen |= 2;
        break;
      case FIELD.U:
        first = cursor.integer();
        seen |= 4;
        break;
      case FIELD.u:
        last = cursor.integer();
        seen |= 8;
        break;
      case FIELD.PU:
        previous = cursor.integer();
        break;
      case FIELD.b:
        cursor.levels(bids);
        seen |= 16;
        break;
      case FIELD.a:
        cursor.levels(asks);
        seen |= 32;
        break;
      default:
        cursor.skip();
    }
  }
  if (seen !== 63) cursor.fail('missing-field');
  if (last < first || (previous !== null && previous > last)) cursor.fail('bad-sequence');
  return {
    type: 'depth.diff',
    symbol: stream.symbol,
    at,
    firstUpdateId: first,
    lastUpdateId: last,
    previousUpdateId: previous,
    bids,
    asks,
  };
}

function readBest({ cursor }: MessageReading, stream: BinanceStream): BestEvent {
  let at = 0;
  let updateId = 0;
  let bid = 0;
  let bidQuantity = 0;
  let ask = 0;
  let askQuantity = 0;
  let seen = 0;
  cursor.enterObject();
  while (cursor.more()) {
    switch (cursor.key()) {
      case FIELD.e:
        if (!cursor.textIs(BOOK_TICKER)) cursor.fail('unknown-message');
        break;
      case FIELD.E:
        at = readTime(cursor);
        break;
      case FIELD.s:
        checkSymbol(cursor, stream);
        seen |= 1;
        break;
      case FIELD.u:
        updateId = cursor.integer();
        seen |= 2;
        break;
      case FIELD.b:
        bid = cursor.decimal();
        seen |= 4;
        break;
      case FIELD.B:
        bidQuantity = cursor.decimal();
        seen |= 8;
        break;
      case FIELD.a:
        ask = cursor.decimal();
        seen |= 16;
        break;
      case FIELD.A:
        askQuantity = cursor.decimal();
        seen |= 32;
        break;
      default:
        cursor.skip();
    }
  }
  if (seen !== 63) cursor.fail('missing-field');
  if (!(bid > 0 && ask > bid)) cursor.fail('absurd-price');
  return { type: 'best', symbol: stream.symbol, at, updateId, bid, bidQuantity, ask, askQuantity };
}

function readTrade(
  { cursor, venue }: MessageReading,
  stream: BinanceStream,
  eventName: Uint8Array,
  idKey: number,
): TradeEvent {
  let eventAt = 0;
  let at = 0;
  let id = 0;
  let price = 0;
  let quantity = 0;
  let buyerIsMaker = false;
  let seen = 0;
  cursor.enterObject();
  while (cursor.more()) {
    const key = cursor.key();
    if (key === idKey) {
      id = cursor.integer();
      seen |= 1;
      continue;
    }
    switch (key) {
      case FIELD.e:
        if (!cursor.textIs(eventName)) cursor.fail('unknown-message');
        break;
      case FIELD.E:
        eventAt = readTime(cursor);
        break;
      case FIELD.s:
        checkSymbol(cursor, stream);
        seen |= 2;
        break;
      case FIELD.p:
        price = cursor.decimal();
        seen |= 4;
        break;
      case FIELD.q:
        quantity = cursor.decimal();
        seen |= 8;
        break;
      case FIELD.T:
        at = readTime(cursor);
        seen |= 16;
        break;
      case FIELD.m:
        buyerIsMaker = cursor.boolean();
        seen |= 32;
        break;
      default:
        cursor.skip();
    }
  }
  if (seen !== 63) cursor.fail('missing-field');
  if (!(price > 0)) cursor.fail('absurd-price');
  if (!(quantity > 0)) cursor.fail('bad-number');
  return {
    type: 'trade',
    symbol: stream.symbol,
    at: eventAt === 0 ? at : eventAt,
    sequence: id,
    trade: {
      symbol: stream.symbol,
      venue,
      tradeId: String(id),
      at,
      price,
      quantity,
      takerSide: buyerIsMaker ? 'sell' : 'buy',
    },
  };
}

function readTicker({ cursor }: MessageReading, stream: BinanceStream): TickerEvent {
  let at = 0;
  let last = 0;
  let quoteVolume = 0;
  let seen = 0;
  cursor.enterObject();
  while (cursor.more()) {
    switch (cursor.key()) {
      case FIELD.e:
        if (!cursor.textIs(MINI_TICKER) && !cursor.lastTextIs(FULL_TICKER)) cursor.fail('unknown-message');
        break;
      case FIELD.E:
        at = readTime(cursor);
        seen |= 1;
        break;
      case FIELD.s:
        checkSymbol(cursor, stream);
        seen |= 2;
        break;
      case FIELD.c:
        last = cursor.decimal();
        seen |= 4;
        break;
      case FIELD.q:
        quoteVolume = cursor.decimal();
        seen |= 8;
        break;
      default:
        cursor.skip();
    }
  }
  if (seen !== 15) cursor.fail('missing-field');
  if (!(last > 0)) cursor.fail('absurd-price');
  return { type: 'ticker', symbol: stream.symbol, at, last, quoteVolume };
}
