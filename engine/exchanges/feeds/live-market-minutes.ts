import type { InstrumentSymbol } from '../../domain/instrument.ts';
import type { Candle } from '../../domain/market.ts';
import { TIMEFRAME_MS } from '../../domain/timeframe.ts';
import type { VenueName } from '../venues/venue-name.ts';

const MINUTE_MS = TIMEFRAME_MS['1m'];
/** Minutes held while an older one is awaited; those beyond come by REST like it. */
const MOST_HELD = 10;

/**
 * Where a venue's minutes come from: bars that it calls closed, bars that it only shows as they stand, or nothing but
 * the trades.
 */
export type BarSource = 'closed-bars' | 'open-bars' | 'trades';

export const BAR_SOURCE: Readonly<Record<VenueName, BarSource>> = {
  binance: 'closed-bars',
  binanceusdm: 'closed-bars',
  upbit: 'open-bars',
  bithumb: 'trades',
};

/** After a minute has ended at the venue, how long its last message may be on the way before we ask for it. */
const GRACE_MS: Readonly<Record<BarSource, number>> = { 'closed-bars': 2_000, 'open-bars': 2_000, trades: 1_500 };

/** What is to be done for the next minute: wait for it, take it, or ask by REST for all up to `until`. */
export type MinuteStep =
  | { readonly step: 'wait' }
  | { readonly step: 'take'; readonly candle: Candle }
  | { readonly step: 'ask'; readonly from: number; readonly until: number };

interface Held {
  candle: Candle;
  /** The venue said that it is closed. */
  closed: boolean;
  /** All that was traded in it so far was heard. */
  whole: boolean;
}

const WAIT: MinuteStep = { step: 'wait' };

/** The minutes of one symbol on the way from messages to closed candles: each once, in order, none made up. */
export class MinuteBars {
  readonly symbol: InstrumentSymbol;
  private readonly source: BarSource;
  private readonly held = new Map<number, Held>();
  /** Open time of the next minute that is owed. */
  private nextOpen: number;
  /** From here on every trade was heard; null while the line is down. */
  private heardSince: number | null = null;
  private revisedBars = 0;
  private repeatedBars = 0;
  private lastTaken: Candle | null = null;

  constructor(symbol: InstrumentSymbol, source: BarSource, nextOpen: number) {
    this.symbol = symbol;
    this.source = source;
    this.nextOpen = nextOpen;
  }

  /** Open time of the next minute. */
  next(): number {
    return this.nextOpen;
  }

  counts(): { readonly revised: number; readonly repeated: number } {
    return { revised: this.revisedBars, repeated: this.repeatedBars };
  }

  /** The line works from `at` (the venue's time) on. */
  connected(at: number): void {
    this.heardSince ??= at;
  }

  /** Tells whether the line has worked since before `openTime`. */
  heardThroughout(openTime: number): boolean {
    return this.heardSince !== null && this.heardSince <= openTime;
  }

  /** The line is down, or something that it brought could not be read: what is being built may lack a part. */
  interrupted(): void {
    this.heardSince = null;
    for (const held of this.held.values()) held.whole = false;
  }

  /** Goes on behind `openTime`, which came from elsewhere. */
  skipTo(nextOpen: number): void {
    if (nextOpen <= this.nextOpen) return;
    this.nextOpen = nextOpen;
    for (const openTime of this.held.keys()) if (openTime < nextOpen) this.held.delete(openTime);
  }

  /** Takes a bar as the venue shows it. */
  bar(candle: Candle, closed: boolean): void {
    if (this.source === 'trades') return;
    if (candle.openTime < this.nextOpen) {
      this.countLate(candle, closed);
      return;
    }
    const held = this.hold(candle.openTime, candle);
    if (held === null || (held.closed && !closed)) return;
    held.candle = candle;
    held.closed ||= closed;
    held.whole = this.heardSince !== null;
  }

  /** Takes a trade; only a venue without bars has its minutes built of them. */
  trade(at: number, price: number, quantity: number): void {
    if (this.source !== 'trades') return;
    const openTime = at - (at % MINUTE_MS);
    if (openTime < this.nextOpen) return;
    const known = this.held.get(openTime);
    if (known !== undefined) {
      known.candle = withTrade(known.candle, price, quantity);
      return;
    }
    const first = { open: price, high: price, low: price, close: price, volume: quantity };
    const bar = { symbol: this.symbol, timeframe: '1m', openTime, closeTime: openTime + MINUTE_MS, ...first } as const;
    const held = this.hold(openTime, bar);
    if (held !== null) held.whole = this.heardSince !== null && this.heardSince <= openTime;
  }

  /** Says what the next minute needs at the venue's time `venueNow`. */
  step(venueNow: number): MinuteStep {
    const held = this.held.get(this.nextOpen);
    if (held?.closed) return { step: 'take', candle: held.candle };
    if (venueNow < this.nextOpen + MINUTE_MS + GRACE_MS[this.source]) return WAIT;
    if (held?.whole && this.source !== 'closed-bars') return { step: 'take', candle: held.candle };
    return { step: 'ask', from: this.nextOpen, until: venueNow - (venueNow % MINUTE_MS) };
  }

  /** What was heard of a minute, if it must do because nobody can tell more. */
  heard(openTime: number): Candle | null {
    return this.held.get(openTime)?.candle ?? null;
  }

  /** The next minute was passed on. */
  taken(candle: Candle): void {
    if (candle.openTime !== this.nextOpen) return;
    this.lastTaken = candle;
    this.held.delete(candle.openTime);
    this.nextOpen = candle.closeTime;
  }

  private countLate(candle: Candle, closed: boolean): void {
    if (!closed || this.lastTaken?.openTime !== candle.openTime) return;
    if (sameBar(candle, this.lastTaken)) this.repeatedBars += 1;
    else this.revisedBars += 1;
  }

  private hold(openTime: number, candle: Candle): Held | null {
    const known = this.held.get(openTime);
    if (known !== undefined) return known;
    if (openTime >= this.nextOpen + MOST_HELD * MINUTE_MS) return null;
    const held: Held = { candle, closed: false, whole: false };
    this.held.set(openTime, held);
    return held;
  }
}

function withTrade(candle: Candle, price: number, quantity: number): Candle {
  const [high, low] = [Math.max(candle.high, price), Math.min(candle.low, price)];
  return { ...candle, high, low, close: price, volume: candle.volume + quantity };
}

function sameBar(a: Candle, b: Candle): boolean {
  return a.open === b.open && a.high === b.high && a.low === b.low && a.close === b.close && a.volume === b.volume;
}
