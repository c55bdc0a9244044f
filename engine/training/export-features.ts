/**
 * Computes features and labels from recorded 1-minute bars with the product's own code, and writes them for
 * train.py. Run by hand:
 *
 *   node --import tsx engine/training/export-features.ts <folder of the bars> <folder to write to>
 *
 * Writes `rows.bin` (little-endian records: asOf as float64, future return and features as float32) and
 * `rows.json`, which says how to read it and which rows come from which recording.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { gunzipSync } from 'node:zlib';
import type { Candle } from '../domain/market.ts';
import { TIMEFRAME_MS } from '../domain/timeframe.ts';
import { BASELINE_FEATURES } from '../features/baseline-features.ts';

const BAR_MS = TIMEFRAME_MS['1m'];
const HORIZON_BARS = 10;

/** The recordings with 1-minute bars; every other shared price file is coarser or too gappy for these features. */
const FILES = [
  'binance_spot_BTCUSDT_1m_2023.csv.gz',
  'binance_spot_BTCUSDT_1m_2024.csv.gz',
  'binance_4coins_1m_2023_windows.csv.gz',
  'binance_perp_4coins_1m_2025-05.csv.gz',
] as const;

interface Recording {
  readonly file: string;
  readonly coin: string;
  readonly market: string;
  readonly candles: readonly Candle[];
}

interface Segment {
  readonly file: string;
  readonly coin: string;
  readonly market: string;
  readonly firstRow: number;
  readonly rows: number;
}

async function exportFeatures(source: string, target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  const output = createWriteStream(join(target, 'rows.bin'));
  const segments: Segment[] = [];
  let firstRow = 0;
  for (const recording of joinYears(await readRecordings(source))) {
    const bytes = encodeRows(recording.candles);
    output.write(bytes);
    const rows = bytes.length / recordBytes();
    const { file, coin, market } = recording;
    segments.push({ file, coin, market, firstRow, rows });
    console.log(`${coin} ${market} ${file}: ${recording.candles.length} bars, ${rows} rows`);
    firstRow += rows;
  }
  output.end();
  await finished(output);
  const { id, names } = BASELINE_FEATURES;
  const description = { featureSet: id, names, horizonBars: HORIZON_BARS, barMs: BAR_MS, segments };
  await writeFile(join(target, 'rows.json'), `${JSON.stringify(description, null, 2)}\n`);
}

async function readRecordings(source: string): Promise<Recording[]> {
  const recordings: Recording[] = [];
  for (const file of FILES) {
    const text = gunzipSync(await readFile(join(source, file))).toString('utf8');
    for (const [key, candles] of parseBars(text, file)) {
      const [coin = '', market = ''] = key.split(' ');
      recordings.push({ file, coin, market, candles });
    }
  }
  return recordings;
}

/** Two years of the same market that follow each other are one recording, so that January needs no warm-up. */
function joinYears(recordings: readonly Recording[]): Recording[] {
  const joined: Recording[] = [];
  for (const recording of recordings) {
    const before = joined.at(-1);
    const continues =
      before?.coin === recording.coin &&
      before.market === recording.market &&
      before.candles.at(-1)?.closeTime === recording.candles[0]?.openTime;
    if (before === undefined || !continues) joined.push(recording);
    else {
      const file = `${before.file} + ${recording.file}`;
      joined[joined.length - 1] = { ...before, file, candles: [...before.candles, ...recording.candles] };
    }
  }
  return joined;
}

/** Returns the bars of each coin and market. Files of one market name it in the file name only. */
function parseBars(text: string, file: string): Map<string, Candle[]> {
  const lines = text.split(/\r?\n/);
  const columns = (lines[0] ?? '').split(',');
  const prices = ['open_ts_ms', 'open', 'high', 'low', 'close', 'volume'].map((name) => columns.indexOf(name));
  const symbolColumn = columns.indexOf('symbol');
  const marketColumn = columns.indexOf('market');
  const series = new Map<string, Candle[]>();
  for (const line of lines.slice(1)) {
    if (line === '') continue;
    const cells = line.split(',');
    const coin = symbolColumn < 0 ? 'BTC' : (cells[symbolColumn] ?? '').replace('USDT', '');
    const market = marketColumn < 0 ? 'spot' : (cells[marketColumn] ?? '');
    const [openTime = 0, open = 0, high = 0, low = 0, close = 0, volume = 0] = prices.map((at) => Number(cells[at]));
    if (!(Number.isFinite(open + high + close + volume) && openTime > 0 && low > 0)) {
      throw new Error(`${file}: a line cannot be read: ${line}`);
    }
    const candle: Candle = {
      symbol: coin,
      timeframe: '1m',
      openTime,
      closeTime: openTime + BAR_MS,
      open,
      high,
      low,
      close,
      volume,
    };
    const key = `${coin} ${market}`;
    const candles = series.get(key);
    if (candles === undefined) series.set(key, [candle]);
    else candles.push(candle);
  }
  return series;
}

function recordBytes(): number {
  return 8 + 4 + 4 * BASELINE_FEATURES.names.length;
}

/** One row a bar that has a vector and, without a hole, a close `HORIZON_BARS` later. */
function encodeRows(candles: readonly Candle[]): Buffer {
  const bytes = Buffer.alloc(candles.length * recordBytes());
  const stream = BASELINE_FEATURES.create(candles[0]?.symbol ?? '');
  let offset = 0;
  for (const [index, candle] of candles.entries()) {
    const vector = stream.push(candle);
    const later = candles[index + HORIZON_BARS];
    if (vector === null || later?.closeTime !== candle.closeTime + HORIZON_BARS * BAR_MS) continue;
    offset = bytes.writeDoubleLE(vector.asOf, offset);
    offset = bytes.writeFloatLE(later.close / candle.close - 1, offset);
    for (const value of vector.values) offset = bytes.writeFloatLE(value, offset);
  }
  return bytes.subarray(0, offset);
}

const [source, target] = process.argv.slice(2);
if (source === undefined || target === undefined) {
  console.error('usage: export-features.ts <folder of the bars> <folder to write to>');
  process.exitCode = 2;
} else {
  await exportFeatures(source, target);
}
