import type { Candle } from '../domain/market.ts';
import { barOpenTime, TIMEFRAME_MS, type Timeframe } from '../domain/timeframe.ts';

interface OpenBar {
  openTime: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

/**
 * Builds the bars of one longer timeframe from the closed 1-minute bars of one symbol. A bar closes with its last
 * minute; if that minute is missing, with the next one that comes. Missing minutes leave their bar as it is without
 * them, and a bar all of whose minutes are missing does not exist. The bar in which the stream begins is left out
 * unless it was seen from its first minute.
 */
export class CandleAggregator {
  readonly timeframe: Timeframe;
  private readonly barMs: number;
  private bar: OpenBar | null = null;
  /** The bar whose beginning was missed: its open time, null when there is none, undefined before the first minute. */
  private missed: number | null | undefined;

  constructor(timeframe: Timeframe) {
    this.timeframe = timeframe;
    this.barMs = TIMEFRAME_MS[timeframe];
  }

  /** Returns the bars that this minute closed, oldest first: none as a rule, two where it shows the one before over. */
  push(minute: Candle): readonly Candle[] {
    const openTime = barOpenTime(minute.openTime, this.timeframe);
    if (this.missed === undefined) this.missed = minute.openTime === openTime ? null : openTime;
    if (this.missed === openTime) return NONE;
    const closed: Candle[] = [];
    if (this.bar !== null && this.bar.openTime !== openTime) closed.push(this.close(this.bar, minute));
    if (this.bar === null) this.bar = begin(openTime, minute);
    else extend(this.bar, minute);
    if (minute.closeTime === openTime + this.barMs) closed.push(this.close(this.bar, minute));
    return closed.length === 0 ? NONE : closed;
  }

  private close({ openTime, open, high, low, close, volume }: OpenBar, { symbol }: Candle): Candle {
    this.bar = null;
    const closeTime = openTime + this.barMs;
    return { symbol, timeframe: this.timeframe, openTime, closeTime, open, high, low, close, volume };
  }
}

const NONE: readonly Candle[] = [];

function begin(openTime: number, { open, high, low, close, volume }: Candle): OpenBar {
  return { openTime, open, high, low, close, volume };
}

function extend(bar: OpenBar, minute: Candle): void {
  bar.high = Math.max(bar.high, minute.high);
  bar.low = Math.min(bar.low, minute.low);
  bar.close = minute.close;
  bar.volume += minute.volume;
}
