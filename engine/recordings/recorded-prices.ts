import { TIMEFRAME_MS } from '../domain/timeframe.ts';
import { lastAtOrBefore } from '../market/last-at-or-before.ts';
import type { PriceHistory } from '../ports/price-history.ts';
import type { Recording } from './recording.ts';

/** A gap in the recording longer than this leaves no price that could still be called the last one. */
const OLDEST_MS = TIMEFRAME_MS['1h'];

/** Returns the prices of a recording up to the moment that `now` tells: what is played later is not known yet. */
export function recordedPrices(recording: Pick<Recording, 'symbols' | 'candles'>, now: () => number): PriceHistory {
  return {
    symbols: recording.symbols,
    priceAt(symbol, at) {
      if (at > now() || !recording.symbols.includes(symbol)) return null;
      const { openTime, open, close } = recording.candles(symbol);
      const index = lastAtOrBefore(openTime, at);
      if (openTime[index] === at && at < now()) return open[index] ?? null;
      // The bar that holds the moment has not closed by then; its open is the latest price that was known.
      const closed = openTime[index] === at ? index - 1 : index;
      const opened = openTime[closed];
      if (opened === undefined || at - opened - TIMEFRAME_MS['1m'] > OLDEST_MS) return null;
      return (opened + TIMEFRAME_MS['1m'] <= at ? close[closed] : open[closed]) ?? null;
    },
  };
}
