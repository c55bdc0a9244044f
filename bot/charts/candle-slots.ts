import type { ChartCandle } from './chart.ts';

/** Candles side by side; one slot is one bar. A missing bar leaves its slot empty, a long outage only a few. */
export interface CandleSlots {
  readonly count: number;
  /** The slot of each candle. */
  readonly places: readonly number[];
  /** Spans of empty slots, from (inclusive) to (exclusive). */
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
  /** Returns the place of a moment, in slots from the left: the start of slot 3 is 3, its middle 3.5. */
  slotOf(at: number): number;
  /** Returns the index of the last candle that had opened by then, or -1. */
  candleAt(at: number): number;
}

/** More empty slots than this would only say that nothing happened. */
const LONGEST_GAP = 12;

/** Returns where candles of one length lie side by side; `barMs` is the length. */
export function candleSlots(candles: readonly ChartCandle[], barMs: number): CandleSlots {
  const places: number[] = [];
  const gaps: { from: number; to: number }[] = [];
  let next = 0;
  for (const [index, candle] of candles.entries()) {
    const before = candles[index - 1];
    const missing = before === undefined ? 0 : Math.round((candle.openTime - before.openTime) / barMs) - 1;
    if (missing > 0) {
      const width = Math.min(missing, LONGEST_GAP);
      gaps.push({ from: next, to: next + width });
      next += width;
    }
    places.push(next);
    next += 1;
  }

  function candleAt(at: number): number {
    let [low, high] = [0, candles.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((candles[middle]?.openTime ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  function slotOf(at: number): number {
    const index = candleAt(at);
    const candle = candles[index];
    if (candle === undefined) return 0;
    const place = places[index] ?? 0;
    const bars = (at - candle.openTime) / barMs;
    if (bars <= 1) return place + bars;
    const following = candles[index + 1];
    if (following === undefined) return place + 1;
    // In a shortened gap time runs faster.
    const part = (at - candle.openTime - barMs) / (following.openTime - candle.openTime - barMs);
    return place + 1 + part * ((places[index + 1] ?? 0) - place - 1);
  }

  return { count: next, places, gaps, slotOf, candleAt };
}
