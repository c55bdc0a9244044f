import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { Candle } from '../domain/market.ts';
import { TIMEFRAME_MS } from '../domain/timeframe.ts';
import type { PriceHistory } from '../ports/price-history.ts';
import { lastAtOrBefore } from './last-at-or-before.ts';

/** A gap longer than this leaves no price that could still be called the last one. */
const OLDEST_MS = TIMEFRAME_MS['1h'];
/** Five weeks of minutes: a month's report begins within them. */
const MINUTES_KEPT = 35 * 24 * 60;

interface Closes {
  readonly closeTimes: number[];
  readonly opens: number[];
  readonly closes: number[];
}

/** What a live market cost since the desk began to follow it, and as far before as it warmed up. */
export class RecentPrices implements PriceHistory {
  readonly symbols: readonly InstrumentSymbol[];
  readonly #now: () => number;
  readonly #bars = new Map<InstrumentSymbol, Closes>();

  constructor(symbols: readonly InstrumentSymbol[], now: () => number) {
    this.symbols = symbols;
    this.#now = now;
  }

  /** Takes in a closed minute; one that was seen, or comes late, changes nothing. */
  add({ symbol, timeframe, closeTime, open, close }: Candle): void {
    if (timeframe !== '1m') return;
    const bars = this.#bars.get(symbol) ?? { closeTimes: [], opens: [], closes: [] };
    this.#bars.set(symbol, bars);
    if (closeTime <= (bars.closeTimes.at(-1) ?? 0)) return;
    bars.closeTimes.push(closeTime);
    bars.opens.push(open);
    bars.closes.push(close);
    // Cut rarely and much: a cut moves all that is kept.
    if (bars.closeTimes.length > MINUTES_KEPT * 1.1) {
      for (const list of [bars.closeTimes, bars.opens, bars.closes]) list.splice(0, list.length - MINUTES_KEPT);
    }
  }

  priceAt(symbol: InstrumentSymbol, at: number): number | null {
    const bars = this.#bars.get(symbol);
    if (bars === undefined || at > this.#now()) return null;
    const closed = lastAtOrBefore(bars.closeTimes, at);
    const begins = bars.closeTimes[closed + 1] === at + TIMEFRAME_MS['1m'];
    if (begins) return bars.opens[closed + 1] ?? null;
    const closeTime = bars.closeTimes[closed];
    return closeTime === undefined || at - closeTime > OLDEST_MS ? null : (bars.closes[closed] ?? null);
  }
}
