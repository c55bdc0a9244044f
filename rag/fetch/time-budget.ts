import { SourceUnavailableError } from '../source-error.ts';
import type { FetchClock } from './fetch-clock.ts';

/** The time one page may take in all, spent in pieces; what lies between the pieces does not count. */
export interface TimeBudget {
  leftMs(): number;
  /** Runs a piece of work under a signal that ends with the time, or with the caller's signal. */
  spend<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

export interface TimeBudgetOptions {
  readonly totalMs: number;
  readonly clock: FetchClock;
  /** For the message. */
  readonly page: string;
  readonly signal: AbortSignal | undefined;
}

/** Returns a budget; work that overruns it ends with SourceUnavailableError `timeout`. */
export function createTimeBudget({ totalMs, clock, page, signal }: TimeBudgetOptions): TimeBudget {
  let left = totalMs;
  return {
    leftMs: () => left,
    async spend(work) {
      const controller = new AbortController();
      const follow = () => controller.abort(signal?.reason);
      const startedAt = clock.now();
      const alarm = setTimeout(() => controller.abort(timeout(page, totalMs)), left);
      signal?.addEventListener('abort', follow, { once: true });
      if (signal?.aborted === true) follow();
      try {
        return await work(controller.signal);
      } finally {
        clearTimeout(alarm);
        signal?.removeEventListener('abort', follow);
        left = Math.max(left - Math.max(clock.now() - startedAt, 0), 0);
      }
    },
  };
}

function timeout(page: string, totalMs: number): SourceUnavailableError {
  return new SourceUnavailableError('timeout', `${page} did not come whole within ${totalMs} ms.`);
}
