import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import type { ReplayTape } from '../../engine/exchanges/replay-path.ts';
import { allocateColumns, type CandleColumns } from '../../engine/recordings/bar-codec.ts';
import { SHARED } from './shared-data.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
const WARM_UP_DAYS = 3;

/** A week of minutes after the span that the model was trained and calibrated on. */
export interface Week {
  readonly name: string;
  readonly market: 'four perpetuals' | 'BTC spot';
  readonly startTime: number;
}

/** The first whole week of each month, Monday to Sunday, and the three whole weeks of May: chosen before any was played. */
export const WEEKS: readonly Week[] = [
  ...[
    [7, 1],
    [8, 5],
    [9, 2],
    [10, 7],
    [11, 4],
    [12, 2],
  ].map(([month = 0, day = 0]) => weekOf('BTC spot', Date.UTC(2024, month - 1, day))),
  ...[11, 18, 25].map((day) => weekOf('four perpetuals', Date.UTC(2025, 4, day))),
];

function weekOf(market: Week['market'], startTime: number): Week {
  return { name: new Date(startTime).toISOString().slice(0, 10), market, startTime };
}

interface Source {
  readonly file: string;
  /** The places of symbol (or the one symbol), open time and the five figures in a line. */
  readonly read: (line: string) => readonly [symbol: string, openTime: number, ...figures: number[]];
}

const SOURCES: Readonly<Record<Week['market'], Source>> = {
  'four perpetuals': {
    file: 'binance_perp_4coins_1m_2025-05.csv.gz',
    read: (line) => {
      const [symbol = '', , openTime, ...figures] = line.split(',');
      return [symbol, Number(openTime), ...figures.map(Number)];
    },
  },
  'BTC spot': {
    file: 'binance_spot_BTCUSDT_1m_2024.csv.gz',
    read: (line) => {
      const [openTime, ...figures] = line.split(',');
      return ['BTCUSDT', Number(openTime), ...figures.map(Number)];
    },
  },
};

const MARKETS = [
  { symbol: 'BTC/USDT:USDT', venueSymbol: 'BTCUSDT', tickSize: '0.1' },
  { symbol: 'ETH/USDT:USDT', venueSymbol: 'ETHUSDT', tickSize: '0.01' },
  { symbol: 'XRP/USDT:USDT', venueSymbol: 'XRPUSDT', tickSize: '0.0001' },
  { symbol: 'SOL/USDT:USDT', venueSymbol: 'SOLUSDT', tickSize: '0.01' },
] as const;

type Row = readonly number[];

/** Reads the weeks out of the shared data, each with three days before it, as tapes that a replay can play. */
export async function readWeeks(weeks: readonly Week[]): Promise<ReadonlyMap<Week, ReplayTape>> {
  const rows = new Map(weeks.map((week) => [week, new Map<string, Row[]>()]));
  for (const market of new Set(weeks.map((week) => week.market))) {
    const own = weeks.filter((week) => week.market === market);
    for await (const [symbol, ...row] of readRows(SOURCES[market])) {
      const openTime = row[0] ?? Number.NaN;
      for (const week of own) {
        if (openTime < week.startTime - WARM_UP_DAYS * DAY || openTime >= week.startTime + 7 * DAY) continue;
        const bySymbol = rows.get(week);
        const kept = bySymbol?.get(symbol);
        if (kept === undefined) bySymbol?.set(symbol, [row]);
        else kept.push(row);
      }
    }
  }
  return new Map([...rows].map(([week, bySymbol]) => [week, tapeOf(week, bySymbol)]));
}

async function* readRows({ file, read }: Source): AsyncGenerator<ReturnType<Source['read']>> {
  const lines = createInterface({ input: createReadStream(`${SHARED}/${file}`).pipe(createGunzip()) });
  let isHeader = true;
  for await (const line of lines) {
    if (!isHeader && line !== '') yield read(line);
    isHeader = false;
  }
}

function tapeOf({ name, startTime }: Week, bySymbol: ReadonlyMap<string, readonly Row[]>): ReplayTape {
  const markets = MARKETS.filter(({ venueSymbol }) => bySymbol.has(venueSymbol));
  const columns = new Map(
    markets.map(({ symbol, venueSymbol }) => [symbol as string, columnsOf(bySymbol.get(venueSymbol) ?? [])]),
  );
  return {
    symbols: markets.map(({ symbol }) => symbol),
    manifest: {
      barMs: MINUTE,
      warmupStartTime: startTime - WARM_UP_DAYS * DAY,
      startTime,
      endTime: startTime + 7 * DAY,
      markets,
    },
    candles(symbol) {
      const found = columns.get(symbol);
      if (found === undefined) throw new Error(`the week of ${name} holds no ${symbol}`);
      return found;
    },
  };
}

function columnsOf(rows: readonly Row[]): CandleColumns {
  const columns = allocateColumns(rows.length);
  rows.forEach(([openTime = 0, open = 0, high = 0, low = 0, close = 0, volume = 0], index) => {
    columns.openTime[index] = openTime;
    columns.open[index] = open;
    columns.high[index] = high;
    columns.low[index] = low;
    columns.close[index] = close;
    columns.volume[index] = volume;
  });
  return columns;
}
