import type { DecisionRecord, GatePass, MovedInputs } from '../domain/decision.ts';
import type { ModelVote, Verdict } from '../domain/verdict.ts';
import type { Reviewer, ReviewRequest } from '../ports/reviewer.ts';
import type { SignalModel } from '../ports/signal-model.ts';
import { openApproval } from './approval-terms.ts';
import { canonicalJson, isPlainObject } from './canonical-json.ts';
import type { Votes } from './consensus.ts';
import type { Deadline } from './deadline.ts';
import { NO_DEADLINE } from './deadline.ts';
import { decide } from './decide.ts';
import { movedInputs } from './decision-desk.ts';
import { resolve } from './resolve.ts';
import { createReviewPanel, PANEL_ABSTENTIONS } from './review-panel.ts';
import { adviceOf } from './sizing-advice.ts';

export interface ReplayVoters {
  readonly model: Pick<SignalModel, 'identity' | 'vote'>;
  readonly reviewers: readonly Reviewer[];
  readonly deadline?: Deadline;
  /** Reads what a language model wrote once more; null where its reply, or the reading of it, is not at hand. */
  readonly reread?: RereadVerdict;
}

/** Returns the verdict that a recorded reply amounts to, by the same request. */
export type RereadVerdict = (recorded: Verdict, request: ReviewRequest) => Verdict | null;

export interface Difference {
  readonly path: string;
  readonly recorded: unknown;
  readonly recomputed: unknown;
}

/**
 * `asked` names the voters that were asked again, `reread` the language models whose recorded replies were read again;
 * the others' words were taken as they are written.
 */
export type ReplayResult = { readonly asked: readonly string[]; readonly reread?: readonly string[] } & (
  | { readonly same: true }
  | { readonly same: false; readonly differences: readonly Difference[] }
);

/** How long somebody took is of the hour, not of the decision. */
const IGNORED_KEYS: ReadonlySet<string> = new Set(['latencyMs']);

/**
 * Makes a decision again from its record: the model on the recorded features, rule reviewers on the recorded evidence,
 * then consensus, sizing, gates and the person's answer; and compares field by field. What a language model replied is
 * read again, for it would hardly say the same twice. Rules of another version, and abstentions of the hour such as a
 * missed deadline, cannot be asked again and count as recorded.
 */
export async function replayDecision(record: DecisionRecord, voters: ReplayVoters): Promise<ReplayResult> {
  const { votes, asked } = await voteAgain(record, voters);
  const { verdicts, reread } = readAgain(record, votes.verdicts, voters);
  const recomputed = decideAgain(record, { ...votes, verdicts });
  const differences = differencesOf(record, recomputed, '$');
  const who = reread.length === 0 ? { asked } : { asked, reread };
  return differences.length === 0 ? { same: true, ...who } : { same: false, ...who, differences };
}

/** Who was asked, how, and how long it took are facts of the hour; only what the reply says is read again. */
function readAgain(
  record: DecisionRecord,
  verdicts: readonly Verdict[],
  { reread }: ReplayVoters,
): { verdicts: readonly Verdict[]; reread: readonly string[] } {
  if (reread === undefined) return { verdicts, reread: [] };
  const request = reviewRequestOf(record);
  const names: string[] = [];
  const again = verdicts.map((verdict) => {
    if (verdict.reviewer.kind !== 'language-model') return verdict;
    const read = reread(verdict, request);
    if (read === null) return verdict;
    names.push(verdict.reviewer.name);
    const { reviewer, latencyMs, call } = verdict;
    return { ...read, reviewer, latencyMs, ...(call !== undefined && { call }) };
  });
  return { verdicts: again, reread: names };
}

async function voteAgain(record: DecisionRecord, voters: ReplayVoters): Promise<{ votes: Votes; asked: string[] }> {
  const reviewers = voters.reviewers.filter((reviewer) => isRepeatable(reviewer, record.verdicts));
  const isModelAsked = record.model !== null && !isOfTheHour(record.model);
  if (!isModelAsked && reviewers.length === 0) return { votes: record, asked: [] };
  const panel = createReviewPanel({
    clock: { now: () => record.at },
    deadline: voters.deadline ?? NO_DEADLINE,
    model: voters.model,
    reviewers,
    modelDeadlineMs: 0,
    reviewerDeadlineMs: 0,
  });
  const again = await panel.vote(reviewRequestOf(record), true);
  const byName = new Map(again.verdicts.map((verdict) => [verdict.reviewer.name, verdict]));
  const verdicts = record.verdicts.map((verdict) => byName.get(verdict.reviewer.name) ?? verdict);
  const model = isModelAsked ? again.model : record.model;
  const asked = [...(isModelAsked ? ['model'] : []), ...byName.keys()];
  return { votes: { model, verdicts }, asked };
}

