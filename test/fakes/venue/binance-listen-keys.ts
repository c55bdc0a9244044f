import { createHash } from 'node:crypto';
import { binanceError } from './binance-errors.ts';

const LIFE_MS = 60 * 60_000;

/** Keys of user streams: one per account, valid for an hour unless extended. */
export class ListenKeys {
  readonly #now: () => number;
  readonly #byAccount = new Map<string, { readonly key: string; until: number }>();
  #count = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Returns the account's key, with a full hour before it; a new one where there is none. */
  create(account: string): string {
    const current = this.#byAccount.get(account);
    if (current !== undefined && current.until > this.#now()) {
      current.until = this.#now() + LIFE_MS;
      return current.key;
    }
    this.#count += 1;
    const key = createHash('sha256').update(`${account}${this.#count}`).digest('base64url').slice(0, 43);
    this.#byAccount.set(account, { key, until: this.#now() + LIFE_MS });
    return key;
  }

  /** Futures clients may leave the key out: there is only one. */
  extend(account: string, key: string | null): { readonly listenKey: string } | Record<string, never> {
    const current = this.#valid(account, key);
    current.until = this.#now() + LIFE_MS;
    return key === null ? { listenKey: current.key } : {};
  }

  end(account: string, key: string | null): Record<string, never> {
    this.#valid(account, key);
    this.#byAccount.delete(account);
    return {};
  }

  /** Returns whose key it is, while it is valid. */
  accountOf(key: string): string | null {
    for (const [account, entry] of this.#byAccount) if (entry.key === key && entry.until > this.#now()) return account;
    return null;
  }

  #valid(account: string, key: string | null): { readonly key: string; until: number } {
    const current = this.#byAccount.get(account);
    if (current === undefined || current.until <= this.#now() || (key !== null && key !== current.key))
      throw binanceError('listenKey');
    return current;
  }
}
