import type { InstrumentSymbol } from '../../domain/instrument.ts';
import { MESSAGE_READERS } from './binance-messages.ts';
import { type BinanceMarket, type BinanceStream, BinanceStreamTable } from './binance-streams.ts';
import { ByteCursor } from './byte-cursor.ts';
import type { DepthSnapshotEvent, FeedEvent, SubscriptionAnswer } from './feed-event.ts';
import { type FrameFault, frameFault } from './frame-fault.ts';
import { LevelList } from './level-list.ts';
import { PriceBands } from './price-band.ts';
import type { FrameParser } from './venue-feed.ts';

/** A depth message of 10,000 levels is half of it; whatever is longer is not market data. */
const MAX_BYTES = 2_000_000;
const LESS_THAN = 0x3c;
const OPEN_BRACE = 0x7b;

const bytes = (text: string): Uint8Array => Buffer.from(text);
const STREAM = bytes('stream');
const DATA = bytes('data');
const RESULT = bytes('result');
const ERROR = bytes('error');
const CODE = bytes('code');
const LAST_UPDATE_ID = bytes('lastUpdateId');
const BIDS = bytes('bids');
const ASKS = bytes('asks');
const EVENT_TIME = 0x45;
const ID = (0x69 << 8) | 0x64;

/** What has been found of a frame's outermost object. */
interface Envelope {
  stream: BinanceStream | null;
  event: FeedEvent | null;
  answered: boolean;
  id: number | null;
  refusal: string | null;
}

export interface BinanceParserOptions {
  readonly venue: string;
  readonly market: BinanceMarket;
  readonly symbols: readonly InstrumentSymbol[];
}

/**
 * Reads frames of Binance's combined streams (`{"stream":…,"data":…}`) and the answers to SUBSCRIBE. It scans bytes
 * rather than making objects of them: with the books kept it costs less than `JSON.parse` alone (`npm run bench -- feed`).
 */
export class BinanceParser implements FrameParser {
  readonly #cursor = new ByteCursor();
  readonly #streams: BinanceStreamTable;
  readonly #bands: PriceBands;
  readonly #reading;
  readonly #snapshotBids = new LevelList();
  readonly #snapshotAsks = new LevelList();

  constructor(options: BinanceParserOptions) {
    this.#streams = new BinanceStreamTable(options.symbols, options.market);
    this.#bands = new PriceBands(this.#streams.bandCount);
    const [bids, asks] = [new LevelList(), new LevelList()];
    this.#reading = { cursor: this.#cursor, venue: options.venue, bids, asks };
  }

  read(frame: Uint8Array | string, emit: (event: FeedEvent) => void): FrameFault | null {
    const body = typeof frame === 'string' ? Buffer.from(frame) : frame;
    const cursor = this.#cursor;
    const notOurs = outwardFault(body);
    if (notOurs !== null) return notOurs;
    cursor.reset(body);
    const found = this.#readEnvelope();
    cursor.finish();
    if (cursor.fault !== null) return frameFault(cursor.fault, this.#lastStream);
    const event = found.event ?? answerOf(found);
    if (event === null) return frameFault('unknown-message');
    if (this.#absurd(event, found.stream)) return frameFault('absurd-price', this.#lastStream);
    emit(event);
    return null;
  }

  readSnapshot(symbol: InstrumentSymbol, body: Uint8Array | string): DepthSnapshotEvent | FrameFault {
    const answer = typeof body === 'string' ? Buffer.from(body) : body;
    const notOurs = outwardFault(answer);
    if (notOurs !== null) return notOurs;
    const cursor = this.#cursor;
    cursor.reset(answer);
    const event = this.#readSnapshotBody(symbol);
    cursor.finish();
    return cursor.fault === null ? event : frameFault(cursor.fault, symbol);
  }

  #lastStream: string | null = null;

  #readEnvelope(): Envelope {
    const cursor = this.#cursor;
    const found: Envelope = { stream: null, event: null, answered: false, id: null, refusal: null };
    let dataAt = -1;
    this.#lastStream = null;
    cursor.enterObject();
    while (cursor.more()) {
      const key = cursor.key();
      if (key === ID) found.id = this.#readId();
      else if (cursor.lastTextIs(STREAM)) found.stream = this.#readStream();
      else if (cursor.lastTextIs(DATA) && found.stream !== null) found.event = this.#readMessage(found.stream);
      else if (cursor.lastTextIs(DATA)) dataAt = this.#passOver();
      else if (cursor.lastTextIs(RESULT)) found.answered = this.#passOver() >= 0;
      else if (cursor.lastTextIs(ERROR)) found.refusal = this.#readRefusal();
      else cursor.skip();
    }
    const { stream } = found;
    if (stream !== null && found.event === null && dataAt >= 0) this.#readEarlierData(stream, dataAt, found);
    else if (stream !== null && found.event === null) cursor.fail('missing-field');
    return found;
  }

  /** `data` stood before `stream`: allowed by JSON, though Binance does not write it so. */
  #readEarlierData(stream: BinanceStream, dataAt: number, found: Envelope): void {
    const after = this.#cursor.position;
    this.#cursor.seek(dataAt);
    found.event = this.#readMessage(stream);
    this.#cursor.seek(after);
  }

