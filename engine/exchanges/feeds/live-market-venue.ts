import { UnavailableError } from '../../domain/errors.ts';
import type { InstrumentSymbol } from '../../domain/instrument.ts';
import type { Candle } from '../../domain/market.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LiveBook } from '../../ports/live-market.ts';
import type { LiveLoop } from '../system-event-loop.ts';
import type { VenueAddress } from '../venues/venue-name.ts';
import type { ConnectionState, DropCause } from './connection.ts';
import type { ConnectionBudget } from './connection-budget.ts';
import type { OpenSocket } from './connection-socket.ts';
import type { BestEvent, CandleEvent, DepthEvent, FeedEvent, TickerEvent, TradeEvent } from './feed-event.ts';
import type { QuarantinedFrame } from './frame-fault.ts';
import type { CandleHistory } from './history-client.ts';
import type { PublicReads } from './history-reads.ts';
import { type VenueHealth, venueHealth } from './live-market-health.ts';
import { FeedLine } from './live-market-line.ts';
import { BAR_SOURCE } from './live-market-minutes.ts';
import { planRepair } from './live-market-repair.ts';
import { RestPrices } from './live-market-rest-price.ts';
import { SymbolSight } from './live-market-sight.ts';
import type { VenueSink } from './live-market-sink.ts';
import { VenueTime } from './live-market-venue-clock.ts';
import type { StreamKind, VenueFeed } from './venue-feed.ts';

const KINDS: readonly StreamKind[] = ['trades', 'depth', 'best', 'candles', 'ticker'];
const LOOK_EVERY_MS = 250;
const PAUSED_MS = 1_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;
/** However many messages are early, the operator hears of it so often. */
const EARLY_NOTICE_EVERY_MS = 60_000;
/** Connections that did not help one symbol are no reason to disturb the others any more. */
const FRUITLESS = 3;

export interface LiveVenueOptions {
  readonly feed: VenueFeed;
  readonly address: VenueAddress;
  readonly symbols: readonly InstrumentSymbol[];
  readonly clock: Clock;
  readonly loop: LiveLoop;
  readonly budget: ConnectionBudget;
  readonly reads: PublicReads;
  readonly history: CandleHistory;
  readonly sink: VenueSink;
  /** Open time of the first minute that is owed of a symbol. */
  readonly nextOpen: (symbol: InstrumentSymbol) => number;
  readonly openSocket?: OpenSocket | undefined;
}

/** One venue followed live: its connections, books, prices and minutes, each watched and repaired. */
export class LiveVenue {
  readonly venue: string;
  readonly time: VenueTime;
  private readonly options: LiveVenueOptions;
  private readonly loop: LiveLoop;
  private readonly sights: ReadonlyMap<InstrumentSymbol, SymbolSight>;
  private readonly lines: readonly FeedLine[];
  private readonly omitsQuietMinutes: boolean;
  private readonly closes = new Map<InstrumentSymbol, number>();
  private readonly ending = new AbortController();
  private readonly restPrices: RestPrices;
  private cancelLook: (() => void) | null = null;
  private repaired = 0;
  private earlyNoticeNotBefore = 0;

  constructor(options: LiveVenueOptions) {
    const { feed, symbols, clock, loop, nextOpen, reads, sink } = options;
    this.options = options;
    this.venue = feed.venue;
    this.loop = loop;
    this.time = new VenueTime(clock, loop, () => reads.venueNow());
    this.restPrices = new RestPrices({ reads, loop, sink, time: this.time, signal: this.ending.signal });
    this.omitsQuietMinutes = BAR_SOURCE[feed.venue] !== 'closed-bars';
    const plans = feed.plan(symbols.flatMap((symbol) => KINDS.map((kind) => ({ symbol, kind }))));
    this.lines = plans.map((plan) => {
      const line: FeedLine = new FeedLine({
        ...options,
        plan,
        origin: options.address.stream,
        onEvent: (event) => this.take(event, line),
        onBadFrame: (frame) => this.refused(frame, line),
        onState: (state, drop) => this.lineChanged(line, state, drop),
      });
      return line;
    });
    const barSource = BAR_SOURCE[feed.venue];
    const sightOf = (symbol: InstrumentSymbol): SymbolSight => {
      return new SymbolSight({
        symbol,
        lines: this.lines,
        sync: feed.bookSync(symbol),
        barSource,
        nextOpen: nextOpen(symbol),
        loop,
      });
    };
    this.sights = new Map(symbols.map((symbol) => [symbol, sightOf(symbol)]));
  }

