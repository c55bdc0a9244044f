import type { ModelVote, ReviewerRole, Stance, Verdict } from '../../domain/verdict.ts';
import type { MeasuredDecision } from '../vote-scores.ts';
import { voterKey } from './seats.ts';

/** A reviewer is asked whether a trade is worth its cost within the hour; whoever is weighed is weighed by that. */
export const MAIN_HORIZON_MS = 3_600_000;

/** One voter's part in one decision. */
export interface CastVote {
  /** `rules:technical 1`, `groq:openai/gpt-oss-20b review-news@1`, `baseline 1`. */
  readonly key: string;
  readonly voter: string;
  /** Of the rule, the prompt, or the signal model. */
  readonly version: string;
  readonly kind: 'rules' | 'language-model' | 'model';
  readonly role: ReviewerRole | null;
  /** `groq:openai/gpt-oss-20b`, where a language model answered. */
  readonly languageModel: string | null;
  /** Null: it abstained. */
  readonly stance: Stance | null;
  readonly assents: boolean;
  /** Why it gave no vote; null where it gave one, or had its own reasons. */
  readonly failure: VoteFailure | null;
  /** How likely it is that the vote is right, by its own word; of the model, that the price goes the wanted way. */
  readonly forecast: number | null;
  readonly latencyMs: number | null;
  /** Null where nothing was asked of a language model, or its price is not known. */
  readonly costUsd: number | null;
}

/** `late` past its deadline · `away` its server, our budget · `invalid` an answer that was none. */
export type VoteFailure = 'late' | 'away' | 'invalid';

export interface VotedDecision {
  readonly decision: MeasuredDecision;
  readonly votes: readonly CastVote[];
}

/** The panel did not put the question: no word of the voter's. */
const UNASKED: ReadonlySet<string> = new Set(['reviewer.no-news', 'reviewer.not-asked']);

const FAILURES: Readonly<Record<string, VoteFailure>> = {
  'model.late': 'late',
  'model.failed': 'away',
  'model.malformed': 'invalid',
  'reviewer.late': 'late',
  'reviewer.failed': 'away',
  'reviewer.turned-away': 'away',
  'reviewer.unavailable': 'away',
  'reviewer.limited': 'away',
  'reviewer.over-budget': 'away',
  'reviewer.cancelled': 'away',
  'reviewer.not-recorded': 'away',
};

/** Returns the entries that were voted on, with the votes of those who were asked, the model's first. */
export function votedDecisions(decisions: readonly MeasuredDecision[]): readonly VotedDecision[] {
  return decisions.flatMap((decision) => {
    const { record } = decision;
    // Getting out asks nobody, and what was blocked was never put to them.
    if (record.signal.action !== 'enter' || record.consensus === null) return [];
    const { wanted } = record.consensus;
    const model = record.model === null ? [] : [modelsVote(record.model, wanted)];
    const reviewers = record.verdicts.flatMap((verdict) => reviewersVote(verdict, wanted) ?? []);
    return [{ decision, votes: [...model, ...reviewers] }];
  });
}

function modelsVote(vote: ModelVote, wanted: Stance): CastVote {
  const { model } = vote;
  const name = { voter: model.name, version: model.version };
  const nothing = { role: null, languageModel: null, latencyMs: null, costUsd: null };
  const asked = { key: voterKey(name), ...name, kind: 'model' as const, ...nothing };
  if (vote.outcome === 'abstained') return { ...asked, ...abstained(vote.reason.code) };
  return {
    ...asked,
    stance: vote.stance,
    assents: vote.stance === wanted,
    failure: null,
    forecast: wanted === 'buy' ? vote.probabilityUp : vote.probabilityDown,
  };
}

function reviewersVote(verdict: Verdict, wanted: Stance): CastVote | null {
  const { reviewer, call } = verdict;
  if (verdict.outcome === 'abstained' && UNASKED.has(verdict.reason.code)) return null;
  const name = { voter: reviewer.name, version: reviewer.version };
  const asked = {
    key: voterKey(name),
    ...name,
    kind: reviewer.kind,
    role: reviewer.role ?? null,
    languageModel: call === undefined ? null : `${call.provider}:${call.model}`,
    // By event time a recorded market stands still while it waits; the call knows how long it was.
    latencyMs: call?.latencyMs ?? (reviewer.kind === 'rules' ? null : verdict.latencyMs),
    costUsd: call?.costUsd ?? null,
  };
  if (verdict.outcome === 'abstained') return { ...asked, ...abstained(verdict.reason.code) };
  const { stance, confidence } = verdict;
  return { ...asked, stance, assents: stance === wanted, failure: null, forecast: confidence };
}

/** A rule abstains for reasons of its own; a reply of a language model that is no verdict is none, whatever is wrong. */
function abstained(code: string): Pick<CastVote, 'stance' | 'assents' | 'failure' | 'forecast'> {
  const failure = FAILURES[code] ?? (code.startsWith('reviewer.') ? 'invalid' : null);
  return { stance: null, assents: false, failure, forecast: null };
}

/** Returns how far the price went the wanted way by a horizon; null while that has not been measured. */
export function wantedReturn({ record, returns }: MeasuredDecision, horizonMs: number): number | null {
  const moved = returns.get(horizonMs);
  if (moved === undefined) return null;
  return record.signal.direction === 'long' ? moved : -moved;
}
