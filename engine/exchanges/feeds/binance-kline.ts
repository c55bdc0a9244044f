import type { Candle } from '../../domain/market.ts';
import { checkSymbol, FIELD, type MessageReading, readTime } from './binance-fields.ts';
import type { BinanceStream } from './binance-streams.ts';
import type { ByteCursor } from './byte-cursor.ts';
import type { CandleEvent } from './feed-event.ts';

const MINUTE_MS = 60_000;
const KLINE = Buffer.from('kline');
const ONE_MINUTE = Buffer.from('1m');

/** Reads a bar of one minute as it stands. */
export function readKline({ cursor }: MessageReading, stream: BinanceStream): CandleEvent {
  let at = 0;
  let bar: Bar = EMPTY_BAR;
  let seen = 0;
  cursor.enterObject();
  while (cursor.more()) {
    switch (cursor.key()) {
      case FIELD.e:
        if (!cursor.textIs(KLINE)) cursor.fail('unknown-message');
        break;
      case FIELD.E:
        at = readTime(cursor);
        seen |= 1;
        break;
      case FIELD.s:
        checkSymbol(cursor, stream);
        seen |= 2;
        break;
      case FIELD.k:
        bar = readBar(cursor, stream);
        seen |= 4;
        break;
      default:
        cursor.skip();
    }
  }
  if (seen !== 7) cursor.fail('missing-field');
  return { type: 'candle', symbol: stream.symbol, at, ...bar };
}

type Bar = Pick<CandleEvent, 'candle' | 'closed'>;

const EMPTY_BAR: Bar = {
  closed: false,
  candle: {
    symbol: '',
    timeframe: '1m',
    openTime: 0,
    closeTime: 0,
    open: 0,
    high: 0,
    low: 0,
    close: 0,
    volume: 0,
  },
};

function readBar(cursor: ByteCursor, stream: BinanceStream): Bar {
  let openTime = 0;
  let lastMs = 0;
  let open = 0;
  let high = 0;
  let low = 0;
  let close = 0;
  let volume = 0;
  let closed = false;
  let seen = 0;
  cursor.enterObject();
  while (cursor.more()) {
    switch (cursor.key()) {
      case FIELD.t:
        openTime = readTime(cursor);
        seen |= 1;
        break;
      case FIELD.T:
        lastMs = readTime(cursor);
        seen |= 2;
        break;
      case FIELD.s:
        checkSymbol(cursor, stream);
        break;
      case FIELD.i:
        if (!cursor.textIs(ONE_MINUTE)) cursor.fail('unknown-message');
        seen |= 4;
        break;
      case FIELD.o:
        open = cursor.decimal();
        seen |= 8;
        break;
      case FIELD.c:
        close = cursor.decimal();
        seen |= 16;
        break;
      case FIELD.h:
        high = cursor.decimal();
        seen |= 32;
        break;
      case FIELD.l:
        low = cursor.decimal();
        seen |= 64;
        break;
      case FIELD.v:
        volume = cursor.decimal();
        seen |= 128;
        break;
      case FIELD.x:
        closed = cursor.boolean();
        seen |= 256;
        break;
      default:
        cursor.skip();
    }
  }
  if (seen !== 511) cursor.fail('missing-field');
  const closeTime = openTime + MINUTE_MS;
  const onTheMinute = openTime % MINUTE_MS === 0 && lastMs === closeTime - 1;
  const inside = low > 0 && low <= Math.min(open, close) && high >= Math.max(open, close);
  if (!onTheMinute || !inside) cursor.fail('impossible-candle');
  const { symbol } = stream;
  const candle: Candle = { symbol, timeframe: '1m', openTime, closeTime, open, high, low, close, volume };
  return { candle, closed };
}
