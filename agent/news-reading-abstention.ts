import type { Abstention, AbstentionDetail } from '../rag/sentiment/reader.ts';
import type { ModelAnswer, ModelFailureKind } from './models/model-call.ts';

const REASONS: Readonly<Record<ModelFailureKind, Abstention['reason']>> = {
  late: 'late',
  cancelled: 'late',
  unavailable: 'unavailable',
  'not-recorded': 'unavailable',
  limited: 'over-limit',
  'over-budget': 'over-limit',
  refused: 'refused',
  malformed: 'malformed',
};

/** Words of calls that are said in the same way of a reading. */
const SAME: readonly AbstentionDetail[] = [
  'deadline',
  'stalled',
  'cancelled',
  'connection',
  'server-error',
  'model-missing',
  'circuit-open',
  'empty',
  'unfinished',
  'tool-call',
  'broken-answer',
  'too-long',
  'key-refused',
  'request-refused',
  'rate-limited',
  'too-large',
];

const OTHER: Readonly<Record<string, AbstentionDetail>> = {
  declined: 'no-reading',
  'bad-output': 'not-json',
  'day-calls': 'daily-cap',
  'day-tokens': 'daily-cap',
  'day-usd': 'daily-cap',
};

/** Returns what a question that came to no answer means for a reading. */
export function abstentionOf({ kind, detail }: Extract<ModelAnswer, { outcome: 'failed' }>): Abstention {
  const same = SAME.find((word) => word === detail);
  // What is left is ours: nothing that was recorded, or a fault that the log tells.
  return { outcome: 'abstained', reason: REASONS[kind], detail: same ?? OTHER[detail] ?? 'connection' };
}
