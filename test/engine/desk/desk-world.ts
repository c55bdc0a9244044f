import { NO_DEADLINE } from '../../../engine/decision/deadline.ts';
import type { Made } from '../../../engine/decision/decide.ts';
import { createDecisionDesk } from '../../../engine/decision/decision-desk.ts';
import type { CandidateDesk } from '../../../engine/desk/candidate-desk.ts';
import { DeskLedger } from '../../../engine/desk/desk-ledger.ts';
import type { EmergencyExit } from '../../../engine/desk/emergency-exit.ts';
import type { Measurements } from '../../../engine/desk/measurements.ts';
import type { PositionGuard } from '../../../engine/desk/position-guard.ts';
import type { DeskConfig } from '../../../engine/desk/settings.ts';
import { Settings } from '../../../engine/desk/settings.ts';
import { StrategyRoom } from '../../../engine/desk/strategy-room.ts';
import { WorkQueue } from '../../../engine/desk/work-queue.ts';
import type { Command, CommandOutcome } from '../../../engine/domain/command.ts';
import type { Decimal } from '../../../engine/domain/decimal.ts';
import { decimalFromEstimate } from '../../../engine/domain/decimal.ts';
import type { JournalEntry, JournalEvent, JournalEventType } from '../../../engine/domain/journal-entry.ts';
import type { Candle, Quote } from '../../../engine/domain/market.ts';
import type { Leg, Order } from '../../../engine/domain/order.ts';
import { reason } from '../../../engine/domain/reason.ts';
import type { Signal, TradePlan } from '../../../engine/domain/signal.ts';
import { NO_PLAN } from '../../../engine/domain/signal.ts';
import { createDangerWatch } from '../../../engine/emergency/danger-watch.ts';
import type { EmergencySettings } from '../../../engine/emergency/emergency-settings.ts';
import { FILL_MODEL } from '../../../engine/exchanges/fill-model.ts';
import { instrumentsBySymbol } from '../../../engine/exchanges/instrument-table.ts';
import type { SimulatedExecution } from '../../../engine/exchanges/simulated-execution.ts';
import { createSimulatedExecution } from '../../../engine/exchanges/simulated-execution.ts';
import { createOrderManager } from '../../../engine/execution/order-manager.ts';
import { LatestFeatures } from '../../../engine/features/latest-features.ts';
import { findFeatureSet } from '../../../engine/features/registry.ts';
import { MarketState } from '../../../engine/market/market-state.ts';
import type { Journal } from '../../../engine/ports/journal.ts';
import type { Sentiment } from '../../../engine/ports/sentiment.ts';
import type { TradingEngine } from '../../../engine/trading-engine.ts';
import { wireEngine } from '../../../engine/wire-engine.ts';
import type { FaultScript, FaultyExecution } from '../../fakes/faulty-execution.ts';
import { createFaultyExecution } from '../../fakes/faulty-execution.ts';
import { BTC, createSetClock, ETH, quoteEvent, quoteOf, type SetClock } from '../../fakes/market.ts';
import { fakeModel, fakeReviewer, modelVote, features as vector, verdict } from '../decision/decision-fixtures.ts';

/** 1 January 2025, 12:00 UTC. */
export const NOON = Date.UTC(2025, 0, 1, 12);
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const OWNER = 'terminal:owner';

export const CONFIG: DeskConfig = {
  limits: {
    maxExposureFraction: 1,
    maxSymbolExposureFraction: 0.4,
    maxRiskFraction: 0.01,
    maxDailyLossFraction: 0.03,
    maxDrawdownFraction: 0.1,
    maxOpenPositions: 4,
    cooldownAfterLossMs: 1_800_000,
    maxOrdersPerMinute: 20,
    maxOrdersPerDay: 300,
    maxQuoteAgeMs: 180_000,
    maxSpreadFraction: 0.002,
    maxHumanOrderFraction: 0.5,
    newsAlarmTone: -0.6,
  },
  approval: { mode: 'auto', askAboveFraction: 0.25, expiresAfterMs: 900_000, maxDriftFraction: 0.005 },
  riskFraction: 0.005,
  defaultStopFraction: 0.02,
  strategies: { turtle: true, 'mean-reversion': true },
};

