import { type CallFilter, type CallStore, callNumber, dayOf, type Spent, type StoredCall } from './call-store.ts';

const MAX_KEPT = 10_000;

/** Keeps the last calls for as long as the process lives: for tests, for trying prompts, and where there is no database. */
export class MemoryCalls implements CallStore {
  readonly #calls = new Map<number, StoredCall>();
  readonly #maxKept: number;
  #last = 0;

  constructor(maxKept = MAX_KEPT) {
    this.#maxKept = maxKept;
  }

  async numbers(count: number): Promise<readonly number[]> {
    return Array.from({ length: count }, () => {
      this.#last += 1;
      return this.#last;
    });
  }

  async save(call: StoredCall): Promise<void> {
    const number = callNumber(call.id);
    if (number === null || this.#calls.has(number)) return;
    this.#calls.set(number, call);
    const [oldest] = this.#calls.keys();
    if (this.#calls.size > this.#maxKept && oldest !== undefined) this.#calls.delete(oldest);
  }

  async spentOn(day: string): Promise<readonly Spent[]> {
    const sums = new Map<Spent['purpose'], Spent>();
    for (const { at, purpose, chargedTokens, chargedUsd } of this.#calls.values()) {
      if (dayOf(at) !== day) continue;
      const { tokens = 0, usd = 0 } = sums.get(purpose) ?? {};
      sums.set(purpose, { purpose, tokens: tokens + chargedTokens, usd: usd + chargedUsd });
    }
    return [...sums.values()].sort((a, b) => (a.purpose < b.purpose ? -1 : 1));
  }

  async recent({ limit, since = 0, ...wanted }: CallFilter): Promise<readonly StoredCall[]> {
    const fits = (call: StoredCall) =>
      call.at >= since &&
      (wanted.provider ?? call.provider) === call.provider &&
      (wanted.model ?? call.model) === call.model &&
      (wanted.purpose ?? call.purpose) === call.purpose &&
      (wanted.subject ?? call.subject) === call.subject;
    return [...this.#calls]
      .filter(([, call]) => fits(call))
      .sort(([a], [b]) => b - a)
      .slice(0, limit)
      .map(([, call]) => call);
  }

  async byId(id: string): Promise<StoredCall | null> {
    return this.#calls.get(callNumber(id) ?? 0) ?? null;
  }
}
