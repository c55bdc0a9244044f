import type { Candle } from '../../domain/market.ts';
import { TIMEFRAME_MS } from '../../domain/timeframe.ts';
import type { MinuteBars } from './live-market-minutes.ts';

const MINUTE_MS = TIMEFRAME_MS['1m'];
/** After so many answers without it, a minute that should be there will not come any more. */
const PATIENCE = 3;

export interface RepairAnswer {
  /** What REST says of the minutes from the next one owed. */
  readonly found: readonly Candle[];
  readonly until: number;
  /** How often these minutes were asked for, this answer included. */
  readonly attempts: number;
  /** The venue makes no bar of a minute in which nobody traded. */
  readonly omitsQuietMinutes: boolean;
  /** Close of the last minute that was passed on; null when there was none. */
  readonly lastClose: number | null;
}

/** What to pass on of an answer, and whether what is left must be asked for again. */
export interface RepairPlan {
  readonly candles: readonly Candle[];
  /** Minutes up to here do not exist: go on behind them. */
  readonly skipTo: number | null;
  readonly again: boolean;
}

/**
 * Decides which minutes follow from an answer by REST. A hole is a minute without trades where the venue leaves those
 * out; where trades were heard in it, or bars never have holes, the venue is only late, until patience ends.
 */
export function planRepair(minutes: MinuteBars, answer: RepairAnswer): RepairPlan {
  const { found, until, attempts, omitsQuietMinutes } = answer;
  const known = new Map(found.map((candle) => [candle.openTime, candle]));
  const candles: Candle[] = [];
  let close = answer.lastClose;
  for (let openTime = minutes.next(); openTime + MINUTE_MS <= until; openTime += MINUTE_MS) {
    const candle = known.get(openTime) ?? replacement(openTime, minutes.heard(openTime), close);
    if (candle === null) {
      const skipTo = attempts >= PATIENCE ? nextKnown(found, openTime) : null;
      return { candles, skipTo, again: true };
    }
    candles.push(candle);
    close = candle.close;
  }
  return { candles, skipTo: null, again: false };

  function replacement(openTime: number, heard: Candle | null, price: number | null): Candle | null {
    if (heard !== null) return attempts >= PATIENCE ? heard : null;
    // The newest minute may only not be written yet: a second answer without it settles that.
    const newest = openTime + MINUTE_MS >= until;
    if (!omitsQuietMinutes || price === null || (newest && attempts < 2)) return null;
    const flat = { open: price, high: price, low: price, close: price, volume: 0 };
    return { symbol: minutes.symbol, timeframe: '1m', openTime, closeTime: openTime + MINUTE_MS, ...flat };
  }
}

function nextKnown(found: readonly Candle[], openTime: number): number | null {
  const later = found.map((candle) => candle.openTime).filter((at) => at > openTime);
  return later.length === 0 ? null : Math.min(...later);
}
