import { setImmediate as turn } from 'node:timers/promises';
import type { EmergencyClock } from '../../engine/emergency/emergency-clock.ts';

/** A clock that moves on only when everybody waits: `run` goes from one deadline to the next until the work is done. */
export class WaitingClock implements EmergencyClock {
  #now: number;
  #timers: { readonly at: number; readonly call: () => void }[] = [];

  constructor(now = 1_750_000_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, call: () => void): () => void {
    const timer = { at: this.#now + ms, call };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        forget();
        reject(new Error('stopped'));
      };
      const forget = this.after(ms, () => {
        signal?.removeEventListener('abort', stop);
        resolve();
      });
      if (signal?.aborted) stop();
      else signal?.addEventListener('abort', stop, { once: true });
    });
  }

  async run<T>(work: Promise<T>, limitMs = 3_600_000): Promise<T> {
    const end = this.#now + limitMs;
    let done = false;
    const settle = (): void => {
      done = true;
    };
    work.then(settle, settle);
    while (!done) {
      for (let turns = 0; turns < 4 && !done; turns += 1) await turn();
      if (done) break;
      const next = [...this.#timers].sort((a, b) => a.at - b.at)[0] ?? null;
      if (next === null) throw new Error('everybody waits, and nothing will happen any more');
      if (next.at > end) throw new Error('it takes too long');
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = next.at;
      next.call();
    }
    return work;
  }
}
