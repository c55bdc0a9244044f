import { type BinanceVenue, createBinanceFeed } from '../../engine/exchanges/feeds/binance-feed.ts';
import type { FeedEvent } from '../../engine/exchanges/feeds/feed-event.ts';
import type { BookSync } from '../../engine/exchanges/feeds/venue-feed.ts';
import { hasRecording, RECORDINGS, readFrames } from '../eval/recorded-frames.ts';
import { seededRandom } from '../faults/seeded-random.ts';

/** Frames of one venue as they would come over one connection, with the snapshots that begin their books. */
export interface FrameSet {
  readonly venue: BinanceVenue;
  readonly source: 'recorded' | 'synthetic';
  readonly symbols: readonly string[];
  readonly frames: readonly Buffer[];
  /** REST answers by unified symbol. */
  readonly snapshots: ReadonlyMap<string, string>;
}

const VENUES = { spot: 'binance', usdm: 'binanceusdm' } as const;

/** Returns the first `count` frames of both coins of a market: recorded ones, or made ones of about their mix. */
export function frameSet(market: 'spot' | 'usdm', count: number): FrameSet {
  const recordings = RECORDINGS.filter(({ venue }) => venue === VENUES[market]);
  return recordings.every(hasRecording) ? recordedSet(market, count) : syntheticSet(market, count);
}

function recordedSet(market: 'spot' | 'usdm', count: number): FrameSet {
  const recordings = RECORDINGS.filter(({ venue }) => venue === VENUES[market]);
  const snapshots = new Map<string, string>();
  const perCoin = recordings.map(({ frames, symbol }) => {
    const all = frames.flatMap((file) => readFrames(file));
    const snapshot = all.find((frame) => frame.snapshot);
    if (snapshot !== undefined) snapshots.set(symbol, snapshot.text);
    return all.filter((frame) => !frame.snapshot).map((frame) => Buffer.from(frame.text));
  });
  const frames = interleave(perCoin).slice(0, count);
  const symbols = recordings.map(({ symbol }) => symbol);
  return { venue: VENUES[market], source: 'recorded', symbols, frames, snapshots };
}

/** In turns, weighted by how much each has: about how they came. */
function interleave(lists: readonly (readonly Buffer[])[]): Buffer[] {
  const keyed = lists.flatMap((list) => list.map((frame, index) => ({ frame, key: index / list.length })));
  return keyed.sort((one, other) => one.key - other.key).map(({ frame }) => frame);
}

/** Makes frames of the recordings' kind: 7 % depth, 72 % best bid/ask, 21 % trades. */
export function syntheticSet(
  market: 'spot' | 'usdm',
  count: number,
  coins: readonly string[] = ['BTC', 'ETH'],
): FrameSet {
  const symbols = coins.map((coin) => (market === 'spot' ? `${coin}/USDT` : `${coin}/USDT:USDT`));
  const makers = coins.map((coin, index) => new FrameMaker(`${coin}USDT`, market, index + 1));
  const snapshots = new Map(symbols.map((symbol, index) => [symbol, makers[index]!.snapshot()]));
  const frames = Array.from({ length: count }, (_, index) => makers[index % makers.length]!.next());
  return { venue: VENUES[market], source: 'synthetic', symbols, frames, snapshots };
}

const TICKS_A_SIDE = 200;

/** A market whose book never crosses: bids below the middle tick, asks above it. */
class FrameMaker {
  readonly #name: string;
  readonly #market: 'spot' | 'usdm';
  readonly #random: () => number;
  #middle = 6_000_000;
  #updateId = 1_000_000_000;
  #at = 1_723_161_254_000;
  #tradeId = 1;

  constructor(name: string, market: 'spot' | 'usdm', seed: number) {
    this.#name = name;
    this.#market = market;
    this.#random = seededRandom(seed);
  }

