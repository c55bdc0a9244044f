import { type CallStore, dayOf, type Spent } from './call-store.ts';
import type { ModelPurpose } from './model-call.ts';

export interface Amount {
  readonly tokens: number;
  readonly usd: number;
}

/** What was set aside for a call. */
export interface Reservation {
  /** Gives back what was not used. Counts once. */
  settle(used: Amount): void;
}

export type BudgetDenial = 'day-calls' | 'day-tokens' | 'day-usd' | 'assistant-usd';

/** Says before a call whether it may be made. */
export interface Budget {
  reserve(purpose: ModelPurpose, most: Amount): Reservation | BudgetDenial;
}

/** Caps of a day of UTC; null where there is none. */
export interface BudgetCaps {
  readonly dayTokens: number | null;
  readonly dayUsd: number | null;
  /** Within the day's, what conversations may cost. */
  readonly assistantDayUsd: number | null;
}

/** What a day has used and set aside. */
interface Day {
  readonly name: string;
  readonly used: Map<ModelPurpose, Amount>;
  readonly reserved: Map<ModelPurpose, Amount>;
}

const NOTHING: Amount = { tokens: 0, usd: 0 };

/** The day's account: what a call may take at most is set aside before it, so that calls at the same time cannot overspend. */
export class BudgetLedger implements Budget {
  readonly #caps: BudgetCaps;
  readonly #now: () => number;
  #day: Day;

  constructor(caps: BudgetCaps, now: () => number, spentToday: readonly Spent[] = []) {
    this.#caps = caps;
    this.#now = now;
    this.#day = emptyDay(dayOf(now()));
    for (const { purpose, ...amount } of spentToday) add(this.#day.used, purpose, amount);
  }

  /** Goes on with what the store says was spent today. */
  static async open(caps: BudgetCaps, now: () => number, store: Pick<CallStore, 'spentOn'>): Promise<BudgetLedger> {
    return new BudgetLedger(caps, now, await store.spentOn(dayOf(now())));
  }

  get spent(): Amount & { readonly day: string } {
    const { name, used } = this.#today();
    return { day: name, ...sum(used) };
  }

  reserve(purpose: ModelPurpose, most: Amount): Reservation | BudgetDenial {
    const day = this.#today();
    const denied = this.#denies(day, purpose, most);
    if (denied !== null) return denied;
    add(day.reserved, purpose, most);
    let isOpen = true;
    return {
      settle: (used) => {
        if (!isOpen) return;
        isOpen = false;
        add(day.reserved, purpose, { tokens: -most.tokens, usd: -most.usd });
        add(day.used, purpose, used);
      },
    };
  }

  #denies({ used, reserved }: Day, purpose: ModelPurpose, most: Amount): BudgetDenial | null {
    const { dayTokens, dayUsd, assistantDayUsd } = this.#caps;
    const all = plus(plus(sum(used), sum(reserved)), most);
    if (dayTokens !== null && all.tokens > dayTokens) return 'day-tokens';
    // What costs nothing may go on when the money is spent.
    if (most.usd === 0) return null;
    if (dayUsd !== null && all.usd > dayUsd) return 'day-usd';
    if (purpose !== 'assistant' || assistantDayUsd === null) return null;
    const talked = plus(plus(used.get(purpose) ?? NOTHING, reserved.get(purpose) ?? NOTHING), most);
    return talked.usd > assistantDayUsd ? 'assistant-usd' : null;
  }

  #today(): Day {
    const name = dayOf(this.#now());
    if (name !== this.#day.name) this.#day = emptyDay(name);
    return this.#day;
  }
}

function emptyDay(name: string): Day {
  return { name, used: new Map(), reserved: new Map() };
}

function add(sums: Map<ModelPurpose, Amount>, purpose: ModelPurpose, amount: Amount): void {
  sums.set(purpose, plus(sums.get(purpose) ?? NOTHING, amount));
}

function sum(sums: ReadonlyMap<ModelPurpose, Amount>): Amount {
  return [...sums.values()].reduce(plus, NOTHING);
}

function plus(a: Amount, b: Amount): Amount {
  return { tokens: a.tokens + b.tokens, usd: a.usd + b.usd };
}
