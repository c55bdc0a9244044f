import type { BinanceFamily } from './binance-errors.ts';
import { banned, tooMany, tooManyOrders } from './binance-errors.ts';

const MINUTE = 60_000;
const TEN_SECONDS = 10_000;
/** Requests sent in spite of 429 until the address is banned, and for how long. */
const PATIENCE = 10;
const BAN_MS = 120_000;

/** Counts request weight by address (there is one) and orders by account, as Binance does. */
export class BinanceLimits {
  readonly #family: BinanceFamily;
  readonly #now: () => number;
  readonly #perMinute: number;
  readonly #ordersPer10s: number;
  #minute = 0;
  #used = 0;
  #ignored = 0;
  #bannedUntil = 0;
  readonly #orders = new Map<string, { window: number; count: number; day: number; dayCount: number }>();

  constructor(family: BinanceFamily, now: () => number, perMinute?: number) {
    this.#family = family;
    this.#now = now;
    this.#perMinute = perMinute ?? (family === 'spot' ? 6_000 : 2_400);
    this.#ordersPer10s = family === 'spot' ? 100 : 300;
  }

  /** Counts a request; throws where it is too much. */
  use(weight: number): void {
    if (this.#perMinute === Number.POSITIVE_INFINITY) return;
    const now = this.#now();
    if (now < this.#bannedUntil) throw banned(this.#bannedUntil, Math.ceil((this.#bannedUntil - now) / 1_000));
    const minute = Math.floor(now / MINUTE);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#used = 0;
      this.#ignored = 0;
    }
    this.#used += weight;
    if (this.#used <= this.#perMinute) return;
    this.#ignored += 1;
    if (this.#ignored > PATIENCE) {
      this.#bannedUntil = now + BAN_MS;
      throw banned(this.#bannedUntil, BAN_MS / 1_000);
    }
    throw tooMany(this.#family, Math.ceil(((minute + 1) * MINUTE - now) / 1_000));
  }

  /** Counts a new order of an account; throws where it is too much. */
  useOrder(account: string): void {
    if (this.#perMinute === Number.POSITIVE_INFINITY) return;
    const now = this.#now();
    const [window, day] = [Math.floor(now / TEN_SECONDS), Math.floor(now / 86_400_000)];
    const orders = this.#orders.get(account) ?? { window, count: 0, day, dayCount: 0 };
    if (orders.window !== window) Object.assign(orders, { window, count: 0 });
    if (orders.day !== day) Object.assign(orders, { day, dayCount: 0 });
    orders.count += 1;
    orders.dayCount += 1;
    this.#orders.set(account, orders);
    if (orders.count > this.#ordersPer10s) throw tooManyOrders(this.#ordersPer10s, '10 SECOND');
  }

  headers(account: string | null): Readonly<Record<string, string>> {
    const orders = account === null ? undefined : this.#orders.get(account);
    const headers: Record<string, string> = {
      'x-mbx-used-weight': String(this.#used),
      'x-mbx-used-weight-1m': String(this.#used),
    };
    if (orders === undefined) return headers;
    headers['x-mbx-order-count-10s'] = String(orders.count);
    headers[this.#family === 'spot' ? 'x-mbx-order-count-1d' : 'x-mbx-order-count-1m'] = String(orders.dayCount);
    return headers;
  }
}
