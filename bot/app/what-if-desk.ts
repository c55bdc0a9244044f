import { NO_DEADLINE } from '../../engine/decision/deadline.ts';
import { createDecisionDesk } from '../../engine/decision/decision-desk.ts';
import { rulesNewsReviewer } from '../../engine/decision/rules-news-reviewer.ts';
import { rulesSizingAdvisor } from '../../engine/decision/rules-sizing-advisor.ts';
import { rulesTechnicalReviewer } from '../../engine/decision/rules-technical-reviewer.ts';
import { DeskLedger } from '../../engine/desk/desk-ledger.ts';
import { Settings } from '../../engine/desk/settings.ts';
import { StrategyRoom } from '../../engine/desk/strategy-room.ts';
import { WorkQueue } from '../../engine/desk/work-queue.ts';
import type { JournalEntry } from '../../engine/domain/journal-entry.ts';
import type { MarketEvent } from '../../engine/domain/market.ts';
import { instrumentsBySymbol } from '../../engine/exchanges/instrument-table.ts';
import { ReplayClock } from '../../engine/exchanges/replay-clock.ts';
import { closedCandlesBefore, HALF_SPREAD_FRACTIONS, replayEvents } from '../../engine/exchanges/replay-path.ts';
import { createSimulatedExecution } from '../../engine/exchanges/simulated-execution.ts';
import { createOrderManager } from '../../engine/execution/order-manager.ts';
import { LatestFeatures } from '../../engine/features/latest-features.ts';
import { findFeatureSet } from '../../engine/features/registry.ts';
import { lastPrices } from '../../engine/market/last-prices.ts';
import { MarketState } from '../../engine/market/market-state.ts';
import type { NewsSource } from '../../engine/ports/news-source.ts';
import type { Sentiment } from '../../engine/ports/sentiment.ts';
import type { SeriesSource } from '../../engine/ports/series-source.ts';
import type { SignalModel } from '../../engine/ports/signal-model.ts';
import type { Recording } from '../../engine/recordings/recording.ts';
import { findStrategy } from '../../engine/strategies/registry.ts';
import { wireEngine } from '../../engine/wire-engine.ts';
import { withChangedPlan } from '../what-if/changed-plan.ts';
import { MemoryJournal } from '../what-if/memory-journal.ts';
import type { RecordedDeed } from '../what-if/recorded-commands.ts';
import type { WhatIfJob } from '../what-if/what-if-job.ts';
import { standingQuotes } from './desk-recovery.ts';

export interface WhatIfParts {
  readonly job: Omit<WhatIfJob, 'documents' | 'recording'>;
  readonly recording: Recording;
  readonly model: SignalModel;
  readonly news: NewsSource;
  readonly series: SeriesSource;
  readonly sentiment: Sentiment;
}

export interface PlayedDesk {
  readonly entries: readonly JournalEntry[];
  readonly reviewers: readonly string[];
  readonly lostAnswers: number;
}

/** Who the changes of the settings are told to come from in the journal that nobody keeps. */
const BY = 'what-if';

/**
 * Plays a desk again from its first moment over a journal in memory and a venue of its own: the same engine, market,
 * seed and people, with the changes from `job.from` on. The same job gives the same run, and one without changes the
 * run that was.
 */
export async function playWhatIf(parts: WhatIfParts): Promise<PlayedDesk> {
  const { job, recording } = parts;
  const desk = wire(parts);
  const begin = job.started.at;
  for (const candle of closedCandlesBefore(recording, begin)) desk.engine.warmUp(candle);
  for (const event of standingQuotes(recording, begin)) {
    desk.simulated.onMarket(event);
    desk.market.apply(event);
  }
  await desk.engine.resume();
  const run = new SecondRun(desk, job);
  for (const event of replayEvents(recording, begin, HALF_SPREAD_FRACTIONS)) {
    if (event.at >= job.to) break;
    await run.upTo(event.at);
    await run.show(event);
  }
  const reviewers = REVIEWERS.map(({ identity }) => identity.name);
  return { entries: desk.journal.entries, reviewers, lostAnswers: run.lostAnswers };
}

/** Hands the desk what the market did and what people did, each at its time, and the changes at theirs. */
class SecondRun {
  /** Answers to proposals that did not come up this time. */
  lostAnswers = 0;
  readonly #desk: WiredDesk;
  readonly #job: WhatIfParts['job'];
  readonly #deeds: RecordedDeed[];
  #changed = false;

  constructor(desk: WiredDesk, job: WhatIfParts['job']) {
    this.#desk = desk;
    this.#job = job;
    this.#deeds = [...job.deeds];
  }

