import type { Candle } from '../../engine/domain/market.ts';
import { INDICATORS } from '../../engine/indicators/registry.ts';
import { seededRandom } from '../faults/seeded-random.ts';
import type { Benchmark } from './benchmark.ts';
import { type BarColumns, PLAIN_LOOPS } from './plain-indicators.ts';
import { quantile } from './sample.ts';
import { printTable, type Row, ratio } from './table.ts';

const BARS = 200_000;
const ROUNDS = 7;

export const indicators: Benchmark = {
  name: 'indicators',
  about: 'ns a bar, streaming over candles; ratio to a plain loop over typed arrays where one is written',
  async run() {
    const candles = makeCandles();
    const columns = columnsOf(candles);
    const out = new Float64Array(BARS);
    printTable(
      INDICATORS.map(({ name, create }): Row => {
        const streaming = nsPerBar(() => {
          const indicator = create();
          for (const candle of candles) indicator.push(candle);
        });
        const loop = PLAIN_LOOPS[name];
        if (loop === undefined) return { indicator: name, streaming };
        const plain = nsPerBar(() => loop(columns, out));
        return { indicator: name, streaming, plain, ratio: ratio(streaming, plain) };
      }),
    );
  },
};

/** Returns the fastest of some rounds. */
function nsPerBar(round: () => void): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const before = performance.now();
    round();
    return ((performance.now() - before) * 1e6) / BARS;
  });
  return quantile(times, 0);
}

function makeCandles(): readonly Candle[] {
  const random = seededRandom(1);
  let close = 100_000;
  return Array.from({ length: BARS }, (_, index): Candle => {
    const open = close;
    close = Math.round((close + (random() - 0.5) * 100) * 10) / 10;
    return {
      symbol: 'BTC/USDT:USDT',
      timeframe: '1m',
      openTime: index * 60_000,
      closeTime: (index + 1) * 60_000,
      open,
      high: Math.max(open, close) + random() * 20,
      low: Math.min(open, close) - random() * 20,
      close,
      volume: 1 + random() * 10,
    };
  });
}

function columnsOf(candles: readonly Candle[]): BarColumns {
  const column = (key: 'high' | 'low' | 'close') => Float64Array.from(candles, (candle) => candle[key]);
  return { high: column('high'), low: column('low'), close: column('close') };
}
