import type { CandidateDesk } from './desk/candidate-desk.ts';
import { closedTradeOf } from './desk/closed-trades.ts';
import type { CommandDesk } from './desk/command-desk.ts';
import type { DeskLedger } from './desk/desk-ledger.ts';
import type { DeskWatch } from './desk/desk-watch.ts';
import type { EmergencyExit } from './desk/emergency-exit.ts';
import { isLeftAlone } from './desk/fold-external.ts';
import { Leaving } from './desk/leaving.ts';
import type { Measurements } from './desk/measurements.ts';
import type { PositionGuard } from './desk/position-guard.ts';
import type { StrategyRoom } from './desk/strategy-room.ts';
import type { WorkQueue } from './desk/work-queue.ts';
import type { Command, CommandOutcome } from './domain/command.ts';
import type { InstrumentSymbol } from './domain/instrument.ts';
import { baseOf } from './domain/instrument.ts';
import type { Candle, MarketEvent } from './domain/market.ts';
import type { Order, OrderState } from './domain/order.ts';
import type { Signal } from './domain/signal.ts';
import type { Alarm, DangerWatch } from './emergency/danger-watch.ts';
import type { OrderManager } from './execution/order-manager.ts';
import type { LatestFeatures } from './features/latest-features.ts';
import type { MarketState } from './market/market-state.ts';
import type { AccountEvent } from './ports/execution.ts';
import type { Sentiment } from './ports/sentiment.ts';

export type EngineEvent =
  | { readonly type: 'market'; readonly event: MarketEvent }
  | { readonly type: 'account'; readonly event: AccountEvent }
  | { readonly type: 'command'; readonly command: Command; readonly reply: (outcome: CommandOutcome) => void }
  | { readonly type: 'shutdown' };

export interface TradingEngineParts {
  readonly ledger: DeskLedger;
  readonly market: MarketState;
  readonly features: LatestFeatures;
  readonly strategies: StrategyRoom;
  readonly candidates: CandidateDesk;
  readonly guard: PositionGuard;
  readonly emergency: EmergencyExit;
  readonly orders: OrderManager;
  readonly commands: CommandDesk;
  readonly measurements: Measurements;
  readonly work: WorkQueue;
  readonly sentiment: Sentiment;
  readonly danger: DangerWatch;
  /**
   * Set where time is real: what guards a position then waits for nobody who thinks. A replay does one piece after
   * another, so that it is the same each time.
   */
  readonly isUrgent?: boolean;
  /** Told of every event of the account after the desk has taken it in. */
  readonly onAccount?: (event: AccountEvent) => void;
  /** Without it nothing is noticed of what goes wrong around the desk. */
  readonly watch?: DeskWatch;
}

const DOUBTFUL: ReadonlySet<OrderState> = new Set(['SENDING', 'UNKNOWN', 'STUCK']);

/**
 * The one entrance. Looking at an event is synchronous and quick; what must wait for others (votes, a venue) goes to
 * the work queue, one piece after another. A replay waits for `settled` after each event, a live market does not.
 */
export class TradingEngine {
  readonly #parts: TradingEngineParts;
  readonly #leaving = new Leaving();
  #open = true;

  constructor(parts: TradingEngineParts) {
    this.#parts = parts;
  }

  get busy(): boolean {
    return this.#parts.work.busy;
  }

  settled(): Promise<void> {
    return this.#parts.work.settled();
  }

  /** Takes in a candle of the past: state is built, nothing is proposed. */
  warmUp(candle: Candle): void {
    const { market, features, strategies, measurements } = this.#parts;
    const update = market.apply({ type: 'candle.closed', at: candle.closeTime, candle });
    if (update.outcome === 'quarantined') return;
    features.push(candle);
    measurements.warmUp(candle);
    for (const closed of update.closed) strategies.observe(closed);
  }

  process(event: EngineEvent): void {
    switch (event.type) {
      case 'market':
        if (this.#open) this.#onMarket(event.event);
        return;
      case 'account':
        this.#onAccount(event.event);
        return;
      case 'command':
        this.#parts.commands.take(event.command, event.reply);
        return;
      case 'shutdown':
        this.#open = false;
        return;
    }
  }

  /** Takes a command and resolves with what became of it. */
  send(command: Command): Promise<CommandOutcome> {
    return new Promise((reply) => this.process({ type: 'command', command, reply }));
  }

  /** Puts right at start what an interruption left half done: unreported trades, missing stops, an unfinished panic. */
  async resume(): Promise<void> {
    this.reportClosings();
    for (const symbol of this.#parts.market.symbols) this.secure(symbol);
    this.#parts.work.add(() => this.#parts.emergency.advance());
    await this.settled();
  }

  #onMarket(event: MarketEvent): void {
    const { market, guard, candidates, danger, ledger } = this.#parts;
    const update = market.apply(event);
    if (update.outcome === 'quarantined') return;
    candidates.expire(event.at);
    // Not while the push before is still under way: a quick market must not pile up questions to the venue.
    if (!this.busy) this.#flatten();
    if (event.type === 'candle.closed') {
      this.#onCandle(event.candle, update.closed);
      return;
    }
    const { symbol } = event.quote;
    const held = ledger.position(symbol)?.direction ?? null;
    this.#pushLeaving(symbol, held !== null, event.at);
    this.#heed(danger.onQuote(event.quote, held), event.at);
    const exit = guard.watch(event.quote);
    if (exit !== null) this.#getOut(exit);
    else if (guard.needsWork(event.quote.symbol)) this.secure(event.quote.symbol);
  }

  #onCandle(candle: Candle, closed: readonly Candle[]): void {
    const { market, features, strategies, measurements, ledger } = this.#parts;
    features.push(candle);
    measurements.onCandle(candle);
    this.#heedDanger(candle);
    this.#resolveDoubts();
    this.#parts.watch?.onCandle(candle, !this.busy);
    for (const bar of closed) {
      strategies.observe(bar);
      const venue = market.quote(bar.symbol)?.venue;
      for (const signal of strategies.propose(bar, ledger, venue)) this.#consider(signal);
    }
  }

