import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database } from '../../db/database.ts';
import type { PersistentJournal } from '../../db/persistent-journal.ts';
import { RecordsStore } from '../../db/records-store.ts';
import { createDecisionDesk } from '../../engine/decision/decision-desk.ts';
import { liveLimits } from '../../engine/decision/live-limits.ts';
import { DeskLedger } from '../../engine/desk/desk-ledger.ts';
import { createDeskView } from '../../engine/desk/desk-view.ts';
import { externalChange } from '../../engine/desk/desk-watch.ts';
import { incidentEvents } from '../../engine/desk/incidents.ts';
import type { LiveUpkeep } from '../../engine/desk/live-upkeep.ts';
import { Settings } from '../../engine/desk/settings.ts';
import { StrategyRoom } from '../../engine/desk/strategy-room.ts';
import { WorkQueue } from '../../engine/desk/work-queue.ts';
import { ConfigError, UnavailableError } from '../../engine/domain/errors.ts';
import type { InstrumentSymbol } from '../../engine/domain/instrument.ts';
import type { JournalEntry } from '../../engine/domain/journal-entry.ts';
import { reason } from '../../engine/domain/reason.ts';
import { createDangerWatch } from '../../engine/emergency/danger-watch.ts';
import type { EventLoop } from '../../engine/exchanges/event-loop.ts';
import type { PaperExecution } from '../../engine/exchanges/paper/paper-execution.ts';
import type { ReplayMarketData } from '../../engine/exchanges/replay-market-data.ts';
import { createOrderManager } from '../../engine/execution/order-manager.ts';
import type { ReconcileReport } from '../../engine/execution/reconcile.ts';
import { LatestFeatures } from '../../engine/features/latest-features.ts';
import { findFeatureSet } from '../../engine/features/registry.ts';
import { lastPrices } from '../../engine/market/last-prices.ts';
import { isMarketTimeframe, MarketState } from '../../engine/market/market-state.ts';
import type { PremiumView } from '../../engine/market/premium.ts';
import type { DeskView } from '../../engine/ports/desk-view.ts';
import type { PriceHistory } from '../../engine/ports/price-history.ts';
import type { Records } from '../../engine/ports/records.ts';
import type { SignalModel } from '../../engine/ports/signal-model.ts';
import type { Recording } from '../../engine/recordings/recording.ts';
import { findStrategy } from '../../engine/strategies/registry.ts';
import type { TradingEngine } from '../../engine/trading-engine.ts';
import { wireEngine } from '../../engine/wire-engine.ts';
import type { MarketListener } from '../alerts/market-audience.ts';
import { createMarketAudience } from '../alerts/market-audience.ts';
import type { AppConfig } from '../config/config.ts';
import { licenceWith, openDeskJournal } from './desk-journal.ts';
import { journalMissing } from './desk-recovery.ts';
import type { DeskWorld } from './desk-world.ts';
import type { EmergencyService } from './emergency.ts';
import { bindEmergency, exitFinished } from './emergency-desk.ts';
import type { Knowledge } from './knowledge.ts';
import type { Licence } from './live-arming.ts';
import type { Minds } from './minds.ts';
import { createReplayWorld } from './replay-world.ts';
import { openScores } from './scores.ts';

/** How long the venue is waited for at start, in turn. */
const RECOVER_WAITS_MS = [1_000, 2_000, 4_000, 8_000];
const LOST_WITHIN_MS = 1_000;

/** A desk that runs: what the surfaces and the commands work with. */
export interface AppDesk {
  readonly config: AppConfig;
  readonly database: Database;
  readonly engine: TradingEngine;
  readonly view: DeskView;
  readonly records: Records;
  readonly knowledge: Knowledge;
  /** What drives a recorded market; null where the market is alive. */
  readonly replay: ReplayMarketData | null;
  readonly recording: Recording | null;
  /** What markets cost in the past. */
  readonly prices: PriceHistory;
  /** What coins cost more here than in the world; missing on a desk that does not trade in won. */
  readonly premium?: PremiumView;
  /** How sure the profits of paper fills are; null where nothing is filled on paper by a live book. */
  readonly paperBand: PaperExecution['band'] | null;
  readonly model: SignalModel;
  readonly minds: Minds;
  readonly reviewers: readonly string[];
  readonly journal: PersistentJournal;
  /** What recovery found; null on a first start. */
  readonly recovered: ReconcileReport | null;
  /** Null in a replay. */
  readonly emergency: EmergencyService | null;
  onEntry(listener: (entry: JournalEntry) => void): void;
  /** Called after the desk has done what a market event asks; nothing waits for it, and what it throws is only logged. */
  onMarket(listener: MarketListener): void;
  /** Follows the market until it ends or `stop`. */
  run(): Promise<void>;
  stop(): Promise<void>;
  /** Stops the market, lets what is under way finish, writes everything, lets go of the data directory. */
  close(end?: DeskEnd): Promise<void>;
}

/** How a desk came to its end. */
export interface DeskEnd {
  /** After a fault an emergency exit that is under way is waited for; a person who stops the desk does not wait. */
  readonly afterFault: boolean;
}

