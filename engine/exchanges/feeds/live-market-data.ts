import { InvariantError } from '../../domain/errors.ts';
import type { InstrumentSymbol } from '../../domain/instrument.ts';
import type { Candle } from '../../domain/market.ts';
import { barOpenTime, TIMEFRAME_MS } from '../../domain/timeframe.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LiveBook, LiveMarket, MarketTrade } from '../../ports/live-market.ts';
import type { MarketData, MarketListener } from '../../ports/market-data.ts';
import type { LiveLoop } from '../system-event-loop.ts';
import type { VenueAddress, VenueName } from '../venues/venue-name.ts';
import type { ConnectionBudget } from './connection-budget.ts';
import type { OpenSocket } from './connection-socket.ts';
import { type FailoverOptions, FailoverSwitch, type MirrorRefusal } from './failover-switch.ts';
import { type CandleHistory, createCandleHistory, fillQuietMinutes } from './history-client.ts';
import { PublicReads } from './history-reads.ts';
import type { RequestPublic } from './history-request.ts';
import { createVenueFeed } from './live-market-feeds.ts';
import type { VenueHealth } from './live-market-health.ts';
import { MinuteOrder } from './live-market-minute-order.ts';
import { BAR_SOURCE } from './live-market-minutes.ts';
import type { FeedNotice } from './live-market-notice.ts';
import { EventQueue } from './live-market-queue.ts';
import type { SymbolSight } from './live-market-sight.ts';
import type { VenueSink } from './live-market-sink.ts';
import { LiveVenue } from './live-market-venue.ts';
import type { StaleCause } from './stream-watch.ts';

const MINUTE_MS = TIMEFRAME_MS['1m'];
/** The last minute may still be written at the venue, and the time that it tells may be a second off. */
const WRITTEN_AFTER_MS = 3_000;
/** While minutes of this age are awaited, quotes do not pass their end; after that they do not wait any more. */
const HOLD_MS = 4_000;
/** A minute that the own venue owes for so long is taken from the mirror, if its market is seen there. */
const MIRROR_AFTER_MS = 2_500;
const SEE_EVERY_MS = 500;

export interface VenuePlace {
  readonly venue: VenueName;
  readonly address: VenueAddress;
}

export interface LiveMarketOptions extends VenuePlace {
  readonly symbols: readonly InstrumentSymbol[];
  /** A venue that lists the same instruments, to go on from when the own one is dark. */
  readonly mirror?: VenuePlace | null;
  readonly clock: Clock;
  readonly loop: LiveLoop;
  /** The one of the process. */
  readonly budget: ConnectionBudget;
  readonly maxQuotesPerSecond?: number;
  readonly onNotice?: (notice: FeedNotice) => void;
  readonly failover?: Omit<FailoverOptions, 'loop'>;
  readonly openSocket?: OpenSocket;
  readonly request?: RequestPublic;
}

export interface FeedHealth {
  readonly venues: readonly VenueHealth[];
  /** Symbols that are seen elsewhere than at the own venue. */
  readonly mirrored: readonly InstrumentSymbol[];
  readonly conflatedQuotes: number;
  readonly waitingEvents: number;
}

interface QuotePace {
  lastMs: number;
  planned: boolean;
}

/** Returns the live market of one venue, with a mirror to fall back on. Opens nothing before `run`. */
export function createLiveMarketData(options: LiveMarketOptions): LiveMarketData {
  return new LiveMarketData(options);
}

