import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type BinanceVenue, createBinanceFeed } from '../../engine/exchanges/feeds/binance-feed.ts';
import type { BestEvent, FeedEvent } from '../../engine/exchanges/feeds/feed-event.ts';
import { FrameQuarantine } from '../../engine/exchanges/feeds/frame-fault.ts';
import type { OrderBook } from '../../engine/exchanges/feeds/order-book.ts';
import type { BookSync, FrameParser } from '../../engine/exchanges/feeds/venue-feed.ts';
import { SHARED, sharedCsv } from './shared-data.ts';

/** One recorded connection, several where a recording goes on in a second file. */
export interface Recording {
  readonly name: string;
  readonly venue: BinanceVenue;
  readonly symbol: string;
  /** Files of `binance_ws_…`, in order. */
  readonly frames: readonly string[];
  /** Files of `binance_trades_…` in the shared data: every trade that the recorder kept. */
  readonly trades: readonly string[];
}

const SPANS = { spot: ['20240808', '20240809'], usdm: ['20240808'] } as const;

/** The six recordings of the shared data, the spot ones joined over midnight: only the first has a snapshot. */
export const RECORDINGS: readonly Recording[] = (['spot', 'usdm'] as const).flatMap((market) =>
  ['BTC', 'ETH'].map((coin): Recording => {
    const days = SPANS[market].map((day) => `${market}_${coin}USDT_${day}`);
    return {
      name: `${market} ${coin}USDT`,
      venue: market === 'spot' ? 'binance' : 'binanceusdm',
      symbol: market === 'spot' ? `${coin}/USDT` : `${coin}/USDT:USDT`,
      frames: days.map((day) => `${SHARED}/binance_ws_${day}.jsonl.gz`),
      trades: days.map((day) => `binance_trades_${day}.csv.gz`),
    };
  }),
);

/** Whether all files of a recording are on this machine. */
export function hasRecording(recording: Recording): boolean {
  return [...recording.frames, ...recording.trades.map((file) => `${SHARED}/${file}`)].every((file) =>
    existsSync(file),
  );
}

/** A frame as it came over the wire: the recorder's envelope taken off again. */
export interface RecordedFrame {
  readonly text: string;
  /** The answer to the snapshot request, which the recorder put among the frames. */
  readonly snapshot: boolean;
}

/** Reads a `.jsonl` or `.jsonl.gz` of `{"recv_ns":…,"msg":…}`; the message's own bytes are kept as they are. */
export function readFrames(file: string): readonly RecordedFrame[] {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const lines = text.trimEnd().split('\n');
  return lines.map((line) => {
    const message = line.slice(line.indexOf('"msg":') + 6, -1);
    return { text: message, snapshot: message.startsWith('{"lastUpdateId"') };
  });
}

/** What came of a recording that was played through the parser and the book sync of the product. */
export interface FrameReport {
  readonly frames: number;
  readonly faults: FrameQuarantine;
  readonly breaks: number;
  readonly diffs: number;
  /** How often each trade id came. */
  readonly trades: ReadonlyMap<string, number>;
  readonly best: BestAgreement;
  readonly finalLevels: number;
}

/**
 * The best bid and ask of our book after each depth message against the recorded best bid/ask stream. A depth message
 * ends at the update `u`. `exact`: a best bid/ask was sent for that very update. `held`: the last one sent before it,
 * by number and not by arrival, must still hold, since the venue sends one whenever the best changes.
 */
export interface BestAgreement {
  readonly exact: Compared;
  readonly held: Compared;
  /** Best bids and asks that fell inside a batch: no book of ours is ever shown as of then. */
  readonly inside: number;
  readonly differences: readonly BestDifference[];
}

export interface Compared {
  compared: number;
  equal: number;
  priceDiffers: number;
}

export interface BestDifference {
  readonly book: BestState;
  readonly recorded: BestState;
}

/** Update id, bid, its quantity, ask, its quantity. */
export type BestState = readonly [updateId: number, bid: number, bidQuantity: number, ask: number, askQuantity: number];

/** Plays frames through the very same parser and sync that a live connection uses. */
export function playFrames(venue: BinanceVenue, symbol: string, frames: Iterable<RecordedFrame>): FrameReport {
  const feed = createBinanceFeed(venue);
  const player = new FramePlayer(feed.parser([symbol]), feed.bookSync(symbol), symbol, venue);
  for (const frame of frames) player.play(frame);
  return player.report();
}

/** Compares trade ids with the recorder's own list. */
export function missingAndRepeated(recording: Recording, { trades }: FrameReport) {
  const listed = new Set(recording.trades.flatMap((file) => sharedCsv(file).map((row) => row.trade_id ?? '')));
  return {
    missing: [...listed].filter((id) => !trades.has(id)).length,
    repeated: [...trades.values()].filter((times) => times !== 1).length,
    invented: [...trades.keys()].filter((id) => !listed.has(id)).length,
  };
}

/** Older recordings of many small coins: depth, best bid/ask, aggregated trades and bars, no snapshots. */
export interface Sample {
  readonly file: string;
  readonly venue: BinanceVenue;
}

export const SAMPLES: readonly Sample[] = [
  { file: `${SHARED}/samples/binance_spot_ws_mixed_2021-10-12.jsonl`, venue: 'binance' },
  { file: `${SHARED}/samples/binance_usdm_ws_mixed_2021-07-22.jsonl`, venue: 'binanceusdm' },
];

