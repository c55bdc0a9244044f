import type { InstrumentSymbol } from '../../domain/instrument.ts';
import type { LiveLoop } from '../system-event-loop.ts';
import type { FeedLine } from './live-market-line.ts';
import { type BarSource, MinuteBars } from './live-market-minutes.ts';
import { TradeLedger } from './live-market-trades.ts';
import { SHORTEST_STALE_MS, type StaleCause, StreamWatch } from './stream-watch.ts';
import type { BookSync, StreamKind } from './venue-feed.ts';

/** How far apart messages of a busy market are; quieter ones are learnt, see `StreamWatch`. */
const EXPECTED_GAP_MS: Readonly<Record<StreamKind, number>> = {
  depth: 1_000,
  best: 1_000,
  ticker: 5_000,
  trades: 20_000,
  candles: 20_000,
};

/** These must flow for prices to be believed; nobody trading is no fault of a stream. */
const PRICE_STREAMS: readonly StreamKind[] = ['depth', 'best'];

export interface SightOptions {
  readonly symbol: InstrumentSymbol;
  /** All lines of the venue, those that carry nothing of it too. */
  readonly lines: readonly Pick<FeedLine, 'kinds' | 'closedMs'>[];
  readonly sync: BookSync;
  readonly barSource: BarSource;
  readonly nextOpen: number;
  readonly loop: Pick<LiveLoop, 'elapsedMs'>;
}

/** One symbol as one venue shows it. */
export class SymbolSight {
  readonly symbol: InstrumentSymbol;
  readonly sync: BookSync;
  readonly trades = new TradeLedger();
  readonly minutes: MinuteBars;
  readonly watches: ReadonlyMap<StreamKind, StreamWatch>;
  last: number | null = null;
  lastAt = 0;
  lastTradeAt = 0;
  bid = 0;
  ask = 0;
  /** The venue's time of the newest price of any kind. */
  at = 0;
  /** Traded since the last quote. */
  volume = 0;
  /** The next quote does not follow from the one before. */
  gap = true;
  staleFor: StaleCause | null = null;
  snapshotUnderWay = false;
  snapshotFailures = 0;
  repairUnderWay = false;
  /** Answers so far that did not settle the next minute. */
  repairAnswers = 0;
  /** Attempts in a row after which something was still owed. */
  repairWaits = 0;
  /** Monotonic time before which no other repair is tried. */
  repairNotBefore = 0;
  restPriceNotBefore = 0;
  private readonly priceLines: readonly Pick<FeedLine, 'closedMs'>[];

  constructor({ symbol, lines, sync, barSource, nextOpen, loop }: SightOptions) {
    const kinds = lines.flatMap((line) => [...(line.kinds.get(symbol) ?? [])]);
    this.symbol = symbol;
    this.priceLines = lines.filter((line) => PRICE_STREAMS.some((kind) => line.kinds.get(symbol)?.has(kind)));
    this.sync = sync;
    this.minutes = new MinuteBars(symbol, barSource, nextOpen);
    this.watches = new Map(kinds.map((kind) => [kind, new StreamWatch(EXPECTED_GAP_MS[kind], { loop })]));
  }

  /** Why its prices cannot be believed now; null when they can. */
  staleNow(): StaleCause | null {
    // However quiet a market is: on a line that is down its next message cannot come.
    if (this.priceLines.some((line) => line.closedMs() >= SHORTEST_STALE_MS)) return 'silent';
    for (const kind of PRICE_STREAMS) {
      const cause = this.watches.get(kind)?.stale() ?? null;
      if (cause !== null) return cause;
    }
    return null;
  }

  wantsReconnect(kinds: ReadonlySet<StreamKind>): boolean {
    return PRICE_STREAMS.some((kind) => kinds.has(kind) && this.watches.get(kind)?.wantsReconnect());
  }

  /** New connections that did not help the worst of its price streams. */
  fruitlessReconnects(): number {
    return Math.max(0, ...PRICE_STREAMS.map((kind) => this.watches.get(kind)?.fruitlessReconnects() ?? 0));
  }

  /** A price in the middle, or the last one paid; null before anything is known. */
  price(): number | null {
    return this.bid > 0 && this.ask > 0 ? (this.bid + this.ask) / 2 : this.last;
  }

  setBest(bid: number, ask: number, at: number): void {
    if (!(bid > 0 && ask >= bid)) return;
    this.bid = bid;
    this.ask = ask;
    this.at = Math.max(this.at, at);
  }

  /**
   * Takes what REST says while the streams are dark: the middle stands for the last price, and anything may lie
   * between. False where it is older than what is known already.
   */
  setRestPrice(bid: number, ask: number, at: number): boolean {
    if (at < this.at) return false;
    this.setBest(bid, ask, at);
    this.last = (bid + ask) / 2;
    this.lastAt = at;
    this.gap = true;
    return true;
  }

  traded(price: number, quantity: number, at: number): void {
    this.lastTradeAt = Math.max(this.lastTradeAt, at);
    this.volume += quantity;
    if (at < this.lastAt) return;
    this.last = price;
    this.lastAt = at;
    this.at = Math.max(this.at, at);
  }

  /** A ticker knows the last price before the first trade is heard, and nothing better after. */
  tick(last: number, at: number): void {
    if (this.last !== null && this.lastTradeAt > 0 && at - this.lastTradeAt < 60_000) return;
    if (at < this.lastAt) return;
    this.last = last;
    this.lastAt = at;
    this.at = Math.max(this.at, at);
  }
}