/** A desk that plays a recording. */
export interface ReplayDesk extends AppDesk {
  readonly replay: ReplayMarketData;
  readonly recording: Recording;
}

/** What was opened, to be closed in the opposite order. */
export type Closing = { close(): Promise<void> };

/** Closes what was opened. */
export async function closeAll(opened: readonly Closing[]): Promise<void> {
  for (const one of [...opened].reverse()) await one.close();
}

/** What a desk is built from once its data folder is open. */
export interface DeskMaterials {
  readonly config: AppConfig;
  readonly logger: Logger;
  readonly database: Database;
  readonly recording: Recording | null;
  readonly model: SignalModel;
  readonly minds: Minds;
  readonly knowledge: Knowledge;
  /** How real time is waited for; a test has its own. */
  readonly loop: Partial<EventLoop>;
  /** Null where no real money is traded. */
  readonly licence: Licence | null;
}

async function openWorld(materials: DeskMaterials, entries: readonly JournalEntry[]): Promise<DeskWorld> {
  const { config, logger, recording, loop, licence } = materials;
  if (recording !== null) return createReplayWorld({ config, recording, entries, loop });
  const { openVenueWorld } = await import('./venue-world.ts');
  return openVenueWorld({ config, logger, entries, licence });
}

/** Recovers what was and returns the desk ready to run; what it opens is added to `closing`. */
export async function buildDesk(materials: DeskMaterials, closing: Closing[]): Promise<AppDesk> {
  const { config, logger, database, recording, model, minds, knowledge, licence } = materials;
  const dataDirectory = config.data.directory;
  const failure = new AbortController();
  const end = (cause: unknown): void => failure.abort(cause);
  const journal = openDeskJournal({ config, logger, database, licence, end });
  const entries = await journal.recover();
  const world = await openWorld({ ...materials, licence: licenceWith(journal, licence) }, entries);
  closing.push(world);
  const emergency = world.openEmergency();
  /** A desk that cannot be opened is a fault, too: the thread goes on at once with an exit that a crash interrupted. */
  let endsInFault = true;
  const closeEmergency = async (): Promise<void> => {
    if (emergency === null) return;
    const isLost = endsInFault && (await licence?.verify(LOST_WITHIN_MS)) === 'lost';
    if (endsInFault && !isLost && emergency.exitUnderWay()) {
      logger.warn({}, 'The desk ends in a fault; the emergency exit that is under way is waited for.');
      await exitFinished(emergency, (ms) => sleep(ms));
    }
    endsInFault = false;
    await emergency.close();
  };
  if (emergency !== null) closing.push({ close: closeEmergency });
  const { clock, execution, instruments, symbols } = world;
  const settings = new Settings(config.mode === 'replay' ? config.desk : withLiveLimits(config.desk));
  const ledger = new DeskLedger({ clock, journal, settings });
  for (const entry of entries) ledger.restore(entry);

  const scores = openScores({ minds, model, instruments: execution.instruments, entries, ledger });
  const market = new MarketState(symbols);
  const priceOf = lastPrices(market, instruments);
  const orders = createOrderManager({
    account: config.account.name,
    clock,
    execution,
    records: ledger,
    ...(world.live !== null && { foreignFills: 'keep' }),
    onIncident: (incident) => {
      logger.error({ incident }, 'An order did what it should not.');
      if (world.live !== null) {
        const events = incidentEvents(incident, ledger.state);
        if (events.length > 0) ledger.record(events, { durable: true });
        return;
      }
      const change = externalChange(incident);
      const halted = { type: 'entries.halted', reason: incident } as const;
      ledger.record(change === null ? [halted] : [change, halted], { durable: true });
    },
  });

  const firstStart = ledger.state.started === null;
  if (firstStart && (await world.hasTraded())) throw journalMissing(dataDirectory);
  if (firstStart) ledger.record([await world.beginning()], { durable: true });
  else world.requireSame(ledger.state.started);
  const found = firstStart ? null : await world.recover(ledger);

  const featureSet = findFeatureSet(model.identity.featureSet);
  if (featureSet === undefined)
    throw new ConfigError(
      `The model wants the feature set ${model.identity.featureSet}, which this version does not compute.`,
    );
  const features = new LatestFeatures(featureSet);
  const strategies = new StrategyRoom(strategiesOf(config, symbols));
  const { reviewers, order, advisor } = minds;
  const decisions = createDecisionDesk({
    clock,
    deadline: world.deadline,
    model,
    reviewers,
    order,
    advisor,
    ...(scores !== null && { ensemble: () => scores.ensembleAt(clock.now()) }),
    news: knowledge.retriever,
    series: knowledge.figures,
    deadlines: {
      ...{ newsMs: 2_000, modelMs: 1_000 },
      ...{ reviewerMs: config.minds.review.deadlineMs, advisorMs: config.minds.models.deadlineMs },
    },
  });
  const work = new WorkQueue((fault) => {
    logger.error({ err: fault }, 'Work at the desk failed; entries are halted.');
    try {
      ledger.record([{ type: 'entries.halted', reason: faultReason(fault) }], { durable: true });
    } catch {
      failure.abort(fault);
    }
  });
  const { engine, upkeep } = wireEngine({
    ...{ ledger, market, instruments, priceOf, features, strategies, decisions, orders, work },
    sentiment: knowledge.sentiment,
    danger: createDangerWatch(config.emergency),
    // Play money is at no venue: there the desk gets out by itself.
    ...(emergency !== null && config.mode === 'live' && { outside: emergency }),
    ...(world.live === null ? { venuePositions: () => world.venuePositions() } : { live: world.live }),
  });
  execution.subscribe((event) => engine.process({ type: 'account', event }));
  const reconciled = upkeep === null ? null : await recoverAtVenue(upkeep, logger);
  const recovered = firstStart ? null : (found ?? reconciled);
  const feed = await world.openFeed(firstStart);

  for (const candle of feed.past) engine.warmUp(candle);
  for (const event of feed.standing) {
    feed.show(event);
    market.apply(event);
  }
  await engine.resume();
  upkeep?.start();
  const audience = createMarketAudience((fault) => logger.error({ err: fault }, 'A listener to the market failed.'));
  feed.source.subscribe(async (event) => {
    feed.show(event);
    engine.process({ type: 'market', event });
    // Event time stands still until all is done that it asks for; real time waits for nobody.
    if (feed.replay !== null) {
      if (engine.busy) await engine.settled();
      if (journal.backlogged) await journal.flushed();
    }
    audience.tell(event);
    feed.handled(event);
  });
  const view = createDeskView({
    clock,
    ledger,
    journal,
    instruments: execution.instruments,
    priceOf,
    market: (symbol) => market.context(symbol),
    candles: (symbol, timeframe, limit) =>
      isMarketTimeframe(timeframe) ? market.candles(symbol, timeframe).latest(limit) : [],
    readings: (symbol) => strategies.readings(symbol, ledger),
  });

  if (emergency !== null) {
    await bindEmergency({
      ...{ service: emergency, engine, view, entries, logger, account: config.account.name },
      record: (events) => void ledger.record(events, { durable: true }),
      onEntry: (listener) => ledger.onEntry(listener),
    });
  }

  let closed = false;
  let running: Promise<void> | null = null;
  return {
    config,
    database,
    engine,
    view,
    records: new RecordsStore(database, journal),
    knowledge,
    replay: feed.replay,
    recording,
    prices: world.prices,
    ...(world.premium !== undefined && { premium: world.premium }),
    paperBand: world.paper === null ? null : world.paper.band,
    model,
    minds,
    reviewers: reviewers.map((reviewer) => reviewer.identity.name),
    journal,
    recovered,
    emergency,
    onEntry: (listener) => ledger.onEntry(listener),
    onMarket: (listener) => audience.add(listener),
    run() {
      running = Promise.race([feed.source.run(), rejectedBy(failure.signal), ...world.endings]);
      return running;
    },
    stop: () => feed.source.stop(),
    async close({ afterFault } = { afterFault: false }) {
      if (closed) return;
      closed = true;
      minds.stop();
      upkeep?.stop();
      await feed.source.stop();
      endsInFault = afterFault;
      await running?.catch(() => {
        endsInFault = true;
      });
      await engine.settled();
      // What its thread still says belongs into the journal, which is closed below.
      await closeEmergency();
      engine.process({ type: 'shutdown' });
      feed.left();
      await journal
        .flushed()
        .catch((fault: unknown) => logger.error({ err: fault }, 'The database is behind the journal file.'));
      journal.close();
      await closeAll(closing);
    },
  };
}

