interface Timer {
  readonly at: number;
  readonly ring: () => void;
}

/** A clock that jumps to the next timer as soon as everybody waits; the database may answer in real time. */
export class VirtualTime {
  #now: number;
  #timers: Timer[] = [];
  #busy = 0;

  constructor(start: number) {
    this.#now = start;
  }

  readonly now = (): number => this.#now;

  readonly sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const end = (): void => {
        this.#timers = this.#timers.filter((other) => other !== timer);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const timer: Timer = { at: this.#now + ms, ring: end };
      signal?.addEventListener('abort', end, { once: true });
      this.#timers.push(timer);
    });

  /** Returns the same object; the clock stands while one of its methods has not answered. */
  watch<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (_, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...args: readonly unknown[]) => {
          const answer: unknown = Reflect.apply(member, target, args);
          if (!(answer instanceof Promise)) return answer;
          this.#busy += 1;
          const done = (): void => {
            this.#busy -= 1;
          };
          answer.then(done, done);
          return answer;
        };
      },
    });
  }

  /** Lets so much time pass, or less if `until` comes true first. */
  async pass(ms: number, until: () => boolean = () => false): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await this.rest();
      if (until()) return;
      const next = this.#timers.reduce<Timer | null>(
        (first, timer) => (first && first.at <= timer.at ? first : timer),
        null,
      );
      if (next === null || next.at > end) break;
      this.#now = Math.max(this.#now, next.at);
      next.ring();
    }
    this.#now = end;
    await this.rest();
  }

  /** Resolves when nobody does anything but wait for the clock. */
  async rest(): Promise<void> {
    do {
      await new Promise(setImmediate);
    } while (this.#busy > 0);
  }

  get timers(): number {
    return this.#timers.length;
  }
}
