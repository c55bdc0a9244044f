import type { FetchClock } from '../../../rag/fetch/fetch-clock.ts';

/** A clock on which every wait is over at once and moves the time on. */
export interface LeapingClock extends FetchClock {
  /** How long each wait would have taken, in order. */
  readonly sleeps: readonly number[];
  leap(ms: number): void;
}

export function createLeapingClock(startAt = 1_748_000_000_000): LeapingClock {
  let now = startAt;
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => now,
    leap(ms) {
      now += ms;
    },
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      sleeps.push(ms);
      now += ms;
    },
  };
}
