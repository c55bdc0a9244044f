import { UnavailableError } from '../../domain/errors.ts';
import type { InstrumentSymbol } from '../../domain/instrument.ts';
import type { Candle } from '../../domain/market.ts';
import { TIMEFRAME_MS, type Timeframe } from '../../domain/timeframe.ts';
import type { VenueName } from '../venues/venue-name.ts';
import { PublicReads, type PublicReadsOptions } from './history-reads.ts';
import { isRecord, koreanCode, utcTimeOf } from './upbit-fields.ts';

export interface CandleQuestion {
  /** Open time of the first bar. */
  readonly from: number;
  /** No bar that closes after this. The asker knows which bars are closed at the venue. */
  readonly until: number;
  readonly timeframe?: Timeframe;
  readonly signal?: AbortSignal;
}

/** Closed bars of the past by REST. */
export interface CandleHistory {
  /** Bars in order, each once. A venue that makes no bar where nobody traded leaves holes: see `fillQuietMinutes`. */
  closed(symbol: InstrumentSymbol, question: CandleQuestion): Promise<readonly Candle[]>;
}

/** How one venue is asked for a page of bars. */
interface HistoryDialect {
  readonly pageBars: number;
  readonly weight: number;
  /** Pages run from the oldest or from the newest bar on. */
  readonly order: 'oldest-first' | 'newest-first';
  market(symbol: InstrumentSymbol): string;
  path(market: string, timeframe: Timeframe, from: number, until: number, count: number): string;
  /** The venue understood the time of the page otherwise than it was meant: says it in another way, if there is one. */
  misunderstood(): boolean;
  read(row: unknown, symbol: InstrumentSymbol, timeframe: Timeframe): Candle | null;
}

const KST_OFFSET_MS = 9 * 3_600_000;
const MOST_PAGES = 200;

/** Returns the history of a venue; give `reads` where they are shared, so that limits are kept in one place. */
export function createCandleHistory(options: PublicReadsOptions | { readonly reads: PublicReads }): CandleHistory {
  const reads = 'reads' in options ? options.reads : new PublicReads(options);
  const dialect = dialectOf(reads.venue);
  return { closed: (symbol, question) => closedCandles(reads, dialect, symbol, question) };
}

/**
 * Returns the minutes from `from` to `until` without holes: a minute in which nobody traded stays at the price before
 * it, with no volume. Minutes before the first known price are left out.
 */
export function fillQuietMinutes(
  candles: readonly Candle[],
  {
    symbol,
    from,
    until,
    lastClose,
  }: {
    readonly symbol: InstrumentSymbol;
    readonly from: number;
    readonly until: number;
    readonly lastClose: number | null;
  },
): readonly Candle[] {
  const known = new Map(candles.map((candle) => [candle.openTime, candle]));
  const filled: Candle[] = [];
  let price = lastClose;
  for (let openTime = from; openTime + TIMEFRAME_MS['1m'] <= until; openTime += TIMEFRAME_MS['1m']) {
    const candle = known.get(openTime) ?? (price === null ? null : quietMinute(symbol, openTime, price));
    if (candle === null) continue;
    filled.push(candle);
    price = candle.close;
  }
  return filled;
}

function quietMinute(symbol: InstrumentSymbol, openTime: number, price: number): Candle {
  const prices = { open: price, high: price, low: price, close: price, volume: 0 };
  return { symbol, timeframe: '1m', openTime, closeTime: openTime + TIMEFRAME_MS['1m'], ...prices };
}

async function closedCandles(
  reads: PublicReads,
  dialect: HistoryDialect,
  symbol: InstrumentSymbol,
  { from, until, timeframe = '1m', signal }: CandleQuestion,
): Promise<readonly Candle[]> {
  const barMs = TIMEFRAME_MS[timeframe];
  const found = new Map<number, Candle>();
  let [first, end] = [Math.ceil(from / barMs) * barMs, Math.floor(until / barMs) * barMs];
  for (let page = 0; page < MOST_PAGES && first < end; page += 1) {
    const count = Math.min(dialect.pageBars, Math.round((end - first) / barMs));
    const path = dialect.path(dialect.market(symbol), timeframe, first, end, count);
    const rows = rowsOf(await reads.get(path, { weight: dialect.weight, signal }), reads.venue);
    const bars = rows.map((row) => dialect.read(row, symbol, timeframe));
    if (bars.some((bar) => bar !== null && bar.openTime >= end) && dialect.misunderstood()) continue;
    const times: number[] = [];
    for (const bar of bars) {
      if (bar === null) throw new UnavailableError(`${reads.venue} sent bars that cannot be read`);
      times.push(bar.openTime);
      if (bar.openTime >= from && bar.closeTime <= until) found.set(bar.openTime, bar);
    }
    if (times.length === 0) break;
    // Whatever the venue does, each page must lie beyond the one before.
    if (dialect.order === 'oldest-first') first = Math.max(first + barMs, Math.max(...times) + barMs);
    else end = Math.min(end - barMs, Math.min(...times));
    if (times.length < count && dialect.order === 'oldest-first') break;
  }
  return [...found.values()].sort((a, b) => a.openTime - b.openTime);
}

