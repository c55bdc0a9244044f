import type { Budget, BudgetDenial, Reservation } from './budget.ts';
import { dayOf } from './call-store.ts';

/** A cap on the number of calls a day of UTC, counted in memory: a new start counts anew. */
export class DayCalls implements Budget {
  readonly #cap: number;
  readonly #now: () => number;
  #day = '';
  #calls = 0;

  constructor(cap: number, now: () => number) {
    this.#cap = cap;
    this.#now = now;
  }

  reserve(): Reservation | BudgetDenial {
    const day = dayOf(this.#now());
    if (day !== this.#day) [this.#day, this.#calls] = [day, 0];
    if (this.#calls >= this.#cap) return 'day-calls';
    this.#calls += 1;
    return { settle: () => undefined };
  }
}
