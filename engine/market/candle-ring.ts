import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { Candle } from '../domain/market.ts';
import { TIMEFRAME_MS, type Timeframe } from '../domain/timeframe.ts';

/** The last closed bars of one symbol and timeframe for readers. Age 0 is the newest. */
export interface CandleWindow {
  readonly symbol: InstrumentSymbol;
  readonly timeframe: Timeframe;
  readonly capacity: number;
  readonly length: number;
  /** Returns the bar of that age, or null when none is kept. */
  candle(age: number): Candle | null;
  /** Returns up to `count` newest bars, oldest first. */
  latest(count: number): readonly Candle[];
  /** Returns the close of the newest bar that closed at or before `at`, with its close time; null when none is kept. */
  closeAsOf(at: number): { readonly close: number; readonly closeTime: number } | null;
}

/** A window of fixed size over typed arrays: its memory is all taken at the start, and the oldest bar makes room. */
export class CandleRing implements CandleWindow {
  readonly symbol: InstrumentSymbol;
  readonly timeframe: Timeframe;
  readonly capacity: number;
  private readonly barMs: number;
  private readonly openTime: Float64Array;
  private readonly open: Float64Array;
  private readonly high: Float64Array;
  private readonly low: Float64Array;
  private readonly close: Float64Array;
  private readonly volume: Float64Array;
  private next = 0;
  private count = 0;

  constructor(symbol: InstrumentSymbol, timeframe: Timeframe, capacity: number) {
    this.symbol = symbol;
    this.timeframe = timeframe;
    this.capacity = capacity;
    this.barMs = TIMEFRAME_MS[timeframe];
    this.openTime = new Float64Array(capacity);
    this.open = new Float64Array(capacity);
    this.high = new Float64Array(capacity);
    this.low = new Float64Array(capacity);
    this.close = new Float64Array(capacity);
    this.volume = new Float64Array(capacity);
  }

  get length(): number {
    return this.count;
  }

  push(candle: Candle): void {
    const slot = this.next;
    this.openTime[slot] = candle.openTime;
    this.open[slot] = candle.open;
    this.high[slot] = candle.high;
    this.low[slot] = candle.low;
    this.close[slot] = candle.close;
    this.volume[slot] = candle.volume;
    this.next = slot + 1 === this.capacity ? 0 : slot + 1;
    if (this.count < this.capacity) this.count += 1;
  }

  candle(age: number): Candle | null {
    if (!(age >= 0 && age < this.count)) return null;
    const slot = this.slot(age);
    const openTime = read(this.openTime, slot);
    return {
      symbol: this.symbol,
      timeframe: this.timeframe,
      openTime,
      closeTime: openTime + this.barMs,
      open: read(this.open, slot),
      high: read(this.high, slot),
      low: read(this.low, slot),
      close: read(this.close, slot),
      volume: read(this.volume, slot),
    };
  }

  latest(count: number): readonly Candle[] {
    const candles: Candle[] = [];
    for (let age = Math.min(count, this.count) - 1; age >= 0; age -= 1) {
      const candle = this.candle(age);
      if (candle !== null) candles.push(candle);
    }
    return candles;
  }

  closeAsOf(at: number): { readonly close: number; readonly closeTime: number } | null {
    const lastOpenTime = at - this.barMs;
    let youngest = 0;
    let oldest = this.count;
    while (youngest < oldest) {
      const middle = (youngest + oldest) >>> 1;
      if (read(this.openTime, this.slot(middle)) <= lastOpenTime) oldest = middle;
      else youngest = middle + 1;
    }
    if (youngest === this.count) return null;
    const slot = this.slot(youngest);
    return { close: read(this.close, slot), closeTime: read(this.openTime, slot) + this.barMs };
  }

  private slot(age: number): number {
    const slot = this.next - 1 - age;
    return slot < 0 ? slot + this.capacity : slot;
  }
}

function read(column: Float64Array, slot: number): number {
  return column[slot] ?? Number.NaN;
}
