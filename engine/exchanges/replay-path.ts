import { ConfigError } from '../domain/errors.ts';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { Candle, MarketEvent, Quote } from '../domain/market.ts';
import { TIMEFRAME_MS } from '../domain/timeframe.ts';
import { type RecordedMarket, tickDecimals } from '../recordings/manifest.ts';
import type { Recording } from '../recordings/recording.ts';

/** The slice of a Recording that a replay reads. */
export interface ReplayTape extends Pick<Recording, 'symbols' | 'candles'> {
  readonly manifest: Pick<Recording['manifest'], 'barMs' | 'warmupStartTime' | 'startTime' | 'endTime'> & {
    readonly markets: readonly Pick<RecordedMarket, 'symbol' | 'tickSize'>[];
  };
}

/** Half of the assumed distance between bid and ask, as a fraction of price. */
export type HalfSpreads = Readonly<Record<InstrumentSymbol, number>>;

/** For a symbol without a stated half spread: 1 bp, wide for a major perpetual, so that a replay does not flatter. */
export const DEFAULT_HALF_SPREAD_FRACTION = 0.0001;

/** Deep books trade closer; still far above the one tick that BTC really shows. */
export const HALF_SPREAD_FRACTIONS: HalfSpreads = {
  'BTC/USDT:USDT': 0.00005,
  'ETH/USDT:USDT': 0.00005,
  'XRP/USDT:USDT': 0.0001,
  'SOL/USDT:USDT': 0.0001,
};

const BAR_MS = TIMEFRAME_MS['1m'];
const OPEN_DELAY_MS = 1_000;
const EXTREME_DELAYS_MS = [20_000, 40_000] as const;
const QUOTES_PER_BAR = 4;

/**
 * Yields the market events of a tape with `at` ≥ `from`, in one total order: by time, at one time by the order of the
 * tape's symbols, and within a symbol the quote before the candle that it completes.
 *
 * A recording holds 1-minute bars of trades, no quotes. So two things are assumed, the same way every time:
 * the path inside a bar (open at +1 s, the extreme nearer to the open at +20 s, the other at +40 s, close at the
 * end; a quarter of the bar's volume each), and a spread around each price, `HalfSpreads` rounded to whole ticks
 * and never less than one tick to each side.
 */
export function* replayEvents(tape: ReplayTape, from: number, halfSpreads: HalfSpreads): Generator<MarketEvent> {
  const tracks = tape.symbols.map((symbol) => new Track(tape, symbol, halfSpreads, from - BAR_MS));
  for (;;) {
    const openTime = earliestOpenTime(tracks);
    if (openTime === null) return;
    for (const event of barEvents(tracks, openTime)) if (event.at >= from) yield event;
  }
}

/** Yields all candles that closed before `until`, in the order in which a replay would have emitted them. */
export function* closedCandlesBefore(tape: ReplayTape, until: number): Generator<Candle> {
  const tracks = tape.symbols.map((symbol) => new Track(tape, symbol, {}, tape.manifest.warmupStartTime));
  for (;;) {
    const openTime = earliestOpenTime(tracks);
    if (openTime === null || openTime + BAR_MS >= until) return;
    for (const track of tracks) {
      if (track.openTime !== openTime) continue;
      yield track.candle();
      track.next();
    }
  }
}

/** All symbols move through the phases of a minute together; the last phase ends before the next bar's first. */
function* barEvents(tracks: readonly Track[], openTime: number): Generator<MarketEvent> {
  const trading = tracks.filter((track) => track.openTime === openTime);
  for (const track of trading) yield track.quoteAt(OPEN_DELAY_MS, track.open, true);
  for (const [index, delay] of EXTREME_DELAYS_MS.entries()) {
    for (const track of trading) yield track.quoteAt(delay, track.extreme(index), false);
  }
  for (const track of trading) {
    yield track.quoteAt(BAR_MS, track.close, false);
    const candle = track.candle();
    track.next();
    yield { type: 'candle.closed', at: candle.closeTime, candle };
  }
}

function earliestOpenTime(tracks: readonly Track[]): number | null {
  let earliest: number | null = null;
  for (const { openTime } of tracks) {
    if (openTime !== null && (earliest === null || openTime < earliest)) earliest = openTime;
  }
  return earliest;
}

/** One symbol's place on the tape. */
class Track {
  private readonly symbol: InstrumentSymbol;
  private readonly columns: ReturnType<ReplayTape['candles']>;
  private readonly ticksPerUnit: number;
  private readonly halfSpreadFraction: number;
  private index: number;

  /** Begins with the first bar that opens at or after `from`. */
  constructor(tape: ReplayTape, symbol: InstrumentSymbol, halfSpreads: HalfSpreads, from: number) {
    const market = tape.manifest.markets.find((listed) => listed.symbol === symbol);
    if (market === undefined) throw new ConfigError(`The recording names no tick size for ${symbol}.`);
    this.symbol = symbol;
    this.columns = tape.candles(symbol);
    this.ticksPerUnit = 10 ** tickDecimals(market.tickSize);
    this.halfSpreadFraction = halfSpreads[symbol] ?? DEFAULT_HALF_SPREAD_FRACTION;
    this.index = firstAtOrAfter(this.columns.openTime, from);
  }

  get openTime(): number | null {
    return this.columns.openTime[this.index] ?? null;
  }

  get open(): number {
    return this.read(this.columns.open);
  }

  get close(): number {
    return this.read(this.columns.close);
  }

  /** Returns the first or second extreme on the way; of two equally near the one against the bar's own direction. */
  extreme(place: number): number {
    const high = this.read(this.columns.high);
    const low = this.read(this.columns.low);
    const toHigh = high - this.open;
    const toLow = this.open - low;
    const highFirst = toHigh < toLow || (toHigh === toLow && this.close < this.open);
    return highFirst === (place === 0) ? high : low;
  }

  quoteAt(delayMs: number, price: number, gap: boolean): MarketEvent {
    const at = this.read(this.columns.openTime) + delayMs;
    const volume = this.read(this.columns.volume) / QUOTES_PER_BAR;
    // Dividing whole ticks gives the very doubles that the decimal text of the prices would.
    const ticks = Math.round(price * this.ticksPerUnit);
    const halfSpreadTicks = Math.max(1, Math.round(ticks * this.halfSpreadFraction));
    const bid = (ticks - halfSpreadTicks) / this.ticksPerUnit;
    const ask = (ticks + halfSpreadTicks) / this.ticksPerUnit;
    const quote: Quote = { symbol: this.symbol, at, price, bid, ask, volume, gap };
    return { type: 'quote.updated', at, quote };
  }

  candle(): Candle {
    const openTime = this.read(this.columns.openTime);
    return {
      symbol: this.symbol,
      timeframe: '1m',
      openTime,
      closeTime: openTime + BAR_MS,
      open: this.open,
      high: this.read(this.columns.high),
      low: this.read(this.columns.low),
      close: this.close,
      volume: this.read(this.columns.volume),
    };
  }

  next(): void {
    this.index += 1;
  }

  private read(column: Float64Array): number {
    return column[this.index] ?? Number.NaN;
  }
}

function firstAtOrAfter(times: Float64Array, from: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
