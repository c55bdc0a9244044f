import type { InstrumentSymbol } from '../../domain/instrument.ts';
import { TIMEFRAME_MS } from '../../domain/timeframe.ts';
import type { DepthSnapshotEvent, FeedEvent } from './feed-event.ts';
import { type FrameFault, frameFault } from './frame-fault.ts';
import { LevelList } from './level-list.ts';
import { PriceBand } from './price-band.ts';
import { fieldOf, finiteOf, isRecord, type JsonRecord, koreanCode, millisecondsOf, utcTimeOf } from './upbit-fields.ts';
import type { FrameParser } from './venue-feed.ts';

/** Upbit's largest message, thirty levels a side of a list of markets, is some ten thousand bytes. */
const LARGEST_FRAME_BYTES = 512 * 1024;
const MOST_LEVELS = 200;
/** The running number of a trade has 17 and more digits: as a JSON number it would no longer tell two trades apart. */
const TRADE_NUMBER = /"(?:sequential_id|sid)"\s*:\s*"?(\d{1,24})"?/g;

type Read = FeedEvent | FrameFault | null;

/**
 * Reads the frames of Upbit's WebSocket, and of Bithumb's current one, which was made to speak the same: DEFAULT and
 * SIMPLE field names, single messages and lists.
 */
export class UpbitFrames implements FrameParser {
  private readonly venue: string;
  private readonly symbols: ReadonlyMap<string, InstrumentSymbol>;
  /** One book of levels for each message of a frame, used again by the next frame. */
  private readonly levels: { readonly bids: LevelList; readonly asks: LevelList }[] = [];
  private levelsUsed = 0;
  private readonly tradeBands = new Map<InstrumentSymbol, PriceBand>();
  private readonly bookBands = new Map<InstrumentSymbol, PriceBand>();

  constructor(venue: string, symbols: readonly InstrumentSymbol[]) {
    this.venue = venue;
    const known = symbols.flatMap((symbol) => {
      const code = koreanCode(symbol);
      return code === null ? [] : [[code, symbol] as const];
    });
    this.symbols = new Map(known);
  }

  read(frame: Uint8Array | string, emit: (event: FeedEvent) => void): FrameFault | null {
    const text = textOf(frame);
    if (typeof text !== 'string') return text;
    const parsed = parsedOf(text);
    if ('fault' in parsed) return parsed.fault;
    const messages = Array.isArray(parsed.value) ? parsed.value : [parsed.value];
    const tradeNumbers = tradeNumbersIn(text);
    this.levelsUsed = 0;
    const events: FeedEvent[] = [];
    for (const message of messages) {
      if (!isRecord(message)) return frameFault('unknown-message');
      const read = this.readMessage(message, tradeNumbers);
      if (read === null) continue;
      if (read.type === 'fault') return read;
      events.push(read);
    }
    for (const event of events) emit(event);
    return null;
  }

  /** The streams bring whole books; nobody needs to ask by REST. */
  readSnapshot(): DepthSnapshotEvent | FrameFault {
    return frameFault('unknown-message', 'snapshot');
  }

  private readMessage(message: JsonRecord, tradeNumbers: string[]): Read {
    if (message.status === 'UP') return { type: 'keep-alive' };
    if (isRecord(message.error)) return answerOf(message.error);
    const type = fieldOf(message, 'type');
    if (typeof type !== 'string') return frameFault('unknown-message');
    const code = fieldOf(message, 'code');
    const symbol = typeof code === 'string' ? this.symbols.get(code) : undefined;
    if (symbol === undefined) return frameFault('wrong-symbol', String(code));
    const at = millisecondsOf(fieldOf(message, 'timestamp'));
    if (at === null) return frameFault('missing-field', 'timestamp');
    if (type === 'trade') return this.trade(message, symbol, tradeNumbers.shift());
    if (type === 'orderbook') return this.book(message, symbol, at);
    if (type === 'ticker') return ticker(message, symbol, at);
    if (type === 'candle.1m') return candle(message, symbol, at);
    return frameFault('unknown-stream', type);
  }

  private trade(message: JsonRecord, symbol: InstrumentSymbol, tradeId: string | undefined): Read {
    const price = finiteOf(message, 'trade_price');
    const quantity = finiteOf(message, 'trade_volume');
    const at = millisecondsOf(fieldOf(message, 'trade_timestamp'));
    const side = fieldOf(message, 'ask_bid');
    if (price === null || quantity === null) return frameFault('bad-number', 'trade');
    if (price <= 0 || quantity <= 0) return frameFault('negative', 'trade');
    if (at === null) return frameFault('missing-field', 'trade_timestamp');
    if (tradeId === undefined) return frameFault('missing-field', 'sequential_id');
    if (side !== 'ASK' && side !== 'BID') return frameFault('missing-field', 'ask_bid');
    if (!bandOf(this.tradeBands, symbol).accepts(price)) return frameFault('absurd-price', 'trade_price');
    const takerSide = side === 'BID' ? 'buy' : 'sell';
    const trade = { symbol, venue: this.venue, tradeId, at, price, quantity, takerSide } as const;
    // The number says which trade it is, not whether one is missing between two.
    return { type: 'trade', symbol, at, trade, sequence: null };
  }

