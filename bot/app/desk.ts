import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database } from '../../db/database.ts';
import { JournalProjection } from '../../db/journal-projection.ts';
import { PersistentJournal } from '../../db/persistent-journal.ts';
import { RecordsStore } from '../../db/records-store.ts';
import { openWriteAheadJournal } from '../../db/write-ahead-journal.ts';
import { NO_DEADLINE } from '../../engine/decision/deadline.ts';
import { createDecisionDesk } from '../../engine/decision/decision-desk.ts';
import { DeskLedger } from '../../engine/desk/desk-ledger.ts';
import { createDeskView } from '../../engine/desk/desk-view.ts';
import { externalChange } from '../../engine/desk/desk-watch.ts';
import { Settings } from '../../engine/desk/settings.ts';
import { StrategyRoom } from '../../engine/desk/strategy-room.ts';
import { WorkQueue } from '../../engine/desk/work-queue.ts';
import { ConfigError } from '../../engine/domain/errors.ts';
import type { JournalEntry } from '../../engine/domain/journal-entry.ts';
import { reason } from '../../engine/domain/reason.ts';
import type { EventLoop } from '../../engine/exchanges/event-loop.ts';
import { instrumentsBySymbol } from '../../engine/exchanges/instrument-table.ts';
import { ReplayClock } from '../../engine/exchanges/replay-clock.ts';
import { ReplayMarketData } from '../../engine/exchanges/replay-market-data.ts';
import { createSimulatedExecution } from '../../engine/exchanges/simulated-execution.ts';
import { createOrderManager } from '../../engine/execution/order-manager.ts';
import type { ReconcileReport } from '../../engine/execution/reconcile.ts';
import { LatestFeatures } from '../../engine/features/latest-features.ts';
import { findFeatureSet } from '../../engine/features/registry.ts';
import { lastPrices } from '../../engine/market/last-prices.ts';
import { isMarketTimeframe, MarketState } from '../../engine/market/market-state.ts';
import { loadSignalModel } from '../../engine/models/onnx-signal-model.ts';
import type { DeskView } from '../../engine/ports/desk-view.ts';
import type { Records } from '../../engine/ports/records.ts';
import type { SignalModel } from '../../engine/ports/signal-model.ts';
import { loadRecordedNews } from '../../engine/recordings/recorded-news.ts';
import type { Recording } from '../../engine/recordings/recording.ts';
import { loadRecording } from '../../engine/recordings/recording.ts';
import { newsFile, recordingDirectory } from '../../engine/recordings/recording-files.ts';
import { findStrategy } from '../../engine/strategies/registry.ts';
import type { TradingEngine } from '../../engine/trading-engine.ts';
import { wireEngine } from '../../engine/wire-engine.ts';
import type { MarketListener } from '../alerts/market-audience.ts';
import { createMarketAudience } from '../alerts/market-audience.ts';
import type { AppConfig } from '../config/config.ts';
import { openAppDatabase } from './database.ts';
import { journalMissing, recover, requireSameDesk, resumeTime, standingQuotes, startedEvent } from './desk-recovery.ts';
import type { Knowledge } from './knowledge.ts';
import { openKnowledge } from './knowledge.ts';
import type { Minds } from './minds.ts';
import { openMinds } from './minds.ts';
import { createReplayPosition } from './replay-position.ts';
import { openScores } from './scores.ts';

/** A desk that runs: what the surfaces and the commands work with. */
export interface AppDesk {
  readonly config: AppConfig;
  readonly database: Database;
  readonly engine: TradingEngine;
  readonly view: DeskView;
  readonly records: Records;
  readonly knowledge: Knowledge;
  readonly replay: ReplayMarketData;
  readonly recording: Recording;
  readonly model: SignalModel;
  readonly minds: Minds;
  readonly reviewers: readonly string[];
  readonly journal: PersistentJournal;
  /** What recovery found; null on a first start. */
  readonly recovered: ReconcileReport | null;
  onEntry(listener: (entry: JournalEntry) => void): void;
  /** Called after the desk has done what a market event asks; nothing waits for it, and what it throws is only logged. */
  onMarket(listener: MarketListener): void;
  /** Plays until the recording ends or `stop`. */
  run(): Promise<void>;
  /** Stops the market, lets what is under way finish, writes everything, lets go of the data directory. */
  close(): Promise<void>;
}

