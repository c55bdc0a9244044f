import type { AppConfig } from '../../bot/config/config.ts';
import { NO_DEADLINE } from '../../engine/decision/deadline.ts';
import { createDecisionDesk } from '../../engine/decision/decision-desk.ts';
import type { ReviewOrder } from '../../engine/decision/review-panel.ts';
import { rulesNewsReviewer } from '../../engine/decision/rules-news-reviewer.ts';
import { rulesTechnicalReviewer } from '../../engine/decision/rules-technical-reviewer.ts';
import { DeskLedger } from '../../engine/desk/desk-ledger.ts';
import { Settings } from '../../engine/desk/settings.ts';
import { StrategyRoom } from '../../engine/desk/strategy-room.ts';
import { WorkQueue } from '../../engine/desk/work-queue.ts';
import type { JournalEntry } from '../../engine/domain/journal-entry.ts';
import type { MarketEvent } from '../../engine/domain/market.ts';
import type { AskedSize } from '../../engine/domain/signal.ts';
import { instrumentsBySymbol } from '../../engine/exchanges/instrument-table.ts';
import { ReplayClock } from '../../engine/exchanges/replay-clock.ts';
import { ReplayMarketData } from '../../engine/exchanges/replay-market-data.ts';
import type { ReplayTape } from '../../engine/exchanges/replay-path.ts';
import { createSimulatedExecution } from '../../engine/exchanges/simulated-execution.ts';
import { createOrderManager } from '../../engine/execution/order-manager.ts';
import { LatestFeatures } from '../../engine/features/latest-features.ts';
import { findFeatureSet } from '../../engine/features/registry.ts';
import { lastPrices } from '../../engine/market/last-prices.ts';
import { MarketState } from '../../engine/market/market-state.ts';
import type { Reviewer } from '../../engine/ports/reviewer.ts';
import type { SignalModel } from '../../engine/ports/signal-model.ts';
import type { SizingAdvisor } from '../../engine/ports/sizing-advisor.ts';
import { findStrategy } from '../../engine/strategies/registry.ts';
import type { Strategy } from '../../engine/strategies/strategy.ts';
import { wireEngine } from '../../engine/wire-engine.ts';
import { MemoryJournal, STARTED } from '../engine/desk/desk-world.ts';

export interface ReplayedDeskOptions {
  readonly config: AppConfig;
  readonly tape: ReplayTape;
  readonly model: SignalModel;
  readonly advisor: SizingAdvisor;
  /** What every entry of a strategy asks for, in place of the risk at its stop. */
  readonly asked?: AskedSize | undefined;
  /** The rules, all at once, unless given. */
  readonly reviewers?: readonly Reviewer[] | undefined;
  readonly order?: ReviewOrder | undefined;
  readonly onEntry?: ((entry: JournalEntry) => void) | undefined;
  /** Called before the desk sees an event. */
  readonly onMarket?: ((event: MarketEvent) => void) | undefined;
}

/** Plays a tape through the whole desk in memory, nobody asked for approval; returns its journal. */
export async function playTape(options: ReplayedDeskOptions): Promise<readonly JournalEntry[]> {
  const { config, tape, model } = options;
  const clock = new ReplayClock(tape.manifest.startTime);
  const journal = new MemoryJournal();
  const settings = new Settings({ ...config.desk, approval: { ...config.desk.approval, mode: 'auto' } });
  const ledger = new DeskLedger({ clock, journal, settings });
  ledger.record([{ ...STARTED, startingCash: config.account.startingCash }]);
  if (options.onEntry !== undefined) ledger.onEntry(options.onEntry);

  const execution = createSimulatedExecution({ seed: config.account.seed });
  const instruments = instrumentsBySymbol(execution.instruments);
  const market = new MarketState(tape.symbols);
  const priceOf = lastPrices(market, instruments);
  const orders = createOrderManager({ account: config.account.name, clock, execution, records: ledger });
  const featureSet = findFeatureSet(model.identity.featureSet);
  if (featureSet === undefined) throw new Error(`nothing computes ${model.identity.featureSet}`);
  const features = new LatestFeatures(featureSet);
  const decisions = createDecisionDesk({
    clock,
    deadline: NO_DEADLINE,
    model,
    reviewers: options.reviewers ?? [rulesTechnicalReviewer, rulesNewsReviewer],
    order: options.order ?? 'parallel',
    advisor: options.advisor,
    news: { find: async () => [] },
    series: { series: async () => [] },
    deadlines: { newsMs: 1, modelMs: 1, reviewerMs: 1, advisorMs: 1 },
  });
  const work = new WorkQueue((fault) => {
    throw fault;
  });
  const sentiment = { read: () => null };
  const strategies = new StrategyRoom(strategiesOf(options));
  const { engine, measurements } = wireEngine({
    ...{ ledger, market, instruments, priceOf, features, strategies, decisions, orders, work, sentiment },
    venuePositions: () => execution.positions(),
  });
  execution.subscribe((event) => engine.process({ type: 'account', event }));

  const replay = new ReplayMarketData({ recording: tape, clock, sleep: async () => undefined });
  for (const candle of replay.warmUp()) engine.warmUp(candle);
  await engine.resume();
  replay.subscribe(async (event) => {
    options.onMarket?.(event);
    execution.onMarket(event);
    engine.process({ type: 'market', event });
    if (engine.busy) await engine.settled();
  });
  await replay.run();
  await engine.settled();
  ledger.record([measurements.equity()]);
  return journal.entries;
}

function strategiesOf({ config, tape, asked }: ReplayedDeskOptions): readonly Strategy[] {
  return Object.entries(config.strategies).flatMap(([name, { config: own }]) =>
    tape.symbols.map((symbol) => askingFor(asked, findStrategy(name).create({ symbol, config: own }))),
  );
}

/** The same strategy with the same stops; only how much it asks for is another's. */
function askingFor(asked: AskedSize | undefined, strategy: Strategy): Strategy {
  if (asked === undefined) return strategy;
  return {
    name: strategy.name,
    symbol: strategy.symbol,
    timeframe: strategy.timeframe,
    observe: (candle) => strategy.observe(candle),
    propose(context) {
      const signal = strategy.propose(context);
      return signal === null || signal.action === 'exit' ? signal : { ...signal, plan: { ...signal.plan, asked } };
    },
    readings: () => strategy.readings(),
  };
}