export const STARTED: Extract<JournalEvent, { type: 'desk.started' }> = {
  type: 'desk.started',
  mode: 'replay',
  account: 'test',
  venue: 'simulated',
  source: 'test',
  seed: 'world',
  configSha256: 'c'.repeat(64),
  startingCash: '10000',
  quoteCurrency: 'USDT',
};

export interface Batch {
  readonly types: readonly JournalEventType[];
  readonly durable: boolean;
}

export class MemoryJournal implements Journal {
  readonly entries: JournalEntry[] = [];
  readonly batches: Batch[] = [];

  constructor(history: readonly JournalEntry[] = []) {
    this.entries.push(...history);
  }

  append(at: number, events: readonly JournalEvent[], { durable = false }: { readonly durable?: boolean } = {}) {
    const added = events.map((event, index): JournalEntry => {
      return { seq: this.entries.length + index + 1, at, event, hash: '' };
    });
    this.entries.push(...added);
    this.batches.push({ types: events.map((event) => event.type), durable });
    return added;
  }

  head() {
    return { seq: this.entries.length, at: this.entries.at(-1)?.at ?? 0, hash: '' };
  }

  async flushed(): Promise<void> {}

  of<Type extends JournalEventType>(type: Type): readonly Extract<JournalEvent, { type: Type }>[] {
    return this.entries.flatMap(({ event }) =>
      event.type === type ? [event as Extract<JournalEvent, { type: Type }>] : [],
    );
  }
}

export interface DeskWorldOptions {
  /** What the venue says it holds; the truth unless given. */
  readonly venuePositions?: () => ReadonlyMap<string, Decimal>;
  readonly faults?: FaultScript;
  readonly approval?: Partial<DeskConfig['approval']>;
  /** How long each vote takes; the test resolves it. */
  readonly beforeVote?: () => Promise<void>;
  /** What the news say; nothing unless given. */
  readonly sentiment?: Sentiment;
  /** Detectors of emergencies; the news alarm alone unless given. */
  readonly emergency?: EmergencySettings;
  readonly history?: readonly JournalEntry[];
  readonly clock?: SetClock;
  readonly simulated?: SimulatedExecution;
}

export interface DeskWorld {
  readonly clock: SetClock;
  readonly journal: MemoryJournal;
  readonly ledger: DeskLedger;
  readonly market: MarketState;
  readonly simulated: SimulatedExecution;
  readonly execution: FaultyExecution;
  readonly candidates: CandidateDesk;
  readonly guard: PositionGuard;
  readonly emergency: EmergencyExit;
  readonly measurements: Measurements;
  readonly engine: TradingEngine;
  readonly work: WorkQueue;
  /** What failed in the work queue. */
  readonly faults: unknown[];
  /** A second on, the market stands at `price`; the venue sees it first, then the engine. */
  quote(price: number, changes?: Partial<Quote>): Promise<void>;
  send(command: DistributiveOmit<Command, 'by'>): Promise<CommandOutcome>;
  openOrders(leg?: Leg): readonly Order[];
  /** Kills the process; a new one starts on journal and venue, and its market knows no price yet. */
  restart(options?: Pick<DeskWorldOptions, 'faults' | 'beforeVote'>): DeskWorld;
}

type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;

