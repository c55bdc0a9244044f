/**
 * Cuts the bundled recording out of the shared source data. Run once, by hand:
 *
 *   node --import tsx engine/recordings/build-recording.ts ../shared/data
 *
 * The news file beside the bars is written by people; this script only takes its checksum into the manifest, so
 * run it again after editing news.jsonl.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { allocateColumns, type CandleColumns, decodeBars, encodeBars } from './bar-codec.ts';
import {
  type Manifest,
  manifestSchema,
  type RecordedFile,
  type RecordedMarket,
  type RecordedMove,
} from './manifest.ts';
import { manifestFile, newsFile, recordingDirectory, sha256Of } from './recording-files.ts';

const dayMs = 86_400_000;
const barMs = 60_000;
const startTime = Date.UTC(2025, 4, 18);
const warmupStartTime = startTime - 3 * dayMs;
const endTime = startTime + 7 * dayMs;
const sourceFile = 'binance_perp_4coins_1m_2025-05.csv.gz';

const markets = [
  { symbol: 'BTC/USDT:USDT', venueSymbol: 'BTCUSDT', file: 'btc-usdt-1m.bars.br' },
  { symbol: 'ETH/USDT:USDT', venueSymbol: 'ETHUSDT', file: 'eth-usdt-1m.bars.br' },
  { symbol: 'XRP/USDT:USDT', venueSymbol: 'XRPUSDT', file: 'xrp-usdt-1m.bars.br' },
  { symbol: 'SOL/USDT:USDT', venueSymbol: 'SOLUSDT', file: 'sol-usdt-1m.bars.br' },
] as const;

/** One line of the source: open time, then open, high, low, close and volume as the decimal text that was recorded. */
type SourceRow = readonly [time: number, open: string, high: string, low: string, close: string, volume: string];

async function build(sourceDirectory: string, target: string): Promise<void> {
  const rows = readSource(gunzipSync(await readFile(join(sourceDirectory, sourceFile))).toString('utf8'));
  await mkdir(target, { recursive: true });
  const built = await Promise.all(markets.map((market) => buildMarket(market, rows, target)));
  const news = await readFile(join(target, newsFile)).catch(() => undefined);
  const files = built.map(({ file }) => file);
  if (news) files.push(describeFile(newsFile, news));
  const manifest: Manifest = {
    formatVersion: 1,
    name: 'may-2025',
    title: '18–24 May 2025: a sell-off and rebound, a record high for bitcoin, and a tariff shock',
    barMs,
    warmupStartTime,
    startTime,
    endTime,
    markets: built.map(({ market }) => market),
    files,
    source:
      'Binance USDT-margined perpetual futures, 1-minute bars as published by Binance (public market data), cut without change from 2025-05-04..31.',
    licence:
      'Prices and volumes are facts made public by Binance; the collection they were cut from names no licence. Kept here, unchanged, for testing and demonstration.',
    news: 'news.jsonl holds summaries written for this project from the facts of dated public reports; "source" names the site that reported it. No publisher text is included.',
  };
  await writeFile(join(target, manifestFile), `${JSON.stringify(manifestSchema.parse(manifest), null, 2)}\n`);
  console.log(JSON.stringify(manifest, null, 2));
}

function readSource(csv: string): ReadonlyMap<string, readonly SourceRow[]> {
  const rows = new Map<string, SourceRow[]>(markets.map(({ venueSymbol }) => [venueSymbol, []]));
  for (const line of csv.split(/\r?\n/).slice(1)) {
    const [symbol = '', , time, open = '', high = '', low = '', close = '', volume = ''] = line.split(',');
    const openTime = Number(time);
    if (openTime < warmupStartTime || openTime >= endTime) continue;
    rows.get(symbol)?.push([openTime, open, high, low, close, volume]);
  }
  return rows;
}

async function buildMarket(
  { symbol, venueSymbol, file }: (typeof markets)[number],
  source: ReadonlyMap<string, readonly SourceRow[]>,
  target: string,
): Promise<{ market: RecordedMarket; file: RecordedFile }> {
  const rows = source.get(venueSymbol) ?? [];
  const priceDecimals = mostDecimals(rows.flatMap((row) => row.slice(1, 5).map(String)));
  const quantityDecimals = mostDecimals(rows.map((row) => row[5]));
  const packed = encodeBars(toUnits(rows, priceDecimals, quantityDecimals), barMs);
  const decoded = decodeBars(packed, { barMs, priceDecimals, quantityDecimals });
  verifyLossless(venueSymbol, rows, decoded, priceDecimals, quantityDecimals);
  await writeFile(join(target, file), packed);
  const market: RecordedMarket = {
    symbol,
    venueSymbol,
    file,
    bars: rows.length,
    warmupBars: rows.filter(([time]) => time < startTime).length,
    gaps: findGaps(decoded.openTime),
    tickSize: (10 ** -priceDecimals).toFixed(priceDecimals),
    quantityDecimals,
    facts: describeWeek(decoded),
  };
  return { market, file: describeFile(file, packed) };
}

