import type { WireFault } from '../fakes/llm/wire-faults.ts';

/** For a server that answers at once, so that a slow machine is not taken for a slow model. */
export const AMPLE_MS = 20_000;
/** For one that does not answer. */
const SHORT_MS = 300;

/** The codes that a fault may come to, and how long the reviewer waits. */
export interface WireCase {
  readonly codes: readonly string[];
  readonly deadlineMs?: number;
}

const late: WireCase = { codes: ['reviewer.late'], deadlineMs: SHORT_MS };
const away: WireCase = { codes: ['reviewer.unavailable'] };
const noRoom: WireCase = { codes: ['reviewer.limited'] };
const turnedAway: WireCase = { codes: ['reviewer.turned-away'] };
const broken: WireCase = { codes: ['reviewer.malformed'] };

export const wireCases: Readonly<Record<WireFault, WireCase>> = {
  hang: late,
  'hang-midway': late,
  'slow-drip': late,
  'rate-limited': noRoom,
  'rate-limited-1s': noRoom,
  'rate-limited-1h': noRoom,
  'rate-limited-date': noRoom,
  'no-room-498': noRoom,
  'busy-503': away,
  'error-500': away,
  'bad-key': turnedAway,
  'no-such-model': away,
  'bad-request': turnedAway,
  'too-large': noRoom,
  // A word of one protocol; to the other it is a refused question.
  'tool-use-failed': { codes: ['reviewer.malformed', 'reviewer.turned-away'] },
  reset: away,
  'cut-stream': away,
  garbage: broken,
  'half-a-line': broken,
  'error-midway': broken,
  endless: { codes: ['reviewer.malformed', 'reviewer.late'], deadlineMs: 5_000 },
  redirect: away,
};
