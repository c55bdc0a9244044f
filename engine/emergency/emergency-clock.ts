import type { Clock } from '../ports/clock.ts';

/** Real time as the fast path needs it; a test has its own. */
export interface EmergencyClock extends Clock {
  /** Rejects when the signal fires. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Settles as the question does, or rejects once it took too long: nothing here waits for ever. */
export async function within<T>(ms: number, clock: EmergencyClock, question: () => Promise<T>): Promise<T> {
  const over = new AbortController();
  const late = clock.sleep(ms, over.signal).then(
    () => Promise.reject(new TooLate(ms)),
    () => new Promise<never>(() => undefined),
  );
  try {
    return await Promise.race([question(), late]);
  } finally {
    over.abort();
  }
}

/** No answer within the time that an emergency has. */
export class TooLate extends Error {
  constructor(ms: number) {
    super(`no answer within ${ms} ms`);
    this.name = 'TooLate';
  }
}
