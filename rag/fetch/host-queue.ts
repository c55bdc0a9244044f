import { SourceUnavailableError } from '../source-error.ts';
import type { FetchClock } from './fetch-clock.ts';
import { orAborted } from './or-aborted.ts';

export interface Pace {
  readonly requestsPerSecond: number;
  /** Requests at once after a rest. */
  readonly burst: number;
  readonly connections: number;
  /** Nobody waits longer than about this. */
  readonly maxQueueMs: number;
}

/** The queue before one host: first come, first served. */
export interface HostQueue {
  /**
   * Waits for a turn and returns what ends it. Throws SourceUnavailableError `busy` where the queue is too long,
   * and the signal's reason where that is aborted.
   */
  enter(signal?: AbortSignal): Promise<() => void>;
  /** From now on at most one request each so many ms; the slowest wish stands. */
  slowDown(intervalMs: number): void;
}

/** Returns a queue with a token bucket and a number of connections. */
export function createHostQueue(host: string, pace: Pace, clock: FetchClock): HostQueue {
  let intervalMs = 1_000 / pace.requestsPerSecond;
  let { burst } = pace;
  let tokens = burst;
  let filledAt = clock.now();
  let waiting = 0;
  let open = 0;
  let ended = () => {};
  let last: Promise<void> = Promise.resolve();

  function refill() {
    const now = clock.now();
    // A clock set back must not stop the refill for as long.
    tokens = Math.min(burst, tokens + Math.max(now - filledAt, 0) / intervalMs);
    filledAt = now;
  }

  async function takeToken(signal?: AbortSignal) {
    for (refill(); tokens < 1; refill()) await clock.sleep(Math.ceil((1 - tokens) * intervalMs), signal);
    tokens -= 1;
  }

  async function awaitConnection(signal?: AbortSignal) {
    while (open >= pace.connections) {
      await orAborted(new Promise<void>((resolve) => (ended = resolve)), signal);
    }
  }

  function leave() {
    open -= 1;
    ended();
  }

  return {
    async enter(signal) {
      refill();
      const expectedMs = (waiting + 1 - tokens) * intervalMs;
      if (expectedMs > pace.maxQueueMs) throw busy(host, expectedMs);
      waiting += 1;
      const before = last;
      let pass = () => {};
      last = new Promise((resolve) => (pass = resolve));
      try {
        await orAborted(before, signal);
        await awaitConnection(signal);
        await takeToken(signal);
        open += 1;
        return once(leave);
      } finally {
        waiting -= 1;
        // Who gives up in the middle of the queue lets the next one through only when those before are through.
        void before.then(pass);
      }
    },
    slowDown(wantedMs) {
      if (wantedMs <= intervalMs) return;
      refill();
      intervalMs = wantedMs;
      burst = 1;
      tokens = Math.min(tokens, burst);
    },
  };
}

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
}

function busy(host: string, expectedMs: number): SourceUnavailableError {
  const seconds = Math.ceil(expectedMs / 1_000);
  const message = `Too many requests wait for ${host} already: the turn would come in ${seconds} s.`;
  return new SourceUnavailableError('busy', message, { retryAfterMs: Math.ceil(expectedMs) });
}
