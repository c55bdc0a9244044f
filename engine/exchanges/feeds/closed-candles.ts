import type { Candle } from '../../domain/market.ts';
import { TIMEFRAME_MS } from '../../domain/timeframe.ts';
import type { CandleEvent } from './feed-event.ts';

/** Bars by open time, both ends included, that nobody has told us. */
export interface MissingBars {
  readonly from: number;
  readonly to: number;
}

export interface TakenCandle {
  /** The bar that closed now; null when the message changes nothing. */
  readonly candle: Candle | null;
  /** What lies between it and the last one, to be asked for by REST before it is passed on. */
  readonly missing: MissingBars | null;
}

const NOTHING: TakenCandle = { candle: null, missing: null };

/**
 * Lets each bar of one symbol through once, closed, in order. One that is still open, comes again, comes late or was
 * revised after we acted on it changes nothing.
 */
export class ClosedCandles {
  #lastOpenTime: number | null;

  /** `lastOpenTime`: the last bar that is already known, such as from REST history. */
  constructor(lastOpenTime: number | null = null) {
    this.#lastOpenTime = lastOpenTime;
  }

  /** Open time of the last bar that was let through. */
  get lastOpenTime(): number | null {
    return this.#lastOpenTime;
  }

  take(event: Pick<CandleEvent, 'candle' | 'closed'>): TakenCandle {
    const { candle, closed } = event;
    const last = this.#lastOpenTime;
    if (!closed || (last !== null && candle.openTime <= last)) return NOTHING;
    this.#lastOpenTime = candle.openTime;
    const step = TIMEFRAME_MS[candle.timeframe];
    if (last === null || candle.openTime === last + step) return { candle, missing: null };
    return { candle, missing: { from: last + step, to: candle.openTime - step } };
  }
}