  start(): void {
    for (const line of this.lines) line.start();
    this.lookLater();
  }

  stop(): void {
    this.ending.abort();
    this.cancelLook?.();
    for (const line of this.lines) line.stop();
    for (const sight of this.sights.values()) sight.sync.drop('disconnected');
  }

  sight(symbol: InstrumentSymbol): SymbolSight | null {
    return this.sights.get(symbol) ?? null;
  }

  book(symbol: InstrumentSymbol): LiveBook | null {
    return this.sights.get(symbol)?.sync.book ?? null;
  }

  /** The close of the minute before the first one owed: what a quiet minute stands at. */
  knowClose(symbol: InstrumentSymbol, close: number): void {
    this.closes.set(symbol, close);
  }

  health(): VenueHealth {
    const { venue, lines, repaired } = this;
    return venueHealth({
      venue,
      lines,
      sights: [...this.sights.values()],
      repaired,
      asked: this.options.reads.count(),
    });
  }

  private take(event: FeedEvent, line: FeedLine): void {
    if (event.type === 'keep-alive') return;
    if (event.type === 'answer') {
      if (!event.ok) {
        this.options.sink.notice({ type: 'subscription.refused', venue: this.venue, refusal: event.refusal });
      }
      return;
    }
    const sight = this.sights.get(event.symbol);
    if (sight === undefined) return;
    if (!this.time.heard(event.at)) {
      this.tooEarly(sight, event.at);
      return;
    }
    if (line.kinds.get(event.symbol)?.has('trades')) sight.minutes.connected(this.time.now());
    if (event.type === 'trade') this.trade(sight, event);
    else if (event.type === 'best') this.best(sight, event);
    else if (event.type === 'candle') this.bar(sight, event);
    else if (event.type === 'ticker') this.ticker(sight, event);
    else this.depth(sight, event, line);
  }

  /** Dropped: believed, it would make all that comes after it look old. */
  private tooEarly(sight: SymbolSight, at: number): void {
    if (this.omitsQuietMinutes) sight.minutes.interrupted();
    if (this.loop.elapsedMs() < this.earlyNoticeNotBefore) return;
    this.earlyNoticeNotBefore = this.loop.elapsedMs() + EARLY_NOTICE_EVERY_MS;
    const { venue, time } = this;
    this.options.sink.notice({ type: 'message.early', venue, symbol: sight.symbol, aheadMs: at - time.now() });
  }

  /** Whose frame it was nobody can tell: where minutes are built of what is heard, all of this line may lack a part. */
  private refused(frame: QuarantinedFrame, line: FeedLine): void {
    this.options.sink.notice({ type: 'frame.refused', venue: this.venue, frame });
    if (!this.omitsQuietMinutes) return;
    for (const [symbol, kinds] of line.kinds) {
      if (kinds.has('trades') || kinds.has('candles')) this.sights.get(symbol)?.minutes.interrupted();
    }
  }

  private trade(sight: SymbolSight, { at, trade, sequence }: TradeEvent): void {
    sight.watches.get('trades')?.heard(at);
    if (!sight.trades.take(trade.tradeId, sequence)) return;
    sight.traded(trade.price, trade.quantity, at);
    sight.minutes.trade(at, trade.price, trade.quantity);
    this.options.sink.trade(trade);
    this.options.sink.touched(sight);
  }

  private best(sight: SymbolSight, { at, bid, ask }: BestEvent): void {
    sight.watches.get('best')?.heard(at);
    sight.setBest(bid, ask, at === 0 ? this.time.now() : at);
    this.options.sink.touched(sight);
  }

  private bar(sight: SymbolSight, { at, candle, closed }: CandleEvent): void {
    sight.watches.get('candles')?.heard(at);
    sight.minutes.bar(candle, closed);
    if (closed) this.advance(sight);
  }

  private ticker(sight: SymbolSight, { at, last }: TickerEvent): void {
    sight.watches.get('ticker')?.heard(at);
    sight.tick(last, at);
    this.options.sink.touched(sight);
  }

