import type { Consensus } from '../../domain/consensus.ts';
import type { DecisionOutcome } from '../../domain/decision.ts';
import type { MarketContext } from '../../domain/evidence.ts';
import type { Direction } from '../../domain/signal.ts';
import type { ModelVote, Verdict } from '../../domain/verdict.ts';
import type { CastVote, VotedDecision } from './cast-votes.ts';

/**
 * A decision as the training of a next model wants it: what was known, who said what, and what then came. Everything
 * but `returns` was known when the decision was made.
 */
export interface TrainingRow {
  readonly version: 1;
  readonly decision: string;
  readonly at: number;
  readonly symbol: string;
  readonly source: string;
  readonly direction: Direction;
  readonly confidence: number;
  readonly outcome: DecisionOutcome;
  readonly policy: Consensus['policy'];
  readonly consensus: Consensus['outcome'];
  readonly market: MarketContext;
  readonly newsCount: number;
  readonly mood: number | null;
  readonly featureSet: string | null;
  readonly features: Readonly<Record<string, number>>;
  readonly model: ModelVote | null;
  /** The model's own first. */
  readonly votes: readonly (CastVote & { readonly reasons: readonly string[] })[];
  /** By horizon in ms: how far the price had moved, as a fraction; what has not been measured is missing. */
  readonly returns: Readonly<Record<string, number>>;
}

/** Returns the row of a decision that was voted on. */
export function trainingRow({ decision: { record, returns }, votes }: VotedDecision): TrainingRow | null {
  const { id, at, signal, inputs, consensus, model, verdicts, outcome } = record;
  if (consensus === null) return null;
  const { features, market, news, sentiment } = inputs;
  const named = features?.names.map((name, index) => [name, features.values[index] ?? Number.NaN] as const) ?? [];
  return {
    version: 1,
    decision: id,
    at,
    symbol: signal.symbol,
    source: signal.source,
    direction: signal.direction,
    confidence: signal.confidence,
    outcome,
    policy: consensus.policy,
    consensus: consensus.outcome,
    market,
    newsCount: news.length,
    mood: sentiment?.value ?? null,
    featureSet: features?.featureSet ?? null,
    features: Object.fromEntries(named),
    model,
    votes: votes.map((vote) => ({ ...vote, reasons: reasonsOf(vote, verdicts) })),
    returns: Object.fromEntries([...returns].sort(([a], [b]) => a - b)),
  };
}

function reasonsOf({ kind, voter }: CastVote, verdicts: readonly Verdict[]): readonly string[] {
  const verdict = kind === 'model' ? undefined : verdicts.find(({ reviewer }) => reviewer.name === voter);
  if (verdict === undefined) return [];
  const reasons = verdict.outcome === 'voted' ? verdict.reasons : [verdict.reason];
  return reasons.map(({ code }) => code);
}