  private book(message: JsonRecord, symbol: InstrumentSymbol, at: number): Read {
    const units = fieldOf(message, 'orderbook_units');
    if (!Array.isArray(units)) return frameFault('missing-field', 'orderbook_units');
    if (units.length > MOST_LEVELS) return frameFault('too-many-levels', 'orderbook_units');
    const { bids, asks } = this.freshLevels();
    for (const unit of units) {
      if (!isRecord(unit)) return frameFault('wrong-type', 'orderbook_units');
      const bad = pushLevel(asks, unit, 'ask') ?? pushLevel(bids, unit, 'bid');
      if (bad !== null) return bad;
    }
    const [bid, ask] = [bids.values[0] ?? 0, asks.values[0] ?? 0];
    if (bids.count > 0 && asks.count > 0 && bid >= ask) return frameFault('absurd-price', 'crossed');
    const middle = bid > 0 && ask > 0 ? (bid + ask) / 2 : bid + ask;
    if (middle > 0 && !bandOf(this.bookBands, symbol).accepts(middle)) return frameFault('absurd-price', 'orderbook');
    return { type: 'depth.snapshot', symbol, at, updateId: at, bids, asks };
  }

  private freshLevels(): { readonly bids: LevelList; readonly asks: LevelList } {
    let pair = this.levels[this.levelsUsed];
    if (pair === undefined) {
      pair = { bids: new LevelList(), asks: new LevelList() };
      this.levels.push(pair);
    }
    this.levelsUsed += 1;
    pair.bids.clear();
    pair.asks.clear();
    return pair;
  }
}

/** In the order of the messages; most frames are books and are not searched. */
function tradeNumbersIn(text: string): string[] {
  if (!text.includes('"trade"')) return [];
  return [...text.matchAll(TRADE_NUMBER)].map((match) => match[1] ?? '');
}

function bandOf(bands: Map<InstrumentSymbol, PriceBand>, symbol: InstrumentSymbol): PriceBand {
  const band = bands.get(symbol) ?? new PriceBand();
  bands.set(symbol, band);
  return band;
}

function pushLevel(levels: LevelList, unit: JsonRecord, side: 'ask' | 'bid'): FrameFault | null {
  const price = finiteOf(unit, `${side}_price`);
  const quantity = finiteOf(unit, `${side}_size`);
  if (price === null || quantity === null) return frameFault('bad-number', `${side}_price`);
  if (price < 0 || quantity < 0) return frameFault('negative', `${side}_price`);
  // A side with fewer levels than the other is filled up with nothing.
  if (price > 0 && quantity > 0) levels.push(price, quantity);
  return null;
}

function ticker(message: JsonRecord, symbol: InstrumentSymbol, at: number): Read {
  const last = finiteOf(message, 'trade_price');
  const quoteVolume = finiteOf(message, 'acc_trade_price_24h');
  if (last === null || quoteVolume === null) return frameFault('bad-number', 'ticker');
  if (last <= 0 || quoteVolume < 0) return frameFault('negative', 'ticker');
  return { type: 'ticker', symbol, at, last, quoteVolume };
}

/** A minute as it stands; the venue never says that one is closed, so that is told by time. */
function candle(message: JsonRecord, symbol: InstrumentSymbol, at: number): Read {
  const openTime = utcTimeOf(fieldOf(message, 'candle_date_time_utc'));
  const [open, high, low, close, volume] = [
    finiteOf(message, 'opening_price'),
    finiteOf(message, 'high_price'),
    finiteOf(message, 'low_price'),
    finiteOf(message, 'trade_price'),
    finiteOf(message, 'candle_acc_trade_volume'),
  ];
  if (openTime === null || openTime % TIMEFRAME_MS['1m'] !== 0) return frameFault('impossible-candle', 'open time');
  if (open === null || high === null || low === null || close === null || volume === null) {
    return frameFault('bad-number', 'candle');
  }
  if (low <= 0 || volume < 0) return frameFault('negative', 'candle');
  if (low > Math.min(open, close) || high < Math.max(open, close)) return frameFault('impossible-candle', 'prices');
  const closeTime = openTime + TIMEFRAME_MS['1m'];
  const bar = { symbol, timeframe: '1m', openTime, closeTime, open, high, low, close, volume } as const;
  return { type: 'candle', symbol, at, candle: bar, closed: false };
}

function answerOf(error: JsonRecord): FeedEvent {
  const name = typeof error.name === 'string' ? error.name.slice(0, 40) : 'unknown';
  return { type: 'answer', id: null, ok: false, refusal: name };
}

function textOf(frame: Uint8Array | string): string | FrameFault {
  if (frame.length === 0) return frameFault('empty');
  if (frame.length > LARGEST_FRAME_BYTES) return frameFault('too-large');
  if (typeof frame === 'string') return frame;
  return Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength).toString('utf8');
}

function parsedOf(text: string): { readonly value: unknown } | { readonly fault: FrameFault } {
  const trimmed = text.trim();
  if (trimmed === '') return { fault: frameFault('empty') };
  if (trimmed.startsWith('<')) return { fault: frameFault('html') };
  try {
    return { value: JSON.parse(trimmed) };
  } catch {
    const begun = trimmed.startsWith('{') || trimmed.startsWith('[');
    const ended = trimmed.endsWith('}') || trimmed.endsWith(']');
    return { fault: frameFault(begun && !ended ? 'truncated' : 'not-json') };
  }
}
