import type { CallStore, StoredCall } from './call-store.ts';

const BLOCK = 20;
/** Asked for early, so that no call waits for a number. */
const FEW = 10;

export interface CallLogger {
  warn(details: object, message: string): void;
}

/** Gives calls their numbers and keeps them, without ever making an answer wait or fail: what cannot be kept is logged. */
export class CallLog {
  readonly #store: CallStore;
  readonly #logger: CallLogger;
  readonly #numbers: number[] = [];
  readonly #underWay = new Set<Promise<void>>();
  #last = 0;
  #isFetching = false;

  constructor(store: CallStore, logger: CallLogger) {
    this.#store = store;
    this.#logger = logger;
  }

  /** Fetches the first numbers. Throws what the store throws: better at the start than at the first call. */
  async open(): Promise<void> {
    this.#numbers.push(...(await this.#store.numbers(BLOCK)));
  }

  nextId(): string {
    // Without numbers from the store, which is then down, it goes on counting by itself.
    this.#last = this.#numbers.shift() ?? this.#last + 1;
    if (this.#numbers.length < FEW) this.#fetch();
    return `L-${this.#last}`;
  }

  keep(call: StoredCall): void {
    this.#follow(this.#store.save(call), `The call ${call.id} of a language model could not be kept.`);
  }

  /** Waits until all is kept that can be. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  #fetch(): void {
    if (this.#isFetching) return;
    this.#isFetching = true;
    const fetched = this.#store
      .numbers(BLOCK)
      // Those below were given out while the store was down.
      .then((numbers) => void this.#numbers.push(...numbers.filter((number) => number > this.#last)))
      .finally(() => {
        this.#isFetching = false;
      });
    this.#follow(fetched, 'Numbers for calls of language models could not be had.');
  }

  #follow(work: Promise<void>, problem: string): void {
    const followed = work.catch((error: unknown) => this.#logger.warn({ err: error }, problem));
    this.#underWay.add(followed);
    void followed.finally(() => this.#underWay.delete(followed));
  }
}
