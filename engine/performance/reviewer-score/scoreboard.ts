import type { Ensemble } from '../../domain/ensemble.ts';
import type { ReviewerRole } from '../../domain/verdict.ts';
import { type Figure, figure } from '../figure.ts';
import type { MeasuredDecision, VoteMeasure } from '../vote-scores.ts';
import { VOTES_FLOOR } from '../vote-scores.ts';
import { type Calibration, calibrationOf, type Forecast } from './calibration.ts';
import type { CastVote, VotedDecision, VoteFailure } from './cast-votes.ts';
import { MAIN_HORIZON_MS, votedDecisions, wantedReturn } from './cast-votes.ts';
import { type Lift, liftOf } from './lift.ts';
import { quantileOf } from './quantile.ts';
import { REGIMES, type Regime, regimeReader } from './regime.ts';
import { chanceRight, type VoterCounts } from './voter-weights.ts';

export interface ScoreboardOptions {
  /** The horizons that outcomes are measured at. */
  readonly horizonsMs: readonly number[];
  /** Of one side of a trade. */
  readonly takerFeeFraction: number;
  /** What the signal model's probabilities forecast: they are held to that move, not to the fees. */
  readonly modelMeasure: VoteMeasure;
}

/** How good every voter has been. Figures below their floor are not available, and say how much is missing. */
export interface Scoreboard {
  /** Entries that were voted on, and those of them whose outcome at the main horizon is known. */
  readonly decisions: number;
  readonly measured: number;
  readonly mainHorizonMs: number;
  /** A yes was right before a move of at least so much the wanted way, a no before none: both fees of a trade. */
  readonly moveFraction: number;
  /** Share of the measured that no move paid for: so often would be right who always says no. */
  readonly idle: Figure;
  /** The weights of the newest decision that was weighed; null where none was. */
  readonly ensemble: { readonly decisionId: string; readonly weights: Ensemble } | null;
  /** In the order in which they first voted. */
  readonly voters: readonly VoterBoard[];
  readonly lifts: readonly Lift[];
}

export interface VoterBoard {
  /** With its version, `rules:technical 1`; the other names are those of `CastVote`. */
  readonly key: string;
  readonly voter: string;
  readonly version: string;
  readonly kind: CastVote['kind'];
  readonly role: ReviewerRole | null;
  readonly languageModel: string | null;
  readonly asked: number;
  readonly voted: number;
  readonly assented: number;
  /** Shares of the times that it was asked. */
  readonly abstention: Figure;
  readonly timeouts: Figure;
  readonly invalid: Figure;
  /** Share of the votes of both on which they said the same: yes, or not. */
  readonly agreement: readonly { readonly key: string; readonly figure: Figure }[];
  readonly latencyMs: { readonly p50: Figure; readonly p95: Figure };
  /** In all, and for each time that it was asked; null where a price is not known, or nothing was to be paid. */
  readonly costUsd: number | null;
  readonly costPerDecisionUsd: Figure;
  /** How likely it is to be right at the main horizon, from a prior of a coin: 0.5 before anything is known. */
  readonly chanceRight: number;
  readonly horizons: readonly HorizonScore[];
  /** At the main horizon. */
  readonly regimes: readonly { readonly regime: Regime; readonly hitRate: Figure }[];
}

export interface HorizonScore {
  readonly horizonMs: number;
  readonly hitRate: Figure;
  readonly calibration: Calibration;
}

interface Cast {
  readonly vote: CastVote;
  readonly decision: MeasuredDecision;
  readonly among: readonly CastVote[];
}

/** Returns the scoreboard of these decisions. A pure reading: the same records, the same board. */
export function makeScoreboard(decisions: readonly MeasuredDecision[], options: ScoreboardOptions): Scoreboard {
  const voted = votedDecisions(decisions);
  const moveFraction = 2 * options.takerFeeFraction;
  const casts = castsByVoter(voted);
  const regimesOf = regimeReader(voted.map(({ decision }) => decision.record));
  const reviewers = [...casts].flatMap(([key, own]) => (own[0]?.vote.kind === 'model' ? [] : [key]));
  const moves = voted.flatMap(({ decision }) => wantedReturn(decision, MAIN_HORIZON_MS) ?? []);
  return {
    decisions: voted.length,
    measured: moves.length,
    mainHorizonMs: MAIN_HORIZON_MS,
    moveFraction,
    idle: figure(moves.length, VOTES_FLOOR, () => moves.filter((moved) => moved < moveFraction).length / moves.length),
    ensemble: lastEnsemble(voted),
    voters: [...casts].flatMap(([key, own]) => {
      const board = boardOf(own, { ...options, moveFraction, regimesOf, keys: [...casts.keys()] });
      return board === null ? [] : [{ key, ...board }];
    }),
    lifts: combinationsOf(reviewers, voted).map((keys) =>
      liftOf(voted, keys, { horizonMs: MAIN_HORIZON_MS, feesFraction: moveFraction }),
    ),
  };
}

function lastEnsemble(voted: readonly VotedDecision[]): Scoreboard['ensemble'] {
  const last = voted.findLast(({ decision }) => decision.record.inputs.ensemble !== undefined)?.decision.record;
  const weights = last?.inputs.ensemble;
  return last === undefined || weights === undefined ? null : { decisionId: last.id, weights };
}

function castsByVoter(voted: readonly VotedDecision[]): ReadonlyMap<string, readonly Cast[]> {
  const casts = new Map<string, Cast[]>();
  for (const { decision, votes } of voted) {
    for (const vote of votes) {
      const own = casts.get(vote.key) ?? [];
      own.push({ vote, decision, among: votes });
      casts.set(vote.key, own);
    }
  }
  return casts;
}

