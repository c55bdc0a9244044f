import type { Candle } from '../../engine/domain/market.ts';
import type { Direction } from '../../engine/domain/signal.ts';
import { createDangerWatch } from '../../engine/emergency/danger-watch.ts';
import type { EmergencySettings } from '../../engine/emergency/emergency-settings.ts';
import { NEWS_ALONE, WATCHFUL } from '../../engine/emergency/emergency-settings.ts';
import { hasShared, sharedCsv } from './shared-data.ts';

/**
 * What each detector would have done: a position that is always held (long, then short), left at the close of the minute
 * that alarmed and taken again an hour or four later at that close. Saved = what holding on would have lost in between,
 * minus two taker fees and half a spread twice: leaving and coming back.
 */
const FEES = 2 * (0.0005 + 0.0001);
const AWAY_MINUTES = [60, 240] as const;
const MINUTE_MS = 60_000;

interface Recorded {
  readonly name: string;
  readonly file: string;
  readonly symbolColumn: boolean;
}

const RECORDED: readonly Recorded[] = [
  { name: 'four perpetuals, May 2025', file: 'binance_perp_4coins_1m_2025-05.csv.gz', symbolColumn: true },
  { name: 'four coins, windows of 2023', file: 'binance_4coins_1m_2023_windows.csv.gz', symbolColumn: true },
  { name: 'BTC spot, 2024', file: 'binance_spot_BTCUSDT_1m_2024.csv.gz', symbolColumn: false },
];

const OFF: EmergencySettings = { ...NEWS_ALONE, newsSentiment: null };
const DETECTORS: readonly (readonly [string, EmergencySettings])[] = [
  ['price-drop', { ...OFF, priceDrop: WATCHFUL.priceDrop }],
  ['price-drop 3 %', { ...OFF, priceDrop: WATCHFUL.priceDrop && { ...WATCHFUL.priceDrop, fraction: 0.03 } }],
  ['volume-surge', { ...OFF, volumeSurge: WATCHFUL.volumeSurge }],
  ['anomaly', { ...OFF, anomaly: WATCHFUL.anomaly }],
];

interface Alarmed {
  readonly saved: number[];
}

function main(): void {
  console.log(`away and back costs ${(FEES * 100).toFixed(2)} % (two taker fees and half a spread of 0.02 % twice)`);
  console.log(
    'data'.padEnd(30),
    'detector'.padEnd(14),
    'held'.padEnd(6),
    'away'.padEnd(6),
    'alarms',
    'per coin-week',
    'mean saved',
    'sum',
    'helped',
  );
  for (const { name, file, symbolColumn } of RECORDED) {
    if (!hasShared(file)) {
      console.log(`${name}: not on this machine`);
      continue;
    }
    const series = candlesOf(file, symbolColumn);
    const weeks = [...series.values()].reduce((sum, candles) => sum + candles.length, 0) / (7 * 1_440);
    for (const [detector, settings] of DETECTORS) {
      for (const held of ['long', 'short'] as const) {
        for (const away of AWAY_MINUTES) {
          const saved = [...series.values()].flatMap((candles) => play(candles, settings, held, away).saved);
          const sum = saved.reduce((total, one) => total + one, 0);
          const helped = saved.filter((one) => one > 0).length;
          console.log(
            name.padEnd(30),
            detector.padEnd(14),
            held.padEnd(6),
            `${away / 60}h`.padEnd(6),
            String(saved.length).padStart(6),
            (saved.length / weeks).toFixed(2).padStart(13),
            percent(saved.length === 0 ? 0 : sum / saved.length).padStart(10),
            percent(sum).padStart(9),
            saved.length === 0 ? '-' : `${Math.round((helped / saved.length) * 100)} %`,
          );
        }
      }
    }
  }
  console.log('News and network failures are not in these recordings: their figures are not known.');
}

/** Quotes are the path low-high or high-low inside the minute, as the replay assumes, with a spread of 0.02 %. */
function play(candles: readonly Candle[], settings: EmergencySettings, held: Direction, away: number): Alarmed {
  const danger = createDangerWatch(settings);
  const saved: number[] = [];
  let backAt = -1;
  for (const [index, candle] of candles.entries()) {
    const direction = index >= backAt ? held : null;
    const path = candle.close >= candle.open ? [candle.low, candle.high] : [candle.high, candle.low];
    let alarmAt: number | null = null;
    for (const [place, price] of [candle.open, ...path, candle.close].entries()) {
      const at = candle.openTime + place * 15_000;
      const quote = {
        symbol: candle.symbol,
        at,
        price,
        bid: price * 0.9999,
        ask: price * 1.0001,
        volume: 0,
        gap: false,
      };
      if (danger.onQuote(quote, direction).length > 0) alarmAt ??= price;
    }
    if (danger.onCandle(candle, direction, { reading: null, limit: null }).length > 0) alarmAt ??= candle.close;
    const later = candles[index + away];
    // Across a hole in the recording nobody knows what an hour brought.
    if (alarmAt === null || later === undefined || later.openTime - candle.openTime > 2 * away * MINUTE_MS) continue;
    const move = later.close / alarmAt - 1;
    saved.push((held === 'long' ? -move : move) - FEES);
    backAt = index + away;
  }
  return { saved };
}

function candlesOf(file: string, symbolColumn: boolean): ReadonlyMap<string, readonly Candle[]> {
  const series = new Map<string, Candle[]>();
  for (const row of sharedCsv(file)) {
    const symbol = symbolColumn ? (row.symbol ?? '') : 'BTCUSDT';
    const openTime = Number(row.open_ts_ms);
    const prices = {
      open: Number(row.open),
      high: Number(row.high),
      low: Number(row.low),
      close: Number(row.close),
    };
    const candle: Candle = {
      ...{ symbol, timeframe: '1m', openTime, closeTime: openTime + MINUTE_MS },
      ...prices,
      volume: Number(row.volume),
    };
    const known = series.get(symbol);
    if (known === undefined) series.set(symbol, [candle]);
    else known.push(candle);
  }
  return series;
}

function percent(value: number): string {
  return `${(value * 100).toFixed(2)} %`;
}

main();
