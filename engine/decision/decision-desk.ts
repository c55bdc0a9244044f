import type { DecisionInputs, MovedInputs } from '../domain/decision.ts';
import type { Ensemble } from '../domain/ensemble.ts';
import type { NewsEvidence, SeriesEvidence } from '../domain/evidence.ts';
import { baseOf } from '../domain/instrument.ts';
import type { Signal } from '../domain/signal.ts';
import type { Clock } from '../ports/clock.ts';
import type { NewsSource } from '../ports/news-source.ts';
import type { Reviewer, ReviewRequest } from '../ports/reviewer.ts';
import type { SeriesSource } from '../ports/series-source.ts';
import type { SignalModel } from '../ports/signal-model.ts';
import type { AdviceGiven, SizingAdvisor } from '../ports/sizing-advisor.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Votes } from './consensus.ts';
import { isWeighable, reachConsensus } from './consensus.ts';
import type { Deadline } from './deadline.ts';
import { inTime } from './deadline.ts';
import type { Made } from './decide.ts';
import { decide, decisionId } from './decide.ts';
import type { ReviewOrder } from './review-panel.ts';
import { createReviewPanel } from './review-panel.ts';
import { signalStrength } from './signal-strength.ts';
import { askAdvisor } from './sizing-advice.ts';
import { isHuman } from './wanted-side.ts';

export interface DecisionDeskOptions {
  readonly clock: Clock;
  readonly deadline: Deadline;
  readonly model: Pick<SignalModel, 'identity' | 'vote'>;
  readonly reviewers: readonly Reviewer[];
  readonly order?: ReviewOrder;
  readonly advisor: SizingAdvisor;
  readonly news: NewsSource;
  readonly series: SeriesSource;
  readonly deadlines: DeskDeadlines;
  /** The weights of now; without it everybody must assent. */
  readonly ensemble?: (() => Ensemble) | undefined;
}

export interface DeskDeadlines {
  readonly newsMs: number;
  readonly modelMs: number;
  readonly reviewerMs: number;
  readonly advisorMs: number;
}

/** The engine's state at one moment. */
export type Snapshot = Omit<DecisionInputs, 'asOf' | 'news' | 'series' | 'ensemble'>;

export interface DecisionDesk {
  /**
   * Carries a signal through to a decision. `collect` is asked at the start and again once the votes are in, because
   * the world may have moved. `commit` runs in the same turn as that second look, before any other decision can take
   * one: what it makes pending there, no decision beside this one can spend as well. One decision a symbol at a time
   * is the caller's care.
   */
  consider(signal: Signal, number: number, collect: () => Snapshot, commit?: (made: Made) => void): Promise<Made>;
}

const NEWS_MAX_AGE_MS = 72 * 3_600_000;
const NEWS_LIMIT = 8;
const NO_VOTES: Votes = { model: null, verdicts: [] };

/** Returns the desk: the one asynchronous place of a decision; what it decides is decide.ts. */
export function createDecisionDesk(options: DecisionDeskOptions): DecisionDesk {
  const { clock, deadline, deadlines } = options;
  const panel = createReviewPanel({
    ...options,
    modelDeadlineMs: deadlines.modelMs,
    reviewerDeadlineMs: deadlines.reviewerMs,
  });

  return {
    async consider(signal, number, collect, commit = () => {}) {
      const asOf = clock.now();
      const inputs: DecisionInputs = { ...inputsOf(collect()), asOf, news: [], series: [] };
      const isOpen = signal.action === 'enter' && inputs.blockedBy === null;
      if (!isOpen) {
        const made = decide({ signal, number, at: asOf, inputs, ...NO_VOTES, advice: null, moved: null });
        commit(made);
        return made;
      }
      const [news, series] = await Promise.all([findNews(options, signal, asOf), findSeries(options, asOf)]);
      const request = requestOf(signal, number, { ...inputs, news: news ?? [], series });
      const weighed = { ...inputs, ...weightsFor(options, signal) };
      const votes = await panel.vote(request, news !== null);
      const advice = await adviceFor(options, request, weighed, votes);
      const at = clock.now();
      const moved = whatMoved(inputs, movedInputs(collect(), at));
      const seen = { ...weighed, news: request.news, series };
      const made = decide({ signal, number, at, inputs: seen, ...votes, advice, moved });
      commit(made);
      return made;
    },
  };

  /** Null: nobody knows what the news says, which is not the same as no news. */
  async function findNews(
    { news }: DecisionDeskOptions,
    signal: Signal,
    asOf: number,
  ): Promise<readonly NewsEvidence[] | null> {
    const query = { assets: [baseOf(signal.symbol)], asOf, maxAgeMs: NEWS_MAX_AGE_MS, limit: NEWS_LIMIT };
    const answer = await inTime(() => news.find(query), deadlines.newsMs, deadline);
    return answer.outcome === 'answered' ? answer.value : null;
  }

  /** Figures from outside are good to have; without them a decision is made all the same. */
  async function findSeries({ series }: DecisionDeskOptions, asOf: number): Promise<readonly SeriesEvidence[]> {
    const answer = await inTime(() => series.series(asOf), deadlines.newsMs, deadline);
    return answer.outcome === 'answered' ? answer.value : [];
  }

  /** Only an entry that will be sized by advice asks for it. */
  async function adviceFor(
    { advisor }: DecisionDeskOptions,
    request: ReviewRequest,
    { limits, settings: { riskFraction }, ensemble }: DecisionInputs,
    votes: Votes,
  ): Promise<AdviceGiven | null> {
    const { signal } = request;
    if (isHuman(signal) || reachConsensus(signal, votes, ensemble).outcome === 'hold') return null;
    const strength = signalStrength(signal, votes);
    return askAdvisor(advisor, { ...request, strength, limits, riskFraction }, deadlines.advisorMs, deadline);
  }
}

function requestOf(signal: Signal, number: number, inputs: DecisionInputs): ReviewRequest {
  const { asOf, features, market, portfolio, news, sentiment = null, series = [] } = inputs;
  return { decisionId: decisionId(number), asOf, signal, features, market, portfolio, news, sentiment, series };
}

/** Taken before anybody votes: what is learnt meanwhile is for the next decision. */
function weightsFor({ ensemble }: DecisionDeskOptions, signal: Signal): Pick<DecisionInputs, 'ensemble'> {
  return ensemble === undefined || !isWeighable(signal) ? {} : { ensemble: ensemble() };
}

/** Null where nothing moved: then the record needs no second set of inputs. */
function whatMoved(before: DecisionInputs, now: MovedInputs): MovedInputs | null {
  return canonicalJson(movedInputs(before, before.asOf)) === canonicalJson(now) ? null : now;
}

/** Takes the named parts only: what a caller's snapshot holds beside them is not evidence. */
function inputsOf(snapshot: Snapshot): Snapshot {
  const { instrument, features, market, portfolio, sentiment, limits, settings, blockedBy } = snapshot;
  return { instrument, features, market, portfolio, ...mood(sentiment), limits, settings, blockedBy };
}

/** Returns the moving part of a snapshot, for a later gate. */
export function movedInputs(
  { market, portfolio, sentiment, limits, settings, blockedBy }: Omit<Snapshot, 'instrument' | 'features'>,
  asOf: number,
): MovedInputs {
  return { asOf, market, portfolio, ...mood(sentiment), limits, settings, blockedBy };
}

/** An old record has no mood at all, which is not the same as one that is unknown. */
function mood(sentiment: Snapshot['sentiment']): Pick<Snapshot, 'sentiment'> {
  return sentiment === undefined ? {} : { sentiment };
}