/** A real market has breakers where the file says nothing of them. */
function withLiveLimits(desk: AppConfig['desk']): AppConfig['desk'] {
  return { ...desk, limits: liveLimits(desk.limits) };
}

/** A venue may be away for a moment; longer than that, there is nothing to trade on. */
async function recoverAtVenue(upkeep: LiveUpkeep, logger: Logger): Promise<ReconcileReport> {
  for (const waitMs of RECOVER_WAITS_MS) {
    try {
      return await upkeep.recover();
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error;
      logger.warn({ code: error.code, waitMs }, 'The venue could not be asked about the account; it is asked again.');
      await sleep(error.retryAfterMs === undefined ? waitMs : Math.max(waitMs, error.retryAfterMs));
    }
  }
  return upkeep.recover();
}

/** Rejects with the reason when the signal fires: what the desk cannot survive ends its run. */
function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

export function strategiesOf(config: AppConfig, symbols: readonly InstrumentSymbol[]) {
  return Object.entries(config.strategies).flatMap(([name, { config: own }]) => {
    const strategy = findStrategy(name);
    return symbols.map((symbol) => strategy.create({ symbol, config: own }));
  });
}

function faultReason(fault: unknown) {
  return reason('fault.at-the-desk', { fault: fault instanceof Error ? fault.name : 'unknown' });
}
