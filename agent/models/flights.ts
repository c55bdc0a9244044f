import { orAborted } from '../../rag/fetch/or-aborted.ts';
import type { Limit } from './time-limit.ts';

/** Lets who asks the same at the same time share one answer. Who leaves takes nobody along; the last one ends it. */
export class Flights<T> {
  readonly #open = new Map<string, Flight<T>>();

  /** Returns the answer, or what `left` says where the limit ends first and others still wait for it. */
  async join(key: string, limit: Limit, work: (limit: Limit) => Promise<T>, left: () => T): Promise<T> {
    const flight = this.#open.get(key) ?? this.#start(key, work);
    return flight.wait(limit, left, () => this.#close(key, flight));
  }

  #start(key: string, work: (limit: Limit) => Promise<T>): Flight<T> {
    const flight = new Flight<T>(work, () => this.#close(key, flight));
    this.#open.set(key, flight);
    return flight;
  }

  #close(key: string, flight: Flight<T>): void {
    if (this.#open.get(key) === flight) this.#open.delete(key);
  }
}

/** One piece of work and those who wait for it; its limit is that of the most patient. */
class Flight<T> implements Limit {
  endsAt = 0;
  readonly #controller = new AbortController();
  readonly #work: (limit: Limit) => Promise<T>;
  readonly #landed: () => void;
  #answer: Promise<T> | null = null;
  #waiting = 0;

  constructor(work: (limit: Limit) => Promise<T>, landed: () => void) {
    this.#work = work;
    this.#landed = landed;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  async wait(limit: Limit, left: () => T, abandoned: () => void): Promise<T> {
    this.#waiting += 1;
    this.endsAt = Math.max(this.endsAt, limit.endsAt);
    this.#answer ??= this.#work(this).finally(this.#landed);
    try {
      return await orAborted(this.#answer, limit.signal);
    } catch (error) {
      if (!limit.signal.aborted) throw error;
      if (this.#waiting > 1) return left();
      // Nobody is left: the work ends at once and says how.
      abandoned();
      this.#controller.abort(limit.signal.reason);
      return await this.#answer;
    } finally {
      this.#waiting -= 1;
    }
  }
}