  snapshot(): string {
    const side = (sign: number) =>
      Array.from({ length: 1_000 }, (_, index) => [this.#price(this.#middle + sign * (index + 1)), '1.00000000']);
    return JSON.stringify({ lastUpdateId: this.#updateId, bids: side(-1), asks: side(1) });
  }

  next(): Buffer {
    const draw = this.#random();
    this.#at += 3;
    if (draw < 0.07) return this.#frame('depth@100ms', this.#depth());
    return draw < 0.28 ? this.#frame('trade', this.#trade()) : this.#frame('bookTicker', this.#best());
  }

  #frame(stream: string, data: object): Buffer {
    return Buffer.from(JSON.stringify({ stream: `${this.#name.toLowerCase()}@${stream}`, data }));
  }

  #depth(): object {
    const before = this.#middle;
    this.#middle += Math.floor(this.#random() * 7) - 3;
    const gone = (from: number, to: number) =>
      Array.from({ length: Math.max(0, to - from) }, (_, i) => [this.#price(from + i), '0.00000000']);
    const set = (sign: number) =>
      Array.from({ length: 12 }, () => [
        this.#price(this.#middle + sign * (1 + Math.floor(this.#random() ** 2 * TICKS_A_SIDE))),
        this.#random() < 0.3 ? '0.00000000' : (this.#random() * 5 + 0.00001).toFixed(8),
      ]);
    const first = this.#updateId + 1;
    const previous = this.#updateId;
    this.#updateId += 40;
    return {
      e: 'depthUpdate',
      E: this.#at,
      ...(this.#market === 'usdm' ? { T: this.#at } : {}),
      s: this.#name,
      U: first,
      u: this.#updateId,
      ...(this.#market === 'usdm' ? { pu: previous } : {}),
      b: [...gone(this.#middle, before), ...set(-1)],
      a: [...gone(before + 1, this.#middle + 1), ...set(1)],
    };
  }

  #trade(): object {
    this.#tradeId += 1;
    const price = this.#price(this.#middle);
    return {
      e: 'trade',
      E: this.#at,
      s: this.#name,
      t: this.#tradeId,
      p: price,
      q: '0.02000000',
      T: this.#at,
      m: true,
    };
  }

  #best(): object {
    const [b, a] = [this.#price(this.#middle - 1), this.#price(this.#middle + 1)];
    const data = { u: this.#updateId, s: this.#name, b, B: '3.78826000', a, A: '1.54698000' };
    return this.#market === 'spot' ? data : { e: 'bookTicker', ...data, T: this.#at, E: this.#at };
  }

  #price(tick: number): string {
    return (tick / 100).toFixed(8);
  }
}

/** What a running feed of ours does with frames: parse, keep books, count trades, hold the best bid/ask. */
export class FrameConsumer {
  trades = 0;
  bests = 0;
  applied = 0;
  faults = 0;
  answered = 0;
  readonly books: ReadonlyMap<string, BookSync>;
  readonly #parser;
  readonly #snapshots: ReadonlyMap<string, string>;
  readonly #onAnswer: (id: number) => void;
  readonly #emit = (event: FeedEvent) => this.take(event);

  constructor(
    set: Pick<FrameSet, 'venue' | 'symbols' | 'snapshots'>,
    onAnswer: (id: number) => void = () => undefined,
  ) {
    const feed = createBinanceFeed(set.venue);
    this.#parser = feed.parser(set.symbols);
    this.books = new Map(set.symbols.map((symbol) => [symbol, feed.bookSync(symbol)]));
    this.#snapshots = set.snapshots;
    this.#onAnswer = onAnswer;
  }

  read(frame: Uint8Array): void {
    if (this.#parser.read(frame, this.#emit) !== null) this.faults += 1;
  }

  get breaks(): number {
    return [...this.books.values()].reduce((sum, { breaks }) => sum + breaks, 0);
  }

  /** Applies one event. */
  take(event: FeedEvent): void {
    if (event.type === 'trade') {
      this.trades += 1;
    } else if (event.type === 'best') {
      this.bests += 1;
    } else if (event.type === 'depth.diff') {
      const sync = this.books.get(event.symbol)!;
      if (sync.take(event) === 'applied') this.applied += 1;
      else if (sync.needsSnapshot) this.#begin(event.symbol, sync);
    } else if (event.type === 'answer') {
      this.answered += 1;
      this.#onAnswer(Number(event.id));
    }
  }

  #begin(symbol: string, sync: BookSync): void {
    const snapshot = this.#parser.readSnapshot(symbol, this.#snapshots.get(symbol) ?? '');
    if (snapshot.type === 'fault') this.faults += 1;
    else sync.take(snapshot);
  }
}
