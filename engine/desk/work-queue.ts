/** Runs asynchronous work one piece after another, in the order given: two decisions never size against the same money. */
export class WorkQueue {
  #tail: Promise<void> = Promise.resolve();
  #pending = 0;
  readonly #onFault: (fault: unknown) => void;

  constructor(onFault: (fault: unknown) => void) {
    this.#onFault = onFault;
  }

  get busy(): boolean {
    return this.#pending > 0;
  }

  /** Adds work; its fault goes to the fault handler and never stops the work after it. */
  add(work: () => Promise<void>): void {
    this.#pending += 1;
    this.#tail = this.#tail
      .then(work)
      .catch(this.#onFault)
      .finally(() => {
        this.#pending -= 1;
      });
  }

  /** Runs work now, beside what is queued: for what must wait for nobody. It counts as pending like the rest. */
  atOnce(work: () => Promise<void>): void {
    this.#pending += 1;
    const done = work()
      .catch(this.#onFault)
      .finally(() => {
        this.#pending -= 1;
      });
    this.#tail = Promise.all([this.#tail, done]).then(() => undefined);
  }

  /** Resolves when nothing is left, work added meanwhile included. */
  async settled(): Promise<void> {
    while (this.#pending > 0) await this.#tail;
  }
}
