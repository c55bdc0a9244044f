import type { DecisionRecord } from '../domain/decision.ts';
import type { Stance } from '../domain/verdict.ts';
import { type Figure, figure } from './figure.ts';

/** Below this many measured votes a rate says nothing of the voter. */
export const VOTES_FLOOR = 10;

/** Keeps the logarithm of a forecast that was as wrong as can be finite. */
const SURE = 1e-6;

/** When, and by how much, the price has to have moved for a vote to have been right. */
export interface VoteMeasure {
  readonly horizonMs: number;
  readonly moveFraction: number;
}

/** A decision with how far the price had moved after each horizon, as fractions; missing where it was not measured. */
export interface MeasuredDecision {
  readonly record: DecisionRecord;
  readonly returns: ReadonlyMap<number, number>;
}

export interface VoterScore {
  /** `rules:technical`; the model's own name and version. */
  readonly voter: string;
  readonly kind: 'rules' | 'language-model' | 'model';
  readonly asked: number;
  readonly abstained: number;
  /** Votes for the side that was wanted. */
  readonly assented: number;
  /** Share of its votes that went the way the desk then went. */
  readonly agreement: Figure;
  /** Share of its measured votes that were right: an assent before a move of that size the wanted way, a no before none. */
  readonly hitRate: Figure;
}

export interface ModelScore extends VoterScore {
  /** Mean squared error of the two probabilities, 0 (sure and right) to 1. */
  readonly brier: Figure;
  /** Mean of −ln(the probability given to what happened), of both sides. */
  readonly logLoss: Figure;
}

interface Vote {
  readonly voter: string;
  readonly kind: VoterScore['kind'];
  /** Null: it abstained. */
  readonly stance: Stance | null;
}

/** Returns how each reviewer voted on entries and how often it was right, in the order in which they first spoke. */
export function reviewerScores(decisions: readonly MeasuredDecision[], measure: VoteMeasure): readonly VoterScore[] {
  return scores(decisions, measure, ({ verdicts }) =>
    verdicts.map((verdict) => ({
      voter: verdict.reviewer.name,
      kind: verdict.reviewer.kind,
      stance: verdict.outcome === 'voted' ? verdict.stance : null,
    })),
  );
}

/** Returns the same of each model that voted, with what its probabilities were worth against what they forecast. */
export function modelScores(decisions: readonly MeasuredDecision[], measure: VoteMeasure): readonly ModelScore[] {
  const voted = scores(decisions, measure, ({ model }) =>
    model === null
      ? []
      : [{ voter: modelName(model.model), kind: 'model', stance: model.outcome === 'voted' ? model.stance : null }],
  );
  return voted.map((score) => {
    const forecasts = decisions.flatMap((decision) => forecastsOf(decision, score.voter, measure));
    const sample = forecasts.length / 2;
    return {
      ...score,
      brier: figure(sample, VOTES_FLOOR, () => mean(forecasts.map(({ given, came }) => (given - came) ** 2))),
      logLoss: figure(sample, VOTES_FLOOR, () => mean(forecasts.map(logLossOf))),
    };
  });
}

/** Returns the share of votes for a side by itself: what was wanted, and whether it then came. */
function scores(
  decisions: readonly MeasuredDecision[],
  measure: VoteMeasure,
  votesOf: (record: DecisionRecord) => readonly Vote[],
): readonly VoterScore[] {
  const cast = new Map<string, { vote: Vote; decision: MeasuredDecision }[]>();
  for (const decision of decisions) {
    // Getting out asks nobody; there is nothing to have been right about.
    if (decision.record.signal.action !== 'enter' || decision.record.consensus === null) continue;
    for (const vote of votesOf(decision.record)) {
      const known = cast.get(vote.voter);
      if (known === undefined) cast.set(vote.voter, [{ vote, decision }]);
      else known.push({ vote, decision });
    }
  }
  return [...cast].map(([voter, all]) => {
    const votes = all.filter(({ vote }) => vote.stance !== null);
    const agreed = votes.filter(({ vote, decision }) => agrees(vote, decision.record));
    const verdicts = votes.flatMap(({ vote, decision }) => rightness(vote, decision, measure) ?? []);
    return {
      voter,
      kind: all[0]?.vote.kind ?? 'rules',
      asked: all.length,
      abstained: all.length - votes.length,
      assented: votes.filter(({ vote, decision }) => assents(vote, decision.record)).length,
      agreement: figure(votes.length, VOTES_FLOOR, () => agreed.length / votes.length),
      hitRate: figure(verdicts.length, VOTES_FLOOR, () => verdicts.filter(Boolean).length / verdicts.length),
    };
  });
}

function assents({ stance }: Vote, { consensus }: DecisionRecord): boolean {
  return stance === consensus?.wanted;
}

function agrees(vote: Vote, record: DecisionRecord): boolean {
  return assents(vote, record) === (record.consensus?.outcome === 'act');
}

/** Null while the horizon was not measured. */
function rightness(vote: Vote, { record, returns }: MeasuredDecision, measure: VoteMeasure): boolean | null {
  const moved = returns.get(measure.horizonMs);
  if (moved === undefined) return null;
  const wantedWay = record.signal.direction === 'long' ? moved : -moved;
  return assents(vote, record) === wantedWay >= measure.moveFraction;
}

interface Forecast {
  readonly given: number;
  /** 1 when it came about, else 0. */
  readonly came: number;
}

function forecastsOf({ record, returns }: MeasuredDecision, voter: string, measure: VoteMeasure): readonly Forecast[] {
  const { model } = record;
  const moved = returns.get(measure.horizonMs);
  if (model?.outcome !== 'voted' || moved === undefined || modelName(model.model) !== voter) return [];
  if (record.signal.action !== 'enter' || record.consensus === null) return [];
  return [
    { given: model.probabilityUp, came: moved >= measure.moveFraction ? 1 : 0 },
    { given: model.probabilityDown, came: moved <= -measure.moveFraction ? 1 : 0 },
  ];
}

function logLossOf({ given, came }: Forecast): number {
  const likely = Math.min(1 - SURE, Math.max(SURE, given));
  return -Math.log(came === 1 ? likely : 1 - likely);
}

function modelName({ name, version }: { readonly name: string; readonly version: string }): string {
  return `${name} ${version}`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
