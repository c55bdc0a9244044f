import type { Reason } from '../domain/reason.ts';
import type { ModelVote, ReviewCall, ReviewerIdentity, Stance, Verdict } from '../domain/verdict.ts';
import { isPlainObject, isRecordable } from './canonical-json.ts';

const STANCES: ReadonlySet<unknown> = new Set<Stance>(['buy', 'sell', 'hold']);
/** A sentence, and not the place for more. */
const LONGEST_NOTE = 280;
const LONGEST_REPLY = 4_000;

type Fields = Readonly<Record<string, unknown>>;

/** Returns whether what a signal model answered is a vote that can be counted and recorded. */
export function isModelVote(value: unknown): value is ModelVote {
  if (!isRecordable(value)) return false;
  if (value.outcome === 'abstained') return isReason(value.reason);
  const numbers = [value.probabilityUp, value.probabilityDown, value.thresholdUp, value.thresholdDown];
  return (
    value.outcome === 'voted' &&
    STANCES.has(value.stance) &&
    numbers.every(isFraction) &&
    Array.isArray(value.contributions)
  );
}

/** Returns whether what a reviewer answered is a verdict of its own that can be counted and recorded. */
export function isVerdictOf(identity: ReviewerIdentity, value: unknown): value is Verdict {
  if (!isRecordable(value) || !isCallOf(identity, value.call)) return false;
  if (value.outcome === 'abstained') return isReason(value.reason);
  return (
    value.outcome === 'voted' &&
    STANCES.has(value.stance) &&
    isFraction(value.confidence) &&
    Array.isArray(value.reasons) &&
    value.reasons.every(isReason) &&
    isNote(value.note)
  );
}

/** A rule calls nobody, and a language model nobody but itself. */
function isCallOf(identity: ReviewerIdentity, call: unknown): boolean {
  if (call === undefined) return true;
  return identity.kind === 'language-model' && isReviewCall(call) && `${call.provider}:${call.model}` === identity.name;
}

function isReviewCall(call: unknown): call is ReviewCall {
  if (!isPlainObject(call)) return false;
  const texts = [call.id, call.provider, call.model, call.prompt, call.promptSha256, call.requestSha256];
  const amounts = [call.inputTokens, call.outputTokens, call.costUsd];
  return (
    texts.every(isText) &&
    amounts.every((amount) => amount === null || isAmount(amount)) &&
    isAmount(call.latencyMs) &&
    typeof call.temperature === 'number' &&
    (call.seed === null || typeof call.seed === 'number') &&
    isReply(call)
  );
}

function isReply({ reply, replySha256 }: Fields): boolean {
  if (reply === null) return replySha256 === null;
  return typeof reply === 'string' && reply.length <= LONGEST_REPLY && isText(replySha256);
}

/** On one line, so that a quotation ends where it ends. */
function isNote(note: unknown): boolean {
  if (note === undefined || note === null) return true;
  return typeof note === 'string' && note.length <= LONGEST_NOTE && !/[\p{Cc}\u2028\u2029]/u.test(note);
}

function isReason(value: unknown): value is Reason {
  return isPlainObject(value) && typeof value.code === 'string' && isPlainObject(value.values);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 300;
}

function isAmount(value: unknown): boolean {
  return typeof value === 'number' && value >= 0;
}

function isFraction(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}