function describeFile(path: string, bytes: Uint8Array): RecordedFile {
  return { path, bytes: bytes.length, sha256: sha256Of(bytes) };
}

function mostDecimals(values: readonly string[]): number {
  return values.reduce((most, value) => Math.max(most, value.split('.')[1]?.length ?? 0), 0);
}

function toUnits(rows: readonly SourceRow[], priceDecimals: number, quantityDecimals: number): CandleColumns {
  const units = allocateColumns(rows.length);
  rows.forEach(([time, open, high, low, close, volume], i) => {
    units.openTime[i] = time;
    units.open[i] = wholeUnits(open, priceDecimals);
    units.high[i] = wholeUnits(high, priceDecimals);
    units.low[i] = wholeUnits(low, priceDecimals);
    units.close[i] = wholeUnits(close, priceDecimals);
    units.volume[i] = wholeUnits(volume, quantityDecimals);
  });
  return units;
}

/** Moves the decimal point in the text itself, so that no rounding can slip in. */
function wholeUnits(value: string, decimals: number): number {
  const [whole = '', fraction = ''] = value.split('.');
  return Number(whole + fraction.padEnd(decimals, '0'));
}

function verifyLossless(
  name: string,
  rows: readonly SourceRow[],
  decoded: CandleColumns,
  priceDecimals: number,
  quantityDecimals: number,
): void {
  rows.forEach((row, i) => {
    const prices = [decoded.open[i], decoded.high[i], decoded.low[i], decoded.close[i]];
    const text = [
      decoded.openTime[i],
      ...prices.map((price) => plainDecimal(price, priceDecimals)),
      plainDecimal(decoded.volume[i], quantityDecimals),
    ];
    if (text.join() !== row.join()) throw new Error(`${name} bar ${i}: packed ${row.join()}, unpacked ${text.join()}`);
  });
}

/** Returns the number as the source writes it: no trailing zeros, no exponent. */
function plainDecimal(value: number | undefined, decimals: number): string {
  const text = (value ?? Number.NaN).toFixed(decimals);
  return decimals === 0 ? text : text.replace(/\.?0+$/, '');
}

function findGaps(openTime: Float64Array): RecordedMarket['gaps'] {
  const gaps: RecordedMarket['gaps'] = [];
  let expected = warmupStartTime;
  for (const time of [...openTime, endTime]) {
    if (time !== expected) gaps.push({ fromTime: expected, toTime: time });
    expected = time + barMs;
  }
  return gaps;
}

function describeWeek(columns: CandleColumns): RecordedMarket['facts'] {
  const first = columns.openTime.findIndex((time) => time >= startTime);
  const closes = columns.close.subarray(first);
  const times = columns.openTime.subarray(first);
  const open = columns.open[first] ?? Number.NaN;
  const close = closes.at(-1) ?? Number.NaN;
  const returnFraction = roundFraction(close / open - 1);
  const largestRise24h = steepest(times, closes, (candidate, best) => candidate > best);
  const largestFall24h = steepest(times, closes, (candidate, best) => candidate < best);
  return {
    summary: `${percent(returnFraction)} over the week; within 24 h at most ${tellMove(largestRise24h)} and ${tellMove(largestFall24h)}`,
    open,
    close,
    high: Math.max(...columns.high.subarray(first)),
    low: Math.min(...columns.low.subarray(first)),
    returnFraction,
    largestRise24h,
    largestFall24h,
  };
}

function tellMove(move: RecordedMove): string {
  return `${percent(move.fraction)} (${minute(move.fromTime)} to ${minute(move.toTime)} UTC)`;
}

function percent(fraction: number): string {
  return `${fraction < 0 ? '' : '+'}${(fraction * 100).toFixed(1)} %`;
}

function minute(time: number): string {
  return new Date(time).toISOString().slice(0, 16).replace('T', ' ');
}

function steepest(
  times: Float64Array,
  closes: Float64Array,
  isSteeper: (candidate: number, best: number) => boolean,
): RecordedMove {
  const window = dayMs / barMs;
  let best = { from: 0, to: 0, change: 0 };
  closes.forEach((price, to) => {
    for (let from = Math.max(0, to - window); from < to; from++) {
      const change = price / (closes[from] ?? Number.NaN) - 1;
      if (isSteeper(change, best.change)) best = { from, to, change };
    }
  });
  return {
    fraction: roundFraction(best.change),
    fromTime: (times[best.from] ?? 0) + barMs,
    fromPrice: closes[best.from] ?? Number.NaN,
    toTime: (times[best.to] ?? 0) + barMs,
    toPrice: closes[best.to] ?? Number.NaN,
  };
}

function roundFraction(value: number): number {
  return Number(value.toFixed(4));
}

const sourceDirectory = process.argv[2];
if (sourceDirectory === undefined) {
  console.error('Usage: node --import tsx engine/recordings/build-recording.ts <folder with the source data>');
  process.exitCode = 78;
} else {
  await build(sourceDirectory, recordingDirectory('may-2025'));
}