  private depth(sight: SymbolSight, event: DepthEvent, line: FeedLine): void {
    sight.watches.get('depth')?.heard(event.at);
    this.bookStep(sight, event, line);
    if (sight.sync.needsSnapshot) void this.askSnapshot(sight, line);
  }

  private bookStep(sight: SymbolSight, event: DepthEvent, line: FeedLine): void {
    const { sync, symbol } = sight;
    const step = sync.take(event);
    if (step === 'broken') {
      this.options.sink.notice({ type: 'book.broken', venue: this.venue, symbol, cause: sync.lastBreak });
    }
    if (step === 'broken' || (step === 'applied' && sync.book.synced)) this.options.sink.book(sync.book);
    if (step !== 'applied' || !sync.book.synced || line.kinds.get(symbol)?.has('best')) return;
    const [bid, ask] = [sync.book.best('bid'), sync.book.best('ask')];
    if (bid === null || ask === null) return;
    sight.setBest(bid.price, ask.price, event.at);
    this.options.sink.touched(sight);
  }

  /** Asks for a whole book until there is one; one question at a time, ever later while they fail. */
  private async askSnapshot(sight: SymbolSight, line: FeedLine): Promise<void> {
    const request = this.options.feed.snapshot(sight.symbol);
    if (request === null || sight.snapshotUnderWay) return;
    sight.snapshotUnderWay = true;
    try {
      const { weight, path } = request;
      const body = await this.options.reads.get(path, { weight, signal: this.ending.signal });
      const event = line.parser.readSnapshot(sight.symbol, body);
      // The line may have gone meanwhile, and with it the messages that make the answer a book of now.
      if (event.type !== 'fault' && sight.sync.needsSnapshot) this.bookStep(sight, event, line);
      sight.snapshotFailures = sight.sync.book.synced ? 0 : sight.snapshotFailures + 1;
    } catch {
      sight.snapshotFailures += 1;
    }
    const waitMs = sight.snapshotFailures === 0 ? 0 : backoffMs(sight.snapshotFailures - 1);
    this.loop.after(waitMs, () => {
      sight.snapshotUnderWay = false;
      if (sight.sync.needsSnapshot && !this.ending.signal.aborted) void this.askSnapshot(sight, line);
    });
  }

  private lineChanged(line: FeedLine, state: ConnectionState, drop: DropCause | null): void {
    this.options.sink.notice({ type: 'line.changed', venue: this.venue, state, drop });
    if (state !== 'waiting' && !(state === 'connecting' && drop !== null)) return;
    for (const symbol of line.symbols) {
      const sight = this.sights.get(symbol);
      const kinds = line.kinds.get(symbol);
      if (sight === undefined || kinds === undefined) continue;
      sight.gap = true;
      if (kinds.has('depth')) this.dropBook(sight, 'disconnected');
      if (kinds.has('trades') || kinds.has('candles')) sight.minutes.interrupted();
    }
  }

  private dropBook(sight: SymbolSight, cause: 'disconnected' | 'silent'): void {
    const { synced } = sight.sync.book;
    // One that is still being built is dropped too: what it waits with belongs to the line that is gone.
    sight.sync.drop(cause);
    if (synced) this.options.sink.book(sight.sync.book);
  }

  private lookLater(skipped = false): void {
    const dueAt = this.loop.elapsedMs() + LOOK_EVERY_MS;
    this.cancelLook = this.loop.after(LOOK_EVERY_MS, () => {
      if (this.ending.signal.aborted) return;
      // After a pause of the whole process what came meanwhile is still unread: that is no silence of the venue.
      const paused = !skipped && this.loop.elapsedMs() - dueAt > PAUSED_MS;
      if (!paused) this.look();
      this.lookLater(paused);
    });
  }

  private look(): void {
    for (const sight of this.sights.values()) {
      this.watch(sight);
      this.advance(sight);
      if (sight.staleFor !== null) void this.restPrices.ask(sight);
    }
    this.reconnectSilentLines();
  }

  private watch(sight: SymbolSight): void {
    const cause = sight.staleNow();
    if (cause !== null && sight.sync.book.synced) this.dropBook(sight, 'silent');
    if (cause === sight.staleFor) return;
    const { symbol, staleFor } = sight;
    sight.staleFor = cause;
    sight.gap = true;
    const { sink } = this.options;
    if (cause === null) sink.notice({ type: 'stream.recovered', venue: this.venue, symbol });
    else if (staleFor === null) sink.notice({ type: 'stream.stale', venue: this.venue, symbol, cause });
  }