function rowsOf(body: string, venue: VenueName): readonly unknown[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw new UnavailableError(`${venue} sent something that is no JSON`);
  }
  if (Array.isArray(parsed)) return parsed;
  throw new UnavailableError(`${venue} sent no list of bars`);
}

function dialectOf(venue: VenueName): HistoryDialect {
  if (venue === 'binance') return binanceDialect('/api/v3/klines', 1_000, 2);
  if (venue === 'binanceusdm') return binanceDialect('/fapi/v1/klines', 499, 2);
  const utc: TimeText = (at) => `${isoSeconds(at)}Z`;
  // Bithumb reads a time without a zone as Korean time, as others found out; its documentation does not say so.
  return koreanDialect(venue === 'upbit' ? [utc] : [(at) => isoSeconds(at + KST_OFFSET_MS), utc]);
}

type TimeText = (at: number) => string;

function binanceDialect(path: string, pageBars: number, weight: number): HistoryDialect {
  return {
    pageBars,
    weight,
    order: 'oldest-first',
    market: (symbol) => symbol.replace(/:.*$/, '').replace('/', ''),
    path: (market, timeframe, from, until, count) =>
      `${path}?symbol=${market}&interval=${timeframe}&startTime=${from}&endTime=${until - 1}&limit=${count}`,
    misunderstood: () => false,
    read(row, symbol, timeframe) {
      if (!Array.isArray(row) || typeof row[0] !== 'number') return null;
      const [open, high, low, close, volume] = row.slice(1, 6).map(decimalOf);
      return barOf(symbol, timeframe, row[0], { open, high, low, close, volume });
    },
  };
}

const KOREAN_UNITS: Readonly<Record<Timeframe, string>> = {
  '1m': 'minutes/1',
  '5m': 'minutes/5',
  '15m': 'minutes/15',
  '1h': 'minutes/60',
  '4h': 'minutes/240',
  '1d': 'days',
};

function koreanDialect(timeTexts: readonly [TimeText, ...TimeText[]]): HistoryDialect {
  let [timeText, ...others] = timeTexts;
  return {
    pageBars: 200,
    weight: 1,
    order: 'newest-first',
    market: (symbol) => koreanCode(symbol) ?? symbol,
    misunderstood() {
      const [next, ...rest] = others;
      if (next === undefined) return false;
      timeText = next;
      others = rest;
      return true;
    },
    path: (market, timeframe, _from, until, count) =>
      `/v1/candles/${KOREAN_UNITS[timeframe]}?market=${market}&to=${encodeURIComponent(timeText(until))}&count=${count}`,
    read(row, symbol, timeframe) {
      if (!isRecord(row)) return null;
      const openTime = utcTimeOf(row.candle_date_time_utc);
      if (openTime === null) return null;
      const { opening_price, high_price, low_price, trade_price, candle_acc_trade_volume } = row;
      const [open, high, low, close] = [opening_price, high_price, low_price, trade_price].map(numberOf);
      return barOf(symbol, timeframe, openTime, { open, high, low, close, volume: numberOf(candle_acc_trade_volume) });
    },
  };
}

type BarNumbers = Readonly<Record<'open' | 'high' | 'low' | 'close' | 'volume', number | undefined>>;

/** Returns the bar, or null when its numbers cannot be one. */
function barOf(symbol: InstrumentSymbol, timeframe: Timeframe, openTime: number, numbers: BarNumbers): Candle | null {
  const { open = Number.NaN, high = Number.NaN, low = Number.NaN, close = Number.NaN, volume = Number.NaN } = numbers;
  const believable = low > 0 && low <= Math.min(open, close) && high >= Math.max(open, close) && volume >= 0;
  if (!believable || !Number.isFinite(high) || !Number.isFinite(volume) || !Number.isInteger(openTime)) return null;
  return { symbol, timeframe, openTime, closeTime: openTime + TIMEFRAME_MS[timeframe], open, high, low, close, volume };
}

function decimalOf(value: unknown): number {
  return typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : Number.NaN;
}

function isoSeconds(at: number): string {
  return new Date(at).toISOString().slice(0, 19);
}
