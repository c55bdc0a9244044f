import { SourceUnavailableError } from '../source-error.ts';
import type { FetchClock } from './fetch-clock.ts';
import type { FetchLimits } from './fetch-limits.ts';
import type { TimeBudget } from './time-budget.ts';

const FIRST_PAUSE_MS = 500;

/** Failures that another try a moment later often heals, besides those of the server's own (5xx). */
const FLEETING = new Set(['connection', 'dns', 'idle', 'broken-answer']);

export interface Retrying {
  readonly clock: FetchClock;
  /** 0..1, evenly. */
  readonly random: () => number;
  readonly limits: Pick<FetchLimits, 'retries' | 'maxPauseMs'>;
  readonly budget: TimeBudget;
}

/**
 * Runs a try, and again after a pause where it failed in a fleeting way. The pause is what the server asked for, or
 * doubles from half a second, the later half of it by chance ("equal jitter", Brooker, AWS Architecture Blog, 2015).
 * Throws the last error where the tries, or the time for another pause, are used up.
 */
export async function withRetries<T>(attempt: () => Promise<T>, retrying: Retrying): Promise<T> {
  const { clock, budget, limits } = retrying;
  for (let failures = 0; ; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      const pauseMs = failures < limits.retries ? pauseAfter(error, failures, retrying.random) : undefined;
      if (pauseMs === undefined || pauseMs > limits.maxPauseMs || pauseMs >= budget.leftMs()) throw error;
      await budget.spend((signal) => clock.sleep(pauseMs, signal));
    }
  }
}

/** Returns how long to wait before the next try, or undefined where another one is of no use. */
function pauseAfter(error: unknown, failures: number, random: () => number): number | undefined {
  if (!(error instanceof SourceUnavailableError)) return undefined;
  if (error.retryAfterMs !== undefined && error.code.startsWith('status-')) return error.retryAfterMs;
  if (!FLEETING.has(error.code) && !error.code.startsWith('status-5')) return undefined;
  const longest = FIRST_PAUSE_MS * 2 ** failures;
  return longest / 2 + (random() * longest) / 2;
}
