import type { Abstention, AbstentionDetail } from '../rag/sentiment/reader.ts';
import type { Cut, Ended } from './news-reading-exchange.ts';

/** A question that came to no answer. */
export interface Failure {
  readonly abstention: Abstention;
  /** Asking again soon may help. */
  readonly busy: boolean;
  readonly retryAfterMs: number | null;
  /** What it tells of the server. */
  readonly tells: 'reached' | 'failed' | 'unknown';
}

const CUTS: Readonly<Record<Cut, readonly [Abstention['reason'], Failure['tells']]>> = {
  deadline: ['late', 'failed'],
  stalled: ['late', 'failed'],
  cancelled: ['late', 'unknown'],
  'too-long': ['malformed', 'failed'],
};

/** The model wrote something the server itself would not pass on. */
const BAD_OUTPUT: readonly string[] = ['tool_use_failed', 'json_validate_failed'];

/** Returns what the end of an exchange means, by what our own side saw and not by what a client threw. */
export function abstentionOf(ended: Ended | 'daily-cap'): Failure {
  if (ended === 'daily-cap') return failure('over-limit', 'daily-cap', 'unknown');
  switch (ended.type) {
    case 'cut': {
      const [reason, tells] = CUTS[ended.by];
      return failure(reason, ended.by, tells);
    }
    case 'lost':
      return failure('unavailable', 'connection');
    case 'broken':
      return failure('malformed', 'broken-answer');
    case 'answered':
      return ofStatus(ended);
  }
}

function ofStatus({ status, retryAfterMs, code }: Extract<Ended, { type: 'answered' }>): Failure {
  if (status < 400) return failure('malformed', 'broken-answer');
  // 498 is Groq's: its flexible tier has no room just now.
  if (status === 429 || status === 498) {
    return { ...failure('over-limit', 'rate-limited'), busy: true, retryAfterMs };
  }
  if (status === 503) return { ...failure('unavailable', 'server-error'), busy: true, retryAfterMs };
  if (status >= 500) return failure('unavailable', 'server-error');
  if (status === 413) return failure('over-limit', 'too-large', 'reached');
  if (status === 401 || status === 403) return failure('refused', 'key-refused');
  if (status === 404) return failure('unavailable', 'model-missing');
  if (code !== null && BAD_OUTPUT.includes(code)) return failure('malformed', 'not-json', 'reached');
  return failure('refused', 'request-refused');
}

function failure(reason: Abstention['reason'], detail: AbstentionDetail, tells: Failure['tells'] = 'failed'): Failure {
  return { abstention: { outcome: 'abstained', reason, detail }, busy: false, retryAfterMs: null, tells };
}
