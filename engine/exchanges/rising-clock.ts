import type { Clock } from '../ports/clock.ts';

/** The machine's time, but never before what was journalled: a clock that is set back must not reorder the story. */
export class RisingClock implements Clock {
  readonly #under: Clock;
  #last: number;

  constructor(under: Clock, notBefore: number) {
    this.#under = under;
    this.#last = notBefore;
  }

  now(): number {
    this.#last = Math.max(this.#last, this.#under.now());
    return this.#last;
  }
}
