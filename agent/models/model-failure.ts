import type { Cut, Ended } from './exchange.ts';
import type { CallFacts, ModelFailureKind } from './model-call.ts';
import type { ModelReply } from './provider.ts';

/** Where it went wrong; words of our own, for what a model or a server wrote stays where it was written. */
export type ModelFailureDetail =
  | Cut
  | 'connection'
  | 'server-error'
  | 'model-missing'
  | 'circuit-open'
  | 'rate-limited'
  | 'too-large'
  | 'key-refused'
  | 'request-refused'
  | 'declined'
  | 'broken-answer'
  | 'unfinished'
  | 'tool-call'
  | 'empty'
  | 'bad-output'
  | 'day-calls'
  | 'day-tokens'
  | 'day-usd'
  | 'assistant-usd'
  | 'not-recorded'
  | 'fault';

/** A question that came to no answer. */
export interface CallFailure {
  readonly kind: ModelFailureKind;
  readonly detail: ModelFailureDetail;
  /** Asking again soon may help. */
  readonly busy: boolean;
  readonly retryAfterMs: number | null;
  /** What it tells of the server. */
  readonly tells: 'reached' | 'failed' | 'unknown';
  /** The server may have worked for it, and may want to be paid. */
  readonly mayCost: boolean;
}

/** What a chat model of ours throws; a conversation is told by its kind and detail why there is no answer. */
export class ModelCallError extends Error {
  override readonly name = 'ModelCallError';
  readonly kind: ModelFailureKind;
  readonly detail: string;
  /** Null where nothing was sent. */
  readonly call: CallFacts | null;

  constructor({ kind, detail }: Pick<CallFailure, 'kind'> & { readonly detail: string }, call: CallFacts | null) {
    super(`The language model gave no answer: ${kind} (${detail}).`);
    this.kind = kind;
    this.detail = detail;
    this.call = call;
  }
}

/** Returns the failed call that an error tells of, however it was wrapped; null for an error of another sort. */
export function modelFailureOf(error: unknown): ModelCallError | null {
  for (let next = error, depth = 0; next instanceof Error && depth < 8; next = next.cause, depth += 1) {
    if (next instanceof ModelCallError) return next;
  }
  return null;
}

/** Returns a failure that says nothing of the server, for nothing was asked of it. */
export function unasked(kind: ModelFailureKind, detail: ModelFailureDetail): CallFailure {
  return failure(kind, detail, 'unknown');
}

/** Returns what a limit means that ended before anything was asked. */
export function leftBefore(cut: 'deadline' | 'cancelled'): CallFailure {
  return unasked(cut === 'deadline' ? 'late' : 'cancelled', cut);
}

const CUTS: Readonly<Record<Cut, readonly [ModelFailureKind, CallFailure['tells']]>> = {
  deadline: ['late', 'failed'],
  stalled: ['late', 'failed'],
  cancelled: ['cancelled', 'unknown'],
  'too-long': ['malformed', 'failed'],
};

/** The model wrote something the server itself would not pass on. */
const BAD_OUTPUT: readonly string[] = ['tool_use_failed', 'json_validate_failed'];

/** Returns what the end of an exchange means, by what our own side saw and not by what a client threw. */
export function failureOf(ended: Exclude<Ended, { type: 'answered' }>): CallFailure {
  switch (ended.type) {
    case 'cut': {
      const [kind, tells] = CUTS[ended.by];
      return { ...failure(kind, ended.by, tells), mayCost: true };
    }
    case 'lost':
      return { ...failure('unavailable', 'connection'), mayCost: !ended.neverReached };
    case 'broken':
      return { ...failure('malformed', 'broken-answer'), mayCost: true };
    case 'refused':
      return ofStatus(ended);
  }
}

/** Returns what is wrong with a whole reply; null where nothing is. Calls of tools are wrong where none were offered. */
export function flawOf(reply: ModelReply, mayCallTools: boolean): CallFailure | null {
  const { text, end, calledTool, declined } = reply;
  if (declined || end === 'filtered') return failure('refused', 'declined', 'reached');
  if (calledTool && mayCallTools && (end === 'tools' || end === 'stop')) return null;
  if (calledTool || end === 'tools') return failure('malformed', 'tool-call', 'reached');
  if (end !== 'stop') return failure('malformed', 'unfinished', 'reached');
  return text.trim() === '' ? failure('malformed', 'empty', 'reached') : null;
}

function ofStatus({ status, retryAfterMs, code }: Extract<Ended, { type: 'refused' }>): CallFailure {
  // 498 is Groq's: its flexible tier has no room just now. 529 is Anthropic's: it is overloaded.
  if (status === 429 || status === 498) return { ...failure('limited', 'rate-limited'), busy: true, retryAfterMs };
  if (status === 503 || status === 529) return { ...failure('unavailable', 'server-error'), busy: true, retryAfterMs };
  if (status >= 500) return failure('unavailable', 'server-error');
  if (status === 413 || code === 'context_length_exceeded') return failure('limited', 'too-large', 'reached');
  if (status === 401 || status === 403) return failure('refused', 'key-refused');
  if (status === 404 || code === 'model_not_found') return failure('unavailable', 'model-missing');
  if (code !== null && BAD_OUTPUT.includes(code)) {
    return { ...failure('malformed', 'bad-output', 'reached'), mayCost: true };
  }
  return failure('refused', 'request-refused');
}

function failure(
  kind: ModelFailureKind,
  detail: ModelFailureDetail,
  tells: CallFailure['tells'] = 'failed',
): CallFailure {
  return { kind, detail, busy: false, retryAfterMs: null, tells, mayCost: false };
}