/** Live quotes, closed minutes, trades and books. Events leave in time order, each listener is waited for. */
export class LiveMarketData implements MarketData, LiveMarket {
  private readonly options: LiveMarketOptions;
  private readonly loop: LiveLoop;
  private readonly history: CandleHistory;
  private readonly reads: PublicReads;
  private readonly queue = new EventQueue();
  private readonly order = new MinuteOrder();
  private readonly closes = new Map<InstrumentSymbol, number>();
  private readonly switches: ReadonlyMap<InstrumentSymbol, FailoverSwitch>;
  private readonly refusals = new Map<InstrumentSymbol, MirrorRefusal>();
  private readonly paces = new Map<InstrumentSymbol, QuotePace>();
  private readonly listeners: MarketListener[] = [];
  private readonly tradeListeners: ((trade: MarketTrade) => void)[] = [];
  private readonly bookListeners: ((book: LiveBook) => void)[] = [];
  private own: LiveVenue | null = null;
  private mirror: LiveVenue | null = null;
  private state: 'ready' | 'running' | 'ended' = 'ready';
  private stopped = false;
  private fault: { readonly error: unknown } | null = null;
  private wake: () => void = () => {};
  private cancelSee: (() => void) | null = null;

  constructor(options: LiveMarketOptions) {
    const { symbols, loop, mirror, failover } = options;
    this.options = options;
    this.loop = loop;
    this.reads = this.readsOf(options);
    this.history = createCandleHistory({ reads: this.reads });
    const mirrored = mirror == null ? [] : symbols;
    this.switches = new Map(mirrored.map((symbol) => [symbol, new FailoverSwitch({ loop, ...failover })]));
  }

  subscribe(listener: MarketListener): void {
    this.listeners.push(listener);
  }

  onTrade(listener: (trade: MarketTrade) => void): void {
    this.tradeListeners.push(listener);
  }

  onBook(listener: (book: LiveBook) => void): void {
    this.bookListeners.push(listener);
  }

  book(symbol: InstrumentSymbol): LiveBook | null {
    return this.seen(symbol)?.book(symbol) ?? null;
  }

  seenAt(symbol: InstrumentSymbol): string | null {
    return this.options.symbols.includes(symbol) ? (this.seen(symbol)?.venue ?? this.options.venue) : null;
  }

  /** Why a symbol's prices cannot be believed now, at the venue where it is seen; null when they can. */
  stale(symbol: InstrumentSymbol): StaleCause | null {
    return this.seen(symbol)?.sight(symbol)?.staleFor ?? null;
  }

  health(): FeedHealth {
    const venues = [this.own, this.mirror].flatMap((venue) => (venue === null ? [] : [venue.health()]));
    const mirrored = this.options.symbols.filter((symbol) => this.switches.get(symbol)?.seen() === 'mirror');
    return {
      venues,
      mirrored,
      conflatedQuotes: this.queue.conflatedQuotes(),
      waitingEvents: this.queue.size(),
    };
  }

  /**
   * Returns the closed minutes of the last `minutes` of all symbols in time order; `run` goes on right behind them.
   * Throws `UnavailableError` where the venue cannot be asked.
   */
  async warmUp(minutes: number): Promise<readonly Candle[]> {
    if (this.state !== 'ready') throw new InvariantError('a live market warms up before it runs');
    const until = barOpenTime((await this.askTime()) - WRITTEN_AFTER_MS, '1m');
    const from = until - minutes * MINUTE_MS;
    const all: Candle[] = [];
    for (const symbol of this.options.symbols) {
      const found = await this.history.closed(symbol, { from, until });
      const candles =
        BAR_SOURCE[this.options.venue] === 'closed-bars'
          ? found
          : fillQuietMinutes(found, { symbol, from, until, lastClose: null });
      all.push(...candles);
      const last = candles.at(-1);
      if (last !== undefined) this.closes.set(symbol, last.close);
      this.order.begin(symbol, last?.closeTime ?? until);
    }
    return all.sort((a, b) => a.closeTime - b.closeTime);
  }

  /** The venue's time, which any answer of it tells: by our own clock, if that is fast, minutes would be made up. */
  private async askTime(): Promise<number> {
    const now = this.options.clock.now();
    const until = barOpenTime(now, '1m');
    const [symbol] = this.options.symbols;
    if (symbol !== undefined) await this.history.closed(symbol, { from: until - MINUTE_MS, until });
    return this.reads.venueNow() ?? now;
  }