/** Opens data directory, database, recording and model, recovers what was, and returns the desk ready to run. */
export async function openAppDesk(
  config: AppConfig,
  logger: Logger,
  loop: Partial<EventLoop> = {},
  opening: Promise<Database> = openAppDatabase(config, logger),
): Promise<AppDesk> {
  const directory = recordingDirectory(config.replay.recording);
  const materials = inOrder([loadRecording(directory), loadRecordedNews(directory), loadSignalModel()]);
  const [opened, loaded] = await Promise.allSettled([opening, materials]);
  if (opened.status === 'rejected') throw opened.reason;
  const database = opened.value;
  let knowledge: Knowledge | undefined;
  let minds: Minds | undefined;
  try {
    if (loaded.status === 'rejected') throw loaded.reason;
    const [recording, newsItems, model] = loaded.value;
    knowledge = await openKnowledge({
      ...{ database, logger, embedded: config.database.url === null, news: config.news },
      recorded: { ...recordedAs(recording), items: newsItems },
    });
    minds = await openMinds({ config: config.minds, database, logger });
    return await buildDesk({ config, logger, database, recording, model, minds, knowledge, loop });
  } catch (error) {
    await minds?.close();
    await knowledge?.close();
    await database.close();
    throw error;
  }
}

/** A recording whose news changed is taken in anew. */
export function recordedAs({ manifest }: Recording): { readonly name: string; readonly sha256: string } {
  return { name: manifest.name, sha256: manifest.files.find(({ path }) => path === newsFile)?.sha256 ?? '' };
}

/** Resolves like Promise.all; of several faults the first in the list is told, not the one that came first. */
async function inOrder<const Parts extends readonly Promise<unknown>[]>(parts: Parts) {
  await Promise.allSettled(parts);
  return Promise.all(parts);
}

interface Materials {
  readonly config: AppConfig;
  readonly logger: Logger;
  readonly database: Database;
  readonly recording: Recording;
  readonly model: SignalModel;
  readonly minds: Minds;
  readonly knowledge: Knowledge;
  /** How real time is waited for; a test has its own. */
  readonly loop: Partial<EventLoop>;
}