/** Each reviewer by itself, and those together that were asked about the same decisions. */
function combinationsOf(reviewers: readonly string[], voted: readonly VotedDecision[]): readonly (readonly string[])[] {
  const pairs = reviewers.flatMap((a, place) => reviewers.slice(place + 1).map((b) => [a, b]));
  const met = pairs.filter((pair) =>
    voted.some(({ votes }) => pair.every((key) => votes.some((vote) => vote.key === key))),
  );
  return [...reviewers.map((key) => [key]), ...met];
}

interface BoardContext extends ScoreboardOptions {
  readonly moveFraction: number;
  readonly keys: readonly string[];
  readonly regimesOf: ReturnType<typeof regimeReader>;
}

function boardOf(casts: readonly Cast[], context: BoardContext): Omit<VoterBoard, 'key'> | null {
  const last = casts.at(-1)?.vote;
  if (last === undefined) return null;
  const { voter, version, kind, role } = last;
  const votes = casts.filter(({ vote }) => vote.stance !== null);
  const asked = casts.length;
  const share = (count: number) => figure(asked, VOTES_FLOOR, () => count / asked);
  const failed = (failure: VoteFailure) => casts.filter(({ vote }) => vote.failure === failure).length;
  const latencies = casts.flatMap(({ vote }) => vote.latencyMs ?? []);
  const costUsd = costOf(casts);
  return {
    ...{ voter, version, kind, role, asked },
    languageModel: casts.findLast(({ vote }) => vote.languageModel !== null)?.vote.languageModel ?? null,
    voted: votes.length,
    assented: votes.filter(({ vote }) => vote.assents).length,
    abstention: share(asked - votes.length),
    timeouts: share(failed('late')),
    invalid: share(failed('invalid')),
    agreement: context.keys.filter((key) => key !== last.key).flatMap((key) => agreementWith(key, votes) ?? []),
    latencyMs: {
      p50: figure(latencies.length, VOTES_FLOOR, () => quantileOf(latencies, 0.5)),
      p95: figure(latencies.length, VOTES_FLOOR, () => quantileOf(latencies, 0.95)),
    },
    costUsd,
    costPerDecisionUsd: figure(asked, VOTES_FLOOR, () => (costUsd ?? Number.NaN) / asked),
    chanceRight: chanceRight(countsOf(votes, context)),
    horizons: context.horizonsMs.map((horizonMs) => horizonScore(votes, horizonMs, context)),
    regimes: REGIMES.map((regime) => {
      const inside = votes.filter(({ decision }) => context.regimesOf(decision.record).includes(regime));
      return { regime, hitRate: hitRateOf(inside, MAIN_HORIZON_MS, context) };
    }),
  };
}

/** A sum with an unknown part is unknown: it would look cheaper than it was. */
function costOf(casts: readonly Cast[]): number | null {
  const called = casts.filter(({ vote }) => vote.languageModel !== null);
  if (called.length === 0) return null;
  const sum = called.reduce((total, { vote }) => total + (vote.costUsd ?? Number.NaN), 0);
  return Number.isFinite(sum) ? sum : null;
}

function agreementWith(key: string, votes: readonly Cast[]): { key: string; figure: Figure } | null {
  const both = votes.flatMap(({ vote, among }) => {
    const other = among.find((one) => one.key === key && one.stance !== null);
    return other === undefined ? [] : [vote.assents === other.assents];
  });
  if (both.length === 0) return null;
  return { key, figure: figure(both.length, VOTES_FLOOR, () => both.filter(Boolean).length / both.length) };
}

function horizonScore(votes: readonly Cast[], horizonMs: number, context: BoardContext): HorizonScore {
  return {
    horizonMs,
    hitRate: hitRateOf(votes, horizonMs, context),
    calibration: calibrationOf(votes.flatMap((cast) => forecastOf(cast, horizonMs, context) ?? [])),
  };
}

function hitRateOf(votes: readonly Cast[], horizonMs: number, { moveFraction }: BoardContext): Figure {
  const rights = votes.flatMap((cast) => rightness(cast, horizonMs, moveFraction) ?? []);
  return figure(rights.length, VOTES_FLOOR, () => rights.filter(Boolean).length / rights.length);
}

function rightness({ vote, decision }: Cast, horizonMs: number, moveFraction: number): boolean | null {
  const moved = wantedReturn(decision, horizonMs);
  return moved === null ? null : vote.assents === moved >= moveFraction;
}

/** A reviewer says how sure it is of its vote; the signal model how likely the move is that it was trained on. */
function forecastOf(cast: Cast, horizonMs: number, context: BoardContext): Forecast | null {
  const { vote, decision } = cast;
  const moved = wantedReturn(decision, horizonMs);
  if (vote.forecast === null || moved === null) return null;
  if (vote.kind === 'model') return { given: vote.forecast, came: moved >= context.modelMeasure.moveFraction };
  return { given: vote.forecast, came: rightness(cast, horizonMs, context.moveFraction) === true };
}

function countsOf(votes: readonly Cast[], { moveFraction }: BoardContext): VoterCounts {
  const counts = { worth: { right: 0, measured: 0 }, idle: { right: 0, measured: 0 } };
  for (const { vote, decision } of votes) {
    const moved = wantedReturn(decision, MAIN_HORIZON_MS);
    if (moved === null) continue;
    const wasWorth = moved >= moveFraction;
    const count = wasWorth ? counts.worth : counts.idle;
    count.measured += 1;
    if (vote.assents === wasWorth) count.right += 1;
  }
  return counts;
}