  /** Follows the market until `stop`; rejects with what a listener threw. Runs once. */
  async run(): Promise<void> {
    if (this.state !== 'ready') throw new InvariantError('a live market runs only once');
    this.state = 'running';
    try {
      if (!this.stopped) this.open();
      await this.handOut();
    } finally {
      this.state = 'ended';
      this.close();
    }
  }

  /** Resolves at once; no event is begun after it. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.close();
    this.wake();
  }

  private open(): void {
    const { symbols, clock, mirror } = this.options;
    const now = barOpenTime(this.reads.venueNow() ?? clock.now(), '1m');
    for (const symbol of symbols) if (this.order.next(symbol) === 0) this.order.begin(symbol, now);
    this.own = this.venueOf(this.options, this.reads, this.history, 'own');
    for (const [symbol, close] of this.closes) this.own.knowClose(symbol, close);
    if (mirror != null) {
      const reads = this.readsOf(mirror);
      this.mirror = this.venueOf(mirror, reads, createCandleHistory({ reads }), 'mirror');
    }
    this.own.start();
    this.mirror?.start();
    this.seeLater();
  }

  private close(): void {
    this.cancelSee?.();
    this.own?.stop();
    this.mirror?.stop();
  }

  private readsOf({ venue, address }: VenuePlace): PublicReads {
    const { request } = this.options;
    return new PublicReads({ venue, address, loop: this.loop, ...(request === undefined ? {} : { request }) });
  }

  private venueOf(place: VenuePlace, reads: PublicReads, history: CandleHistory, role: 'own' | 'mirror'): LiveVenue {
    const { symbols, clock, loop, budget, openSocket } = this.options;
    const feed = createVenueFeed(place.venue);
    const common = { symbols, clock, loop, budget, openSocket, reads, history, feed, address: place.address };
    return new LiveVenue({ ...common, sink: this.sinkOf(role), nextOpen: (symbol) => this.order.next(symbol) });
  }

  private sinkOf(role: 'own' | 'mirror'): VenueSink {
    const seen = (symbol: InstrumentSymbol): boolean => (this.switches.get(symbol)?.seen() ?? 'own') === role;
    return {
      trade: (trade) => {
        if (seen(trade.symbol)) for (const listener of this.tradeListeners) this.guarded(() => listener(trade));
      },
      book: (book) => {
        if (seen(book.symbol)) for (const listener of this.bookListeners) this.guarded(() => listener(book));
      },
      touched: (sight) => {
        if (seen(sight.symbol)) this.pace(sight.symbol);
      },
      looksAt: seen,
      restPrice: (sight) => {
        if (seen(sight.symbol)) this.putQuote(sight, role === 'own' ? this.own : this.mirror);
      },
      minute: (candle) => {
        if (role === 'mirror') this.order.keepMirrored(candle);
        else if (this.order.own(candle)) this.hand(candle);
      },
      notice: (notice) => this.options.onNotice?.(notice),
      fault: (error) => this.fail(error),
    };
  }

  /** A listener of trades or books that throws is a fault of the whole run, not of the socket that brought the frame. */
  private guarded(tell: () => void): void {
    try {
      tell();
    } catch (error) {
      this.fail(error);
    }
  }

  private fail(error: unknown): void {
    this.fault ??= { error };
    this.wake();
  }

  private seen(symbol: InstrumentSymbol): LiveVenue | null {
    return this.switches.get(symbol)?.seen() === 'mirror' ? this.mirror : this.own;
  }

  private hand(candle: Candle): void {
    this.queue.putCandle(candle);
    this.wake();
  }

  /** At most so many quotes a second and symbol: the first at once, those after it when their time has come. */
  private pace(symbol: InstrumentSymbol): void {
    const gapMs = 1_000 / (this.options.maxQuotesPerSecond ?? 10);
    const pace = this.paces.get(symbol) ?? { lastMs: Number.NEGATIVE_INFINITY, planned: false };
    this.paces.set(symbol, pace);
    if (pace.planned) return;
    const waitMs = pace.lastMs + gapMs - this.loop.elapsedMs();
    if (waitMs <= 0) {
      this.quote(symbol, pace);
      return;
    }
    pace.planned = true;
    this.loop.after(waitMs, () => {
      pace.planned = false;
      this.quote(symbol, pace);
    });
  }