async function buildDesk(materials: Materials): Promise<AppDesk> {
  const { config, logger, database, recording, model, minds, knowledge, loop } = materials;
  const dataDirectory = config.data.directory;
  const failure = new AbortController();
  const journal = new PersistentJournal({
    file: openWriteAheadJournal({ directory: join(dataDirectory, 'journal') }),
    projection: new JournalProjection(database),
    onFault: (fault) => failure.abort(fault),
  });
  const entries = await journal.recover();
  const clock = new ReplayClock(entries.at(-1)?.at ?? config.replay.from ?? recording.manifest.startTime);
  const settings = new Settings(config.desk);
  const ledger = new DeskLedger({ clock, journal, settings });
  for (const entry of entries) ledger.restore(entry);

  const simulated = createSimulatedExecution({ seed: config.account.seed, directory: join(dataDirectory, 'venue') });
  const instruments = instrumentsBySymbol(simulated.instruments);
  const scores = openScores({ minds, model, instruments: simulated.instruments, entries, ledger });
  const market = new MarketState(recording.symbols);
  const priceOf = lastPrices(market, instruments);
  const orders = createOrderManager({
    account: config.account.name,
    clock,
    execution: simulated,
    records: ledger,
    onIncident: (incident) => {
      logger.error({ incident }, 'An order did what it should not.');
      const change = externalChange(incident);
      const halted = { type: 'entries.halted', reason: incident } as const;
      ledger.record(change === null ? [halted] : [change, halted], { durable: true });
    },
  });

  const firstStart = ledger.state.started === null;
  if (firstStart && (await simulated.fillsSince(null)).length > 0) throw journalMissing(dataDirectory);
  if (firstStart) ledger.record([startedEvent(config, recording)], { durable: true });
  else requireSameDesk(ledger.state.started, config, recording);
  const position = createReplayPosition(dataDirectory);
  const recovered = firstStart ? null : await recover({ clock, ledger, simulated });
  const startAt = resumeTime(clock.now(), position.read(), firstStart, recording);

  const featureSet = findFeatureSet(model.identity.featureSet);
  if (featureSet === undefined)
    throw new ConfigError(
      `The model wants the feature set ${model.identity.featureSet}, which this version does not compute.`,
    );
  const features = new LatestFeatures(featureSet);
  const strategies = new StrategyRoom(strategiesOf(config, recording));
  const { reviewers, order, advisor } = minds;
  const decisions = createDecisionDesk({
    clock,
    // Event time waits for the votes; a deadline of real time would make a replay depend on the machine. A language
    // model has one of its own.
    deadline: NO_DEADLINE,
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
  const { engine } = wireEngine({
    ...{ ledger, market, instruments, priceOf, features, strategies, decisions, orders, work },
    sentiment: knowledge.sentiment,
    venuePositions: () => simulated.positions(),
  });
  simulated.subscribe((event) => engine.process({ type: 'account', event }));

  const replay = new ReplayMarketData({
    recording,
    clock,
    startAt,
    speed: config.replay.speed,
    sleep: (ms, signal) => sleep(ms, undefined, { signal }),
    ...loop,
  });
  for (const candle of replay.warmUp()) engine.warmUp(candle);
  for (const event of standingQuotes(recording, replay.startTime)) {
    // The venue was shown them before: they tell it where the market stands, and fill nothing.
    simulated.onMarket(event);
    market.apply(event);
  }
  await engine.resume();
  const audience = createMarketAudience((fault) => logger.error({ err: fault }, 'A listener to the market failed.'));
  replay.subscribe(async (event) => {
    simulated.onMarket(event);
    engine.process({ type: 'market', event });
    if (engine.busy) await engine.settled();
    if (journal.backlogged) await journal.flushed();
    audience.tell(event);
    // Several events share a time: only those before this one are surely all handled.
    position.note(event.at - 1);
  });
  const view = createDeskView({
    clock,
    ledger,
    journal,
    instruments: simulated.instruments,
    priceOf,
    market: (symbol) => market.context(symbol),
    candles: (symbol, timeframe, limit) =>
      isMarketTimeframe(timeframe) ? market.candles(symbol, timeframe).latest(limit) : [],
    readings: (symbol) => strategies.readings(symbol, ledger),
  });

  let closed = false;
  let running: Promise<void> | null = null;
  return {
    config,
    database,
    engine,
    view,
    records: new RecordsStore(database, journal),
    knowledge,
    replay,
    recording,
    model,
    minds,
    reviewers: reviewers.map((reviewer) => reviewer.identity.name),
    journal,
    recovered,
    onEntry: (listener) => ledger.onEntry(listener),
    onMarket: (listener) => audience.add(listener),
    run() {
      running = Promise.race([replay.run(), rejectedBy(failure.signal)]);
      return running;
    },
    async close() {
      if (closed) return;
      closed = true;
      minds.stop();
      await replay.stop();
      await running?.catch(() => undefined);
      await engine.settled();
      engine.process({ type: 'shutdown' });
      // The replay may have been stopped between two events of one time; what is seen again is not done again.
      position.note(replay.position() - 1, { now: true });
      await journal
        .flushed()
        .catch((fault: unknown) => logger.error({ err: fault }, 'The database is behind the journal file.'));
      journal.close();
      await minds.close();
      await knowledge.close();
      await database.close();
    },
  };
}

/** Rejects with the reason when the signal fires: what the desk cannot survive ends its run. */
function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

export function strategiesOf(config: AppConfig, recording: Recording) {
  return Object.entries(config.strategies).flatMap(([name, { config: own }]) => {
    const strategy = findStrategy(name);
    return recording.symbols.map((symbol) => strategy.create({ symbol, config: own }));
  });
}

function faultReason(fault: unknown) {
  return reason('fault.at-the-desk', { fault: fault instanceof Error ? fault.name : 'unknown' });
}