/** A whole desk over memory: the wiring of the app with a venue without slippage, and voters who all say buy. */
export function openDeskWorld(options: DeskWorldOptions = {}): DeskWorld {
  const clock = options.clock ?? createSetClock(NOON);
  const journal = new MemoryJournal(options.history);
  const settings = new Settings({ ...CONFIG, approval: { ...CONFIG.approval, ...options.approval } });
  const ledger = new DeskLedger({ clock, journal, settings });
  for (const entry of journal.entries) ledger.restore(entry);
  if (ledger.state.started === null) ledger.record([STARTED]);
  const simulated =
    options.simulated ?? createSimulatedExecution({ seed: 'world', model: { ...FILL_MODEL, impactFraction: 0 } });
  const execution = createFaultyExecution(simulated, options.faults ?? {});
  const instruments = instrumentsBySymbol(simulated.instruments);
  const market = new MarketState([BTC, ETH]);
  const priceOf = (symbol: string) => {
    const price = market.quote(symbol)?.price;
    return price === undefined ? null : decimalFromEstimate(price, '0.1');
  };
  const orders = createOrderManager({ account: 'test', clock, execution, records: ledger });
  const featureSet = findFeatureSet('baseline@1');
  if (featureSet === undefined) throw new Error('the feature set of the baseline model is gone');
  const features = new LatestFeatures(featureSet);
  const { beforeVote = async () => undefined } = options;
  const decisions = createDecisionDesk({
    clock,
    deadline: NO_DEADLINE,
    model: fakeModel(modelVote('buy')),
    reviewers: ['rules:technical', 'rules:news-risk'].map((name) =>
      fakeReviewer(name, async () => {
        await beforeVote();
        return verdict(name, 'buy');
      }),
    ),
    advisor: { name: 'test', advise: async () => ({ investmentFraction: 0.2, advisor: 'test' }) },
    news: { find: async () => [] },
    series: { series: async () => [] },
    deadlines: { newsMs: 1, modelMs: 1, reviewerMs: 1, advisorMs: 1 },
  });
  const sentiment = options.sentiment ?? { read: () => null };
  const faults: unknown[] = [];
  const work = new WorkQueue((fault) => faults.push(fault));
  const strategies = new StrategyRoom([]);
  const { engine, candidates, guard, emergency, measurements } = wireEngine({
    ...{ ledger, market, instruments, priceOf, features, strategies, decisions, orders, work, sentiment },
    venuePositions: options.venuePositions ?? (() => simulated.positions()),
    decidedOn: { latest: () => vector() },
    ...(options.emergency !== undefined && { danger: createDangerWatch(options.emergency) }),
  });
  let killed = false;
  execution.subscribe((event) => {
    if (!killed) engine.process({ type: 'account', event });
  });
  return {
    ...{ clock, journal, ledger, market, simulated, execution, candidates, guard, emergency, measurements },
    ...{ engine, work, faults },
    async quote(price, changes = {}) {
      clock.set(clock.now() + 1_000);
      const event = quoteEvent(quoteOf(clock.now(), price, changes));
      simulated.onMarket(event);
      engine.process({ type: 'market', event });
      await engine.settled();
    },
    send: (command) => engine.send({ ...command, by: OWNER }),
    openOrders: (leg) => ledger.openOrders().filter((order) => leg === undefined || order.leg === leg),
    restart(more = {}) {
      killed = true;
      const { approval } = options;
      return openDeskWorld({
        ...more,
        ...(approval === undefined ? {} : { approval }),
        history: journal.entries,
        clock,
        simulated,
      });
    },
  };
}

let signals = 0;

/** Returns a long entry in BTC with a stop 1,000 below, changed as wanted; each has an id of its own. */
export function entrySignal(
  at: number,
  { plan, ...over }: Partial<Omit<Signal, 'plan'>> & { readonly plan?: Partial<TradePlan> } = {},
): Signal {
  signals += 1;
  return {
    id: `turtle:${BTC}:enter:long:${at}:${signals}`,
    symbol: BTC,
    action: 'enter',
    direction: 'long',
    confidence: 0.7,
    source: 'strategy:turtle',
    reason: reason('turtle.breakout'),
    at,
    expiresAt: at + 120_000,
    ...over,
    plan: { ...NO_PLAN, stopDistance: 1_000, ...plan },
  };
}

export function minuteCandle(closeTime: number, close: number, symbol: string = BTC): Candle {
  const prices = { open: close, high: close, low: close, close };
  return { symbol, timeframe: '1m', openTime: closeTime - MINUTE, closeTime, volume: 10, ...prices };
}

/** Opens a desk that holds 0.02 BTC, bought at 100,000.1 with a stop at 99,000. */
export async function openHoldingWorld(options: DeskWorldOptions = {}): Promise<DeskWorld> {
  const world = openDeskWorld(options);
  await world.quote(100_000);
  await world.candidates.consider(entrySignal(world.clock.now()));
  await world.quote(100_000);
  return world;
}

export function madeOf(journal: MemoryJournal): readonly Pick<Made, 'record' | 'sha256'>[] {
  return [...journal.of('decision.made'), ...journal.of('decision.resolved')];
}