  private quote(symbol: InstrumentSymbol, pace: QuotePace): void {
    const venue = this.seen(symbol);
    const sight = venue?.sight(symbol) ?? null;
    if (sight === null || sight.staleFor !== null || sight.last === null || sight.bid === 0) return;
    pace.lastMs = this.loop.elapsedMs();
    this.putQuote(sight, venue);
  }

  private putQuote(sight: SymbolSight, venue: LiveVenue | null): void {
    if (this.stopped || venue === null || sight.last === null || sight.bid === 0) return;
    const { symbol } = sight;
    this.queue.putQuote({ ...pricesOf(sight), symbol, at: this.timeOf(sight), venue: this.foreign(venue) });
    sight.volume = 0;
    sight.gap = false;
    this.wake();
  }

  /** The venue's time of the newest price, never later than our own clock. */
  private timeOf(sight: SymbolSight): number {
    const now = this.options.clock.now();
    return sight.at === 0 ? now : Math.min(sight.at, now);
  }

  private foreign(venue: LiveVenue): string | null {
    return venue.venue === this.options.venue ? null : venue.venue;
  }

  private seeLater(): void {
    this.cancelSee = this.loop.after(SEE_EVERY_MS, () => {
      if (this.stopped) return;
      if (this.own !== null && this.mirror !== null) {
        for (const symbol of this.switches.keys()) this.see(symbol, this.own, this.mirror);
      }
      this.seeLater();
    });
  }

  private see(symbol: InstrumentSymbol, own: LiveVenue, mirror: LiveVenue): void {
    const failover = this.switches.get(symbol);
    if (failover === undefined) return;
    const changed = failover.step(sightOf(own, symbol), sightOf(mirror, symbol));
    const [from, to] = failover.seen() === 'own' ? [mirror, own] : [own, mirror];
    if (changed) {
      this.options.onNotice?.({ type: 'sight.changed', symbol, from: from.venue, to: to.venue });
      const sight = to.sight(symbol);
      if (sight !== null) sight.gap = true;
      this.pace(symbol);
    }
    this.noticeRefusal(symbol, failover.refusal());
    if (failover.seen() === 'own') return;
    const until = own.time.now() - MIRROR_AFTER_MS;
    for (const candle of this.order.fromMirror(symbol, until)) this.hand(candle);
  }

  private noticeRefusal(symbol: InstrumentSymbol, why: MirrorRefusal | null): void {
    if (why !== null && this.refusals.get(symbol) !== why)
      this.options.onNotice?.({ type: 'mirror.refused', symbol, why });
    if (why === null) this.refusals.delete(symbol);
    else this.refusals.set(symbol, why);
  }

  private async handOut(): Promise<void> {
    while (!this.stopped) {
      if (this.fault !== null) throw this.fault.error;
      const event = this.queue.take(this.quoteLimit());
      if (event === null) {
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
        continue;
      }
      for (const listener of this.listeners) {
        const answer = listener(event);
        if (answer !== undefined) await answer;
      }
    }
  }

  /** Quotes wait for the candles of a minute that has just ended, in their time, not in their prices. */
  private quoteLimit(): number {
    const now = this.own?.time.now() ?? this.options.clock.now();
    return this.order.earliestClose(now - HOLD_MS);
  }
}

function pricesOf({ last, bid, ask, volume, gap }: SymbolSight): {
  price: number;
  bid: number;
  ask: number;
  volume: number;
  gap: boolean;
} {
  return { price: last ?? (bid + ask) / 2, bid, ask, volume, gap };
}

function sightOf(
  venue: LiveVenue,
  symbol: InstrumentSymbol,
): { readonly stale: boolean; readonly price: number | null } {
  const sight = venue.sight(symbol);
  return { stale: sight === null || sight.staleFor !== null || sight.price() === null, price: sight?.price() ?? null };
}