/** Reads a sample through the parser; counts what it said by kind, and holes between depth messages. */
export function playSample({ file, venue }: Sample): Readonly<Record<string, string>> {
  const texts = readFrames(file).map(({ text }) => text);
  const frames = texts.filter((text) => text.startsWith('{"stream"'));
  const names = new Set(frames.map((text) => (JSON.parse(text) as { data: { s: string } }).data.s));
  // Any parting of the name will do here: only the whole is on the wire.
  const symbols = [...names].map((name) => {
    const [base, quote] = [name.slice(0, 3), name.slice(3)];
    return venue === 'binance' ? `${base}/${quote}` : `${base}/${quote}:${quote}`;
  });
  const parser = createBinanceFeed(venue).parser(symbols);
  const counts: Record<string, number> = { depth: 0, best: 0, trades: 0, bars: 0, closed: 0, holes: 0, refused: 0 };
  const count = (key: string) => {
    counts[key] = (counts[key] ?? 0) + 1;
  };
  const lastIds = new Map<string, number>();
  for (const text of frames) {
    const fault = parser.read(text, (event) => {
      if (event.type === 'trade') count('trades');
      if (event.type === 'best') count('best');
      if (event.type === 'candle') count(event.closed ? 'closed' : 'bars');
      if (event.type !== 'depth.diff') return;
      count('depth');
      const last = lastIds.get(event.symbol);
      if (last !== undefined && (event.previousUpdateId ?? event.firstUpdateId - 1) !== last) count('holes');
      lastIds.set(event.symbol, event.lastUpdateId);
    });
    if (fault !== null) count('refused');
  }
  return { frames: `${frames.length}`, ...Object.fromEntries(Object.entries(counts).map(([key, n]) => [key, `${n}`])) };
}

class FramePlayer {
  readonly #parser: FrameParser;
  readonly #sync: BookSync;
  readonly #symbol: string;
  readonly #faults: FrameQuarantine;
  readonly #trades = new Map<string, number>();
  readonly #comparison = new BestComparison();
  #frames = 0;
  #diffs = 0;
  #snapshot: string | null = null;

  constructor(parser: FrameParser, sync: BookSync, symbol: string, venue: string) {
    this.#parser = parser;
    this.#sync = sync;
    this.#symbol = symbol;
    this.#faults = new FrameQuarantine(venue);
  }

  play(frame: RecordedFrame): void {
    if (frame.snapshot) {
      this.#snapshot = frame.text;
    } else {
      this.#frames += 1;
      const fault = this.#parser.read(frame.text, (event) => this.#take(event));
      if (fault !== null) this.#faults.put(fault, frame.text, 0);
    }
    if (this.#snapshot !== null && this.#sync.needsSnapshot) this.#takeSnapshot(this.#snapshot);
  }

  report(): FrameReport {
    return {
      frames: this.#frames,
      faults: this.#faults,
      breaks: this.#sync.breaks,
      diffs: this.#diffs,
      trades: this.#trades,
      best: this.#comparison.agreement(),
      finalLevels: this.#sync.book.levels('bid', 9_999).length + this.#sync.book.levels('ask', 9_999).length,
    };
  }

  #take(event: FeedEvent): void {
    if (event.type === 'trade') {
      const { tradeId } = event.trade;
      this.#trades.set(tradeId, (this.#trades.get(tradeId) ?? 0) + 1);
    } else if (event.type === 'best') {
      this.#comparison.best(event);
    } else if (event.type === 'depth.diff') {
      this.#diffs += 1;
      if (this.#sync.take(event) === 'applied') this.#comparison.bookChanged(this.#sync.book as OrderBook);
    }
  }

  #takeSnapshot(body: string): void {
    const event = this.#parser.readSnapshot(this.#symbol, body);
    if (event.type === 'fault') this.#faults.put(event, body, 0);
    else this.#sync.take(event);
    this.#snapshot = null;
  }
}

/** Gathers both sides and compares them by update id, since the two streams do not arrive in step. */
class BestComparison {
  readonly #books: BestState[] = [];
  readonly #recorded: BestState[] = [];

  best(event: BestEvent): void {
    this.#recorded.push([event.updateId, event.bid, event.bidQuantity, event.ask, event.askQuantity]);
  }

  bookChanged(book: OrderBook): void {
    const [bid, ask] = [book.bestPrice('bid'), book.bestPrice('ask')];
    this.#books.push([book.updateId, bid, book.bestQuantity('bid'), ask, book.bestQuantity('ask')]);
  }

  agreement(): BestAgreement {
    const recorded = this.#recorded.toSorted((one, other) => one[0] - other[0]);
    const exact: Compared = { compared: 0, equal: 0, priceDiffers: 0 };
    const held: Compared = { compared: 0, equal: 0, priceDiffers: 0 };
    const differences: BestDifference[] = [];
    let next = 0;
    for (const book of this.#books) {
      while (next < recorded.length && recorded[next]![0] <= book[0]) next += 1;
      const last = recorded[next - 1];
      if (last === undefined) continue;
      if (!compare(last[0] === book[0] ? exact : held, book, last)) differences.push({ book, recorded: last });
    }
    return { exact, held, inside: recorded.length - exact.compared, differences };
  }
}

function compare(into: Compared, book: BestState, recorded: BestState): boolean {
  const samePrices = book[1] === recorded[1] && book[3] === recorded[3];
  const same = samePrices && book[2] === recorded[2] && book[4] === recorded[4];
  into.compared += 1;
  if (same) into.equal += 1;
  else if (!samePrices) into.priceDiffers += 1;
  return same;
}