  private reconnectSilentLines(): void {
    for (const line of this.lines) {
      const asking: SymbolSight[] = [];
      for (const [symbol, kinds] of line.kinds) {
        const sight = this.sights.get(symbol);
        if (sight?.wantsReconnect(kinds)) asking.push(sight);
      }
      const hopeless = asking.every((sight) => sight.fruitlessReconnects() >= FRUITLESS);
      const othersAreWell = [...line.symbols].some((symbol) => this.sights.get(symbol)?.staleNow() === null);
      if (asking.length === 0 || line.state() !== 'open' || (hopeless && othersAreWell)) continue;
      this.restart(line);
    }
  }

  private restart(line: FeedLine): void {
    for (const [symbol, kinds] of line.kinds) {
      for (const kind of kinds) this.sights.get(symbol)?.watches.get(kind)?.reconnecting();
    }
    line.restart();
  }

  /** Passes on the minutes that are closed, and asks for those that are owed. */
  private advance(sight: SymbolSight): void {
    for (;;) {
      const step = sight.minutes.step(this.time.now());
      if (step.step === 'ask') return void this.repair(sight, step.from, step.until);
      if (step.step === 'wait') return;
      this.pass(sight, step.candle);
    }
  }

  private pass(sight: SymbolSight, candle: Candle): void {
    this.noticeDeafness(sight, candle);
    sight.repairAnswers = 0;
    sight.minutes.taken(candle);
    this.closes.set(sight.symbol, candle.close);
    this.options.sink.minute(candle);
  }

  /** A minute in which others traded and we heard nothing all along: the trades do not reach us though the line lives. */
  private noticeDeafness(sight: SymbolSight, candle: Candle): void {
    if (candle.volume === 0 || !sight.minutes.heardThroughout(candle.openTime)) return;
    if (sight.lastTradeAt >= candle.openTime) return;
    const { symbol } = sight;
    this.options.sink.notice({ type: 'stream.deaf', venue: this.venue, symbol, kind: 'trades' });
    const line = this.lines.find((other) => other.kinds.get(symbol)?.has('trades'));
    if (line?.state() === 'open') this.restart(line);
  }

  private async repair(sight: SymbolSight, from: number, until: number): Promise<void> {
    if (sight.repairUnderWay || this.loop.elapsedMs() < sight.repairNotBefore) return;
    sight.repairUnderWay = true;
    const again = await this.repairOnce(sight, from, until).catch((error: unknown) => {
      // A venue that does not answer is asked again; anything else is a fault of ours.
      if (!(error instanceof UnavailableError)) this.options.sink.fault(error);
      return true;
    });
    sight.repairUnderWay = false;
    sight.repairWaits = again ? sight.repairWaits + 1 : 0;
    if (again) sight.repairNotBefore = this.loop.elapsedMs() + backoffMs(sight.repairWaits - 1);
  }

  /** Returns true when something is still owed that the venue did not say. */
  private async repairOnce(sight: SymbolSight, from: number, until: number): Promise<boolean> {
    const { symbol, minutes } = sight;
    const found = await this.options.history.closed(symbol, { from, until, signal: this.ending.signal });
    if (this.ending.signal.aborted) return false;
    sight.repairAnswers += 1;
    const lastClose = this.closes.get(symbol) ?? null;
    const { omitsQuietMinutes } = this;
    const plan = planRepair(minutes, { found, until, attempts: sight.repairAnswers, omitsQuietMinutes, lastClose });
    for (const candle of plan.candles) this.pass(sight, candle);
    if (plan.skipTo !== null) this.skip(sight, plan.skipTo);
    const count = plan.candles.length;
    this.repaired += count;
    if (count > 0) this.options.sink.notice({ type: 'minutes.repaired', venue: this.venue, symbol, count });
    return plan.again;
  }

  private skip(sight: SymbolSight, nextOpen: number): void {
    const { symbol, minutes } = sight;
    this.options.sink.notice({ type: 'minutes.missing', venue: this.venue, symbol, from: minutes.next() });
    minutes.skipTo(nextOpen);
    sight.repairAnswers = 0;
  }
}

function backoffMs(failures: number): number {
  return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures, 10));
}
