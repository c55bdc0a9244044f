import type { InstrumentSymbol } from '../../domain/instrument.ts';
import type { DepthDiffEvent, DepthEvent, DepthSnapshotEvent } from './feed-event.ts';
import { OrderBook } from './order-book.ts';
import type { BookBreak, BookSync, SyncStep } from './venue-feed.ts';

/** How Binance numbers its depth messages: spot counts without holes, futures say which message came before. */
export type DepthChain = 'spot' | 'futures';

export interface BinanceBookSyncOptions {
  readonly symbol: InstrumentSymbol;
  readonly venue: string;
  readonly chain: DepthChain;
  /** Messages kept while a snapshot is under way: at ten a second, more than a minute. */
  readonly maxBuffered?: number;
}

const MAX_BUFFERED = 1_000;

/**
 * Keeps a book by Binance's published rules. Spot: drop what ends at or before the snapshot's lastUpdateId; the first
 * message kept must hold lastUpdateId + 1; then U is always the u before plus 1. Futures: the first message must hold
 * lastUpdateId (one that ends exactly there adds nothing to it); then pu is always the u before.
 */
export class BinanceBookSync implements BookSync {
  readonly book: OrderBook;
  breaks = 0;
  lastBreak: BookBreak | null = null;
  readonly #chain: DepthChain;
  readonly #maxBuffered: number;
  #waiting: DepthDiffEvent[] = [];
  /** The snapshot was taken, but no message has been joined to it yet. */
  #unjoined = false;

  constructor(options: BinanceBookSyncOptions) {
    this.book = new OrderBook(options);
    this.#chain = options.chain;
    this.#maxBuffered = options.maxBuffered ?? MAX_BUFFERED;
  }

  /** Only once a message has come: a snapshot asked for earlier may be older than the stream. */
  get needsSnapshot(): boolean {
    return !this.book.synced && this.#waiting.length > 0;
  }

  take(event: DepthEvent): SyncStep {
    if (event.type === 'depth.snapshot') return this.#takeSnapshot(event);
    return this.book.synced ? this.#takeDiff(event) : this.#keep(event);
  }

  drop(cause: BookBreak): void {
    if (this.book.synced) this.#countBreak(cause);
    this.book.clear();
    this.#unjoined = false;
    this.#waiting = [];
  }

  #takeDiff(diff: DepthDiffEvent): SyncStep {
    if (this.#isOld(diff)) return 'ignored';
    if (!this.#follows(diff)) return this.#startAgain('gap', diff);
    this.#unjoined = false;
    this.book.apply(diff.bids, diff.asks, diff.at, diff.lastUpdateId);
    return this.book.crossed() ? this.#startAgain('crossed', null) : 'applied';
  }

  #isOld(diff: DepthDiffEvent): boolean {
    return diff.lastUpdateId <= this.book.updateId;
  }

  #follows(diff: DepthDiffEvent): boolean {
    const last = this.book.updateId;
    if (this.#chain === 'spot')
      return this.#unjoined ? diff.firstUpdateId <= last + 1 : diff.firstUpdateId === last + 1;
    if (this.#unjoined && diff.firstUpdateId <= last) return true;
    return diff.previousUpdateId === last;
  }

  #keep(diff: DepthDiffEvent): SyncStep {
    // The oldest may go: a snapshot that is too old for those left is refused and asked for again.
    if (this.#waiting.length >= this.#maxBuffered) this.#waiting.shift();
    this.#waiting.push({ ...diff, bids: diff.bids.copy(), asks: diff.asks.copy() });
    return 'waiting';
  }

  #takeSnapshot(snapshot: DepthSnapshotEvent): SyncStep {
    if (this.book.synced) return 'ignored';
    const waiting = this.#waiting;
    // Spot snapshots carry no time; the book is at least as young as the message that made us ask.
    const at = Math.max(snapshot.at, waiting[0]?.at ?? 0);
    this.book.replace(snapshot.bids, snapshot.asks, at, snapshot.updateId);
    this.#unjoined = true;
    const cause = this.#snapshotTrouble(waiting);
    if (cause !== null) {
      this.lastBreak = cause;
      this.book.clear();
      return 'waiting';
    }
    this.book.synced = true;
    this.#waiting = [];
    return this.#replay(waiting);
  }

  /** Why a snapshot cannot be the beginning: crossed in itself, or older than the first message after it. */
  #snapshotTrouble(waiting: readonly DepthDiffEvent[]): BookBreak | null {
    if (this.book.crossed()) return 'crossed';
    const first = waiting.find((diff) => !this.#isOld(diff));
    return first !== undefined && !this.#follows(first) ? 'stale-snapshot' : null;
  }

  /** Applies what came while the snapshot was under way. */
  #replay(waiting: readonly DepthDiffEvent[]): SyncStep {
    for (const [index, diff] of waiting.entries()) {
      if (this.#takeDiff(diff) !== 'broken') continue;
      this.#waiting = waiting.slice(index);
      return 'broken';
    }
    return 'applied';
  }

  #startAgain(cause: BookBreak, first: DepthDiffEvent | null): SyncStep {
    this.#countBreak(cause);
    this.book.clear();
    this.#unjoined = false;
    this.#waiting = [];
    if (first !== null) this.#keep(first);
    return 'broken';
  }

  #countBreak(cause: BookBreak): void {
    this.breaks += 1;
    this.lastBreak = cause;
  }
}