  /** What ends a position without asking anybody: whoever would be asked is slower than the others who see it too. */
  #heedDanger(candle: Candle): void {
    const { ledger, sentiment, danger } = this.#parts;
    const position = ledger.position(candle.symbol);
    const limit = ledger.settings.limits().newsAlarmTone ?? null;
    const unread = position === null || limit === null;
    const reading = unread ? null : sentiment.read(baseOf(candle.symbol), ledger.now());
    this.#heed(danger.onCandle(candle, position?.direction ?? null, { reading, limit }), candle.closeTime);
  }

  #heed(alarms: readonly Alarm[], at: number): void {
    const { ledger, emergency, candidates, work } = this.#parts;
    for (const { detector, action, symbol, reason } of alarms) {
      const source = detector === 'news-sentiment' ? 'emergency:news' : `emergency:${detector}`;
      if (action === 'leave' && symbol !== null) {
        // Bad news ring as long as they are read.
        if (detector !== 'news-sentiment') this.#leaving.begin(symbol, { source, reason }, at);
        if (!candidates.exitUnderWay(symbol)) work.atOnce(() => emergency.leave(symbol, source, reason));
      } else if (action === 'flatten') {
        if (!ledger.state.panicked) work.atOnce(() => emergency.latch(source, reason));
      } else if (ledger.state.halted === null) {
        ledger.record([{ type: 'entries.halted', reason }], { durable: true });
      }
    }
  }

  /** Sends the exit of an alarm again that came to nothing. */
  #pushLeaving(symbol: InstrumentSymbol, isHeld: boolean, at: number): void {
    const { ledger, candidates, emergency, work } = this.#parts;
    // Asked at every quote: what looks at the disk comes last.
    if (!this.#leaving.has(symbol)) return;
    // What a person keeps for themselves is no more the desk's to leave.
    if (!isHeld || isLeftAlone(ledger.state.account, symbol)) {
      this.#leaving.end(symbol);
      return;
    }
    if (candidates.exitUnderWay(symbol)) return;
    const leave = this.#leaving.due(symbol, at);
    if (leave !== null) work.atOnce(() => emergency.leave(symbol, leave.source, leave.reason));
  }

  /** A question to the venue was answered, or nobody answered. */
  noteVenueAnswer(answered: boolean): void {
    const { ledger, danger } = this.#parts;
    const holding = ledger.state.portfolio.positions.size > 0;
    this.#heed(danger.onVenueAnswer(answered, ledger.now(), holding), ledger.now());
  }

  /** An order whose outcome is unknown is asked after every minute until the venue has told. */
  #resolveDoubts(): void {
    const { ledger, orders, work } = this.#parts;
    if (!ledger.openOrders().some((order) => DOUBTFUL.has(order.state))) return;
    work.add(async () => {
      await orders.resolveUnknown();
    });
  }

  #onAccount(event: AccountEvent): void {
    this.#parts.orders.onAccountEvent(event);
    this.reportClosings();
    if (event.type === 'fill.received') this.secure(event.fill.symbol);
    this.#flatten();
    this.#parts.onAccount?.(event);
  }

  /** An emergency exit is pushed on by whatever happens: a rejected order or a lost answer must not be its end. */
  #flatten(): void {
    const { ledger, work, emergency } = this.#parts;
    if (ledger.state.flattening) work.add(() => emergency.advance());
  }

  #consider(signal: Signal): void {
    const { work, candidates } = this.#parts;
    work.add(async () => {
      await candidates.consider(signal);
    });
  }

  #getOut(exit: Signal): void {
    const { work, candidates, isUrgent = false } = this.#parts;
    if (!isUrgent) {
      this.#consider(exit);
      return;
    }
    work.atOnce(async () => {
      await candidates.consider(exit);
    });
  }

  /** Brings the stops of a symbol in line with what is held. */
  secure(symbol: InstrumentSymbol): void {
    const { work, guard, ledger, candidates, isUrgent = false } = this.#parts;
    const task = async () => {
      const exit = await guard.secure(symbol, ledger.now());
      if (exit !== null) await candidates.consider(exit);
    };
    if (isUrgent) work.atOnce(task);
    else work.add(task);
  }

  /** A stop that closed a position ends its entries too: their unfilled rest would open it again without a decision. */
  #cancelRestOf(decisionIds: readonly string[]): void {
    const { ledger, orders, work } = this.#parts;
    const belongs = (order: Order): boolean => order.leg === 'entry' && decisionIds.includes(order.decisionId);
    if (!ledger.openOrders().some(belongs)) return;
    work.add(async () => {
      await orders.cancelAll(belongs);
    });
  }

  /** Writes down the trades that ended. */
  reportClosings(): void {
    const { ledger, measurements } = this.#parts;
    for (const closing of [...ledger.state.closings]) {
      const trade = closedTradeOf(ledger.state, closing, ledger.state.counters.trade + 1);
      const scores = measurements.scoresOf(closing, trade);
      ledger.record([{ type: 'trade.closed', trade }, measurements.equity(), ...scores]);
      this.#cancelRestOf(closing.holding?.entryDecisionIds ?? []);
    }
  }
}