  /** Does what was done before the next event of the market. */
  async upTo(nextAt: number): Promise<void> {
    for (let deed = this.#deeds[0]; deed !== undefined && deed.at < nextAt; deed = this.#deeds[0]) {
      if (deed.at >= this.#job.from) await this.#change();
      this.#deeds.shift();
      await this.#doAgain(deed);
    }
    if (nextAt >= this.#job.from) await this.#change();
  }

  async show(event: MarketEvent): Promise<void> {
    const { clock, simulated, engine } = this.#desk;
    clock.advanceTo(event.at);
    simulated.onMarket(event);
    engine.process({ type: 'market', event });
    await this.#settled();
  }

  async #change(): Promise<void> {
    if (this.#changed) return;
    this.#changed = true;
    const { clock, engine } = this.#desk;
    clock.advanceTo(Math.max(clock.now(), this.#job.from));
    for (const one of this.#job.changes) {
      if (one.type === 'setting') await engine.send({ type: 'setting.change', key: one.key, value: one.value, by: BY });
    }
    await this.#settled();
  }

  async #doAgain(deed: RecordedDeed): Promise<void> {
    const { clock, engine, work, candidates } = this.#desk;
    clock.advanceTo(Math.max(clock.now(), deed.at));
    if (deed.type === 'answer') await this.#answer(deed);
    else if (deed.type === 'command') {
      if (!this.#undoesChange(deed)) await engine.send(deed.command);
    } else {
      work.add(async () => {
        await candidates.consider(deed.signal);
      });
    }
    await this.#settled();
  }

  async #answer({ signalId, answer, by }: Extract<RecordedDeed, { type: 'answer' }>): Promise<void> {
    const { ledger, engine } = this.#desk;
    const asked = [...ledger.state.asked.values()].find(({ signal }) => signal.id === signalId);
    const approval = [...ledger.state.approvals.values()].find(({ terms }) => terms.decisionId === asked?.id);
    if (approval === undefined) this.lostAnswers += 1;
    else await engine.send({ type: 'approval.answer', approvalId: approval.id, answer, by });
  }

  /** What the question changes stays changed. */
  #undoesChange({ at, command }: Extract<RecordedDeed, { type: 'command' }>): boolean {
    const { from, changes } = this.#job;
    if (command.type !== 'setting.change' || at < from) return false;
    return changes.some((one) => one.type === 'setting' && one.key === command.key);
  }

  async #settled(): Promise<void> {
    const { engine, faults } = this.#desk;
    if (engine.busy) await engine.settled();
    if (faults.length > 0) throw faults[0];
  }
}

type WiredDesk = ReturnType<typeof wire>;

const REVIEWERS = [rulesTechnicalReviewer, rulesNewsReviewer];

/** Puts the parts of a desk together as the running one is, with nothing behind them that outlives it. */
function wire({ job, recording, model, news, series, sentiment }: WhatIfParts) {
  const clock = new ReplayClock(job.started.at);
  const journal = new MemoryJournal();
  const settings = new Settings(job.config.desk);
  const ledger = new DeskLedger({ clock, journal, settings });
  const simulated = createSimulatedExecution({ seed: job.config.account.seed });
  const instruments = instrumentsBySymbol(simulated.instruments);
  const market = new MarketState(recording.symbols);
  const priceOf = lastPrices(market, instruments);
  const orders = createOrderManager({
    account: job.config.account.name,
    clock,
    execution: simulated,
    records: ledger,
    onIncident: (incident) => ledger.record([{ type: 'entries.halted', reason: incident }]),
  });
  ledger.record([job.started.event]);
  const featureSet = findFeatureSet(model.identity.featureSet);
  if (featureSet === undefined) throw new RangeError(`no feature set ${model.identity.featureSet}`);
  const features = new LatestFeatures(featureSet);
  const decisions = createDecisionDesk({
    ...{ clock, model, news, series },
    deadline: NO_DEADLINE,
    reviewers: REVIEWERS,
    advisor: rulesSizingAdvisor,
    deadlines: { newsMs: 2_000, modelMs: 1_000, reviewerMs: 20_000, advisorMs: 20_000 },
  });
  const faults: unknown[] = [];
  const work = new WorkQueue((fault) => faults.push(fault));
  const { engine, candidates } = wireEngine({
    ...{ ledger, market, instruments, priceOf, features, decisions, orders, work, sentiment },
    strategies: new StrategyRoom(strategiesOf(job, recording)),
    venuePositions: () => simulated.positions(),
  });
  simulated.subscribe((event) => engine.process({ type: 'account', event }));
  return { clock, journal, ledger, simulated, market, candidates, engine, work, faults };
}

function strategiesOf({ config, changes, from }: WhatIfParts['job'], { symbols }: Recording) {
  return Object.entries(config.strategies).flatMap(([name, { config: own }]) =>
    symbols.map((symbol) => withChangedPlan(findStrategy(name).create({ symbol, config: own }), changes, from)),
  );
}
