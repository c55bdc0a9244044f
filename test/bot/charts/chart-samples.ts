import type {
  AllocationRequest,
  CandlesRequest,
  ChartCandle,
  ChartViewer,
  EquityRequest,
  ValuePoint,
} from '../../../bot/charts/chart.ts';
import type { Timeframe } from '../../../engine/domain/timeframe.ts';
import { barOpenTime } from '../../../engine/domain/timeframe.ts';
import { loadRecording } from '../../../engine/recordings/recording.ts';
import { recordingDirectory } from '../../../engine/recordings/recording-files.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** 19 May 2025, 00:00 in Seoul. */
export const START = Date.UTC(2025, 4, 18, 15);

export function viewer(parts: Partial<ChartViewer> = {}): ChartViewer {
  return { language: 'en', zone: 'Asia/Seoul', theme: 'light', colours: null, now: START + 3 * DAY, ...parts };
}

/** Returns the last `count` bars of the recorded week, rolled up from minutes. */
export async function recordedCandles(
  symbol: string,
  timeframe: Timeframe,
  count: number,
): Promise<readonly ChartCandle[]> {
  const columns = (await loadRecording(recordingDirectory('may-2025'))).candles(`${symbol}:USDT`);
  const bars: ChartCandle[] = [];
  for (let index = 0; index < columns.openTime.length; index += 1) {
    const openTime = barOpenTime(columns.openTime[index]!, timeframe);
    const [open, high] = [columns.open[index]!, columns.high[index]!];
    const [low, close, volume] = [columns.low[index]!, columns.close[index]!, columns.volume[index]!];
    const bar = bars.at(-1);
    if (bar?.openTime !== openTime) bars.push({ openTime, open, high, low, close, volume });
    else {
      const [top, bottom] = [Math.max(bar.high, high), Math.min(bar.low, low)];
      bars[bars.length - 1] = { ...bar, high: top, low: bottom, close, volume: bar.volume + volume };
    }
  }
  return bars.slice(-count);
}

/** Returns bars that go up and down in turn around a price; `step` is how far. */
export function madeCandles(count: number, price = 100, step = 1, barMs = 15 * MINUTE): readonly ChartCandle[] {
  return Array.from({ length: count }, (_, index) => {
    const open = price + step * ((index % 7) - 3);
    const close = price + step * (((index + 1) % 7) - 3);
    const [high, low] = [Math.max(open, close) + step / 2, Math.min(open, close) - step / 2];
    return { openTime: START + index * barMs, open, high, low, close, volume: 10 + (index % 5) };
  });
}

export function candlesRequest(parts: Partial<CandlesRequest> = {}): CandlesRequest {
  return {
    type: 'candles',
    viewer: viewer(),
    title: null,
    symbol: 'BTC/USDT',
    timeframe: '15m',
    priceDigits: null,
    candles: madeCandles(60),
    marks: [],
    stopPrice: null,
    targetPrice: null,
    signalAt: null,
    ...parts,
  };
}

/** Returns a request with everything that can be marked, around the middle of its candles. */
export function tradedRequest(candles: readonly ChartCandle[], parts: Partial<CandlesRequest> = {}): CandlesRequest {
  const [signal, exit] = [Math.floor(candles.length * 0.3), Math.floor(candles.length * 0.8)];
  const entry = candles[signal + 1]!;
  return candlesRequest({
    candles,
    marks: [
      { type: 'entry', side: 'buy', at: entry.openTime + 1_000, price: entry.open },
      { type: 'exit', side: 'sell', at: candles[exit]!.openTime + 1_000, price: candles[exit]!.close },
    ],
    stopPrice: entry.open * 0.985,
    targetPrice: entry.open * 1.03,
    signalAt: candles[signal]!.openTime,
    ...parts,
  });
}

/** Returns a curve that wanders, the same each time. */
export function madeCurve(count: number, start = 10_000, stepMs = HOUR, seed = 7): readonly ValuePoint[] {
  let state = seed;
  let value = start;
  return Array.from({ length: count }, (_, index) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    if (index > 0) value += (state / 2_147_483_648 - 0.48) * start * 0.004;
    return { at: START + index * stepMs, value };
  });
}

export function equityRequest(parts: Partial<EquityRequest> = {}): EquityRequest {
  const equity = madeCurve(168);
  return {
    type: 'equity',
    viewer: viewer(),
    title: null,
    quoteCurrency: 'USDT',
    equity,
    buyAndHold: madeCurve(168, 10_000, HOUR, 99),
    trades: equity
      .filter((_, index) => index % 12 === 5)
      .map(({ at }, index) => ({ at, net: index % 3 === 0 ? -12 : 20 })),
    ...parts,
  };
}

export function allocationRequest(parts: Partial<AllocationRequest> = {}): AllocationRequest {
  return {
    type: 'allocation',
    viewer: viewer(),
    title: null,
    quoteCurrency: 'USDT',
    equity: 10_012.4,
    holdings: [
      { name: 'USDT', kind: 'cash', value: 4_812.4 },
      { name: 'BTC', kind: 'long', value: 3_100 },
      { name: 'ETH', kind: 'long', value: 1_450 },
      { name: 'SOL', kind: 'short', value: 650 },
    ],
    at: START + 2 * DAY,
    ...parts,
  };
}