/** A rule of another version judged by other thresholds: what it said counts as recorded. */
function isRepeatable({ identity }: Reviewer, verdicts: readonly Verdict[]): boolean {
  const recorded = verdicts.find(
    ({ reviewer }) => reviewer.name === identity.name && reviewer.version === identity.version,
  );
  return identity.kind === 'rules' && recorded !== undefined && !isOfTheHour(recorded);
}

function isOfTheHour(vote: ModelVote | Verdict): boolean {
  return vote.outcome === 'abstained' && PANEL_ABSTENTIONS.has(vote.reason.code);
}

function reviewRequestOf({ id, signal, inputs }: DecisionRecord): ReviewRequest {
  const { asOf, features, market, portfolio, news, sentiment = null, series = [] } = inputs;
  return { decisionId: id, asOf, signal, features, market, portfolio, news, sentiment, series };
}

/** Returns the decision made again from its record with these votes: sizing, gates, and the answer as it was given. */
export function decideAgain(record: DecisionRecord, votes: Votes): DecisionRecord {
  const { number, at, signal, inputs, gates } = record;
  const advice = adviceOf(record.sizing);
  const first = decide({ number, at, signal, inputs, ...votes, advice, moved: gates[0]?.inputs ?? null }).record;
  if (record.approval === null) return first;
  const { own, requotes } = splitGates(record);
  const asked = requotes.reduce(requoteAgain, first);
  return answerAgain(record, asked, own);
}

/** Returns how often a tap found the price too far away, so that it was quoted anew. */
export function requotesOf(record: DecisionRecord): number {
  if (record.outcome === 'asked') return Math.max(0, record.gates.length - 1);
  return splitGates(record).requotes.length;
}

/** Every gate after the first but the last answer's own was a tap that found the price too far away. */
function splitGates({ gates, approval, outcome }: DecisionRecord): {
  own: GatePass | null;
  requotes: readonly GatePass[];
} {
  const later = gates.slice(1);
  const answer = approval?.answer;
  const hasOwn = answer === 'approve' || answer === 'half' || (answer === 'voided' && outcome === 'blocked');
  return hasOwn ? { own: later.at(-1) ?? null, requotes: later.slice(0, -1) } : { own: null, requotes: later };
}

function requoteAgain(record: DecisionRecord, gate: GatePass): DecisionRecord {
  if (record.outcome !== 'asked' || gate.inputs === undefined) return record;
  const approval = openApproval('A-0', record);
  return resolve({ record, approval, answer: 'approve', by: null, at: gate.at, inputsNow: gate.inputs }).record;
}

/** The answer itself is a fact: who, what and when are taken from the record. */
function answerAgain(recorded: DecisionRecord, asked: DecisionRecord, own: GatePass | null): DecisionRecord {
  const { approval } = recorded;
  if (approval === null || asked.outcome !== 'asked') return asked;
  const { approvalId: id, answer, by, at } = approval;
  const inputsNow = own?.inputs ?? unmoved(asked, approval.priceAtAnswer);
  return resolve({ record: asked, approval: { ...openApproval(id, asked), id }, answer, by, at, inputsNow }).record;
}

/** Where nothing was asked of the gate, only the price of the moment was written down. */
function unmoved({ inputs }: DecisionRecord, priceAtAnswer: string | null): MovedInputs {
  const price = priceAtAnswer === null ? Number.NaN : Number(priceAtAnswer);
  return { ...movedInputs(inputs, inputs.asOf), market: { ...inputs.market, price }, blockedBy: null };
}

/** Returns every path at which two records differ; a field that is absent counts as undefined. */
export function differencesOf(recorded: unknown, recomputed: unknown, path: string): readonly Difference[] {
  if (isPlainObject(recorded) && isPlainObject(recomputed)) {
    const keys = [...new Set([...Object.keys(recorded), ...Object.keys(recomputed)])].sort();
    return keys
      .filter((key) => !IGNORED_KEYS.has(key))
      .flatMap((key) => differencesOf(recorded[key], recomputed[key], `${path}.${key}`));
  }
  if (Array.isArray(recorded) && Array.isArray(recomputed)) {
    const length = Math.max(recorded.length, recomputed.length);
    return Array.from({ length }, (_, index) =>
      differencesOf(recorded[index], recomputed[index], `${path}[${index}]`),
    ).flat();
  }
  return isSameLeaf(recorded, recomputed) ? [] : [{ path, recorded, recomputed }];
}

function isSameLeaf(a: unknown, b: unknown): boolean {
  if (a === undefined || b === undefined) return a === b;
  return canonicalJson(a) === canonicalJson(b);
}
