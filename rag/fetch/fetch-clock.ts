import { setTimeout as wait } from 'node:timers/promises';

/** Time as the fetcher needs it; injected, so that a test need not wait. */
export interface FetchClock {
  /** Epoch ms. */
  now(): number;
  /** Waits so many ms. Rejects with the signal's reason once that is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: FetchClock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    try {
      await wait(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      throw signal?.aborted === true ? signal.reason : error;
    }
  },
};