  #readMessage(stream: BinanceStream): FeedEvent {
    return MESSAGE_READERS[stream.kind](this.#reading, stream);
  }

  #readStream(): BinanceStream | null {
    const cursor = this.#cursor;
    cursor.text();
    if (cursor.fault !== null) return null;
    const stream = this.#streams.find(cursor);
    if (stream !== null) return stream;
    this.#lastStream = cursor.lastText();
    cursor.fail('unknown-stream');
    return null;
  }

  #readId(): number | null {
    const value = this.#cursor.integer();
    return this.#cursor.fault === null ? value : null;
  }

  #passOver(): number {
    const at = this.#cursor.position;
    this.#cursor.skip();
    return at;
  }

  /** Only the code: the words may repeat what we sent. */
  #readRefusal(): string {
    const cursor = this.#cursor;
    let code = 'unknown';
    cursor.enterObject();
    while (cursor.more()) {
      cursor.key();
      if (cursor.lastTextIs(CODE)) {
        const from = cursor.position;
        cursor.skip();
        code = cursor.sliceFrom(from);
      } else {
        cursor.skip();
      }
    }
    return code;
  }

  #readSnapshotBody(symbol: InstrumentSymbol): DepthSnapshotEvent {
    const cursor = this.#cursor;
    const [bids, asks] = [this.#snapshotBids, this.#snapshotAsks];
    let updateId = 0;
    let at = 0;
    let seen = 0;
    cursor.enterObject();
    while (cursor.more()) {
      if (cursor.key() === EVENT_TIME) {
        at = cursor.integer();
      } else if (cursor.lastTextIs(LAST_UPDATE_ID)) {
        updateId = cursor.integer();
        seen |= 1;
      } else if (cursor.lastTextIs(BIDS)) {
        cursor.levels(bids);
        seen |= 2;
      } else if (cursor.lastTextIs(ASKS)) {
        cursor.levels(asks);
        seen |= 4;
      } else {
        cursor.skip();
      }
    }
    if (seen !== 7) cursor.fail('missing-field');
    return { type: 'depth.snapshot', symbol, at, updateId, bids, asks };
  }

  #absurd(event: FeedEvent, stream: BinanceStream | null): boolean {
    if (stream === null) return false;
    if (event.type === 'trade') return !this.#bands.accepts(stream.band, event.trade.price);
    if (event.type === 'best') return !this.#bands.accepts(stream.band, (event.bid + event.ask) / 2);
    return event.type === 'candle' && !this.#bands.accepts(stream.band, event.candle.close);
  }
}

function answerOf(found: Envelope): SubscriptionAnswer | null {
  if (!found.answered && found.refusal === null) return null;
  return { type: 'answer', id: found.id, ok: found.refusal === null, refusal: found.refusal };
}

/** What can be said without reading: nothing there, far too long, a web page. */
function outwardFault(body: Uint8Array): FrameFault | null {
  if (body.length > MAX_BYTES) return frameFault('too-large');
  let at = 0;
  while (at < body.length && (body[at] ?? 0) <= 0x20) at += 1;
  if (at === body.length) return frameFault('empty');
  if (body[at] === LESS_THAN) return frameFault('html');
  return body[at] === OPEN_BRACE ? null : frameFault('not-json');
}
