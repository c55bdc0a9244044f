import type { CandidateDesk } from './desk/candidate-desk.ts';
import { closedTradeOf } from './desk/closed-trades.ts';
import type { CommandDesk } from './desk/command-desk.ts';
import type { DeskLedger } from './desk/desk-ledger.ts';
import type { DeskWatch } from './desk/desk-watch.ts';
import type { EmergencyExit } from './desk/emergency-exit.ts';
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
import { newsAlarm } from './emergency/news-alarm.ts';
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
    this.#reportClosings();
    for (const symbol of this.#parts.market.symbols) this.#secure(symbol);
    this.#parts.work.add(() => this.#parts.emergency.advance());
    await this.settled();
  }

  #onMarket(event: MarketEvent): void {
    const { market, guard, candidates } = this.#parts;
    const update = market.apply(event);
    if (update.outcome === 'quarantined') return;
    candidates.expire(event.at);
    // Not while the push before is still under way: a quick market must not pile up questions to the venue.
    if (!this.busy) this.#flatten();
    if (event.type === 'candle.closed') {
      this.#onCandle(event.candle, update.closed);
      return;
    }
    const exit = guard.watch(event.quote);
    if (exit !== null) this.#consider(exit);
    else if (guard.needsWork(event.quote.symbol)) this.#secure(event.quote.symbol);
  }

  #onCandle(candle: Candle, closed: readonly Candle[]): void {
    const { features, strategies, measurements, ledger } = this.#parts;
    features.push(candle);
    measurements.onCandle(candle);
    this.#heedNews(candle.symbol);
    this.#resolveDoubts();
    this.#parts.watch?.onCandle(candle, !this.busy);
    for (const bar of closed) {
      strategies.observe(bar);
      for (const signal of strategies.propose(bar, ledger)) this.#consider(signal);
    }
  }

  /** Bad news ends a long without asking anybody: whoever would be asked is slower than the others who read it too. */
  #heedNews(symbol: InstrumentSymbol): void {
    const { ledger, sentiment, emergency, candidates, work } = this.#parts;
    const position = ledger.position(symbol);
    const limit = ledger.settings.limits().newsAlarmTone;
    if (position === null || typeof limit !== 'number' || candidates.exitUnderWay(symbol)) return;
    const why = newsAlarm(position.direction, sentiment.read(baseOf(symbol), ledger.now()), limit);
    if (why !== null) work.atOnce(() => emergency.leave(symbol, 'emergency:news', why));
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
    this.#reportClosings();
    if (event.type === 'fill.received') this.#secure(event.fill.symbol);
    this.#flatten();
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

  #secure(symbol: InstrumentSymbol): void {
    const { work, guard, ledger, candidates } = this.#parts;
    work.add(async () => {
      const exit = await guard.secure(symbol, ledger.now());
      if (exit !== null) await candidates.consider(exit);
    });
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

  #reportClosings(): void {
    const { ledger, measurements } = this.#parts;
    for (const closing of [...ledger.state.closings]) {
      const trade = closedTradeOf(ledger.state, closing, ledger.state.counters.trade + 1);
      const scores = measurements.scoresOf(closing, trade);
      ledger.record([{ type: 'trade.closed', trade }, measurements.equity(), ...scores]);
      this.#cancelRestOf(closing.holding?.entryDecisionIds ?? []);
    }
  }
}
