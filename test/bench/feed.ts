import type { Benchmark } from './benchmark.ts';
import { measureBooks, measureRecordedBooks } from './feed-books.ts';
import { CcxtConsumer } from './feed-ccxt.ts';
import { leastCpu } from './feed-cpu.ts';
import { FrameConsumer, type FrameSet, frameSet } from './feed-frames.ts';
import { measureManySymbols } from './feed-scale.ts';
import { receivePaced, shareWithin, tail } from './feed-wire.ts';
import { printTable, type Row, ratio } from './table.ts';

const FRAMES = 80_000;
const ROUNDS = 4;
const WIRE_FRAMES = 160_000;
const PER_SECOND = 50_000;

export const feed: Benchmark = {
  name: 'feed',
  about: 'market data of Binance: frames parsed and applied, order books, many symbols, 50,000 messages a second',
  async run() {
    const sets = (['spot', 'usdm'] as const).map((market) => ({ market, set: frameSet(market, FRAMES) }));
    console.log(
      `  frames: ${sets[0]?.set.source} (${FRAMES} a market)\n  CPU µs a message, least of ${ROUNDS} rounds in turns:`,
    );
    printTable(sets.flatMap(({ market, set }) => compareWithCcxt(market, set)));
    console.log('\n  order book alone:');
    printTable([...measureBooks(), ...sets.map(({ market, set }) => measureRecordedBooks(market, set))]);
    console.log('\n  many symbols, each living recorded minutes of its own, all in turns over one parser:');
    printTable(measureManySymbols());
    console.log(`\n  over a loopback connection from a second process, ${PER_SECOND} messages a second wished:`);
    printTable(await overTheWire());
  },
};

const KINDS = { depth: '@depth', trades: '@trade', 'best bid/ask': '@bookTicker' } as const;

function compareWithCcxt(market: string, set: FrameSet): readonly Row[] {
  const all = { what: 'all as recorded', frames: set.frames };
  const parts = Object.entries(KINDS).map(([what, mark]) => ({
    what,
    frames: set.frames.filter((frame) => frame.includes(mark)),
  }));
  return [all, ...parts].map(({ what, frames }): Row => {
    const least = leastCpu(ROUNDS, {
      ours: () => reading(new FrameConsumer(set), frames),
      json: () => () => {
        for (const frame of frames) JSON.parse(frame.toString());
      },
      ccxt: () => reading(new CcxtConsumer(set), frames),
    });
    const [ours = 0, json = 0, ccxt = 0] = ['ours', 'json', 'ccxt'].map((name) => (least[name] ?? 0) / frames.length);
    return {
      market,
      what,
      messages: `${frames.length}`,
      ours,
      'JSON.parse alone': json,
      'ccxt.pro': ccxt,
      'ours to ccxt.pro': ratio(ours, ccxt),
      'same book': what === 'all as recorded' || what === 'depth' ? sameBooks(set, frames) : '',
      'messages/s on a core': Math.round(1e6 / ours),
    };
  });
}

function reading(consumer: { read(frame: Buffer): void }, frames: readonly Buffer[]): () => void {
  return () => {
    for (const frame of frames) consumer.read(frame);
  };
}

/** A figure counts only if both end with the same best ten levels of every book, and ours refused and lost nothing. */
function sameBooks(set: FrameSet, frames: readonly Buffer[]): string {
  const [ours, ccxt] = [new FrameConsumer(set), new CcxtConsumer(set)];
  reading(ours, frames)();
  reading(ccxt, frames)();
  if (ours.faults > 0 || ours.breaks > 0) return `NO: ${ours.faults} refused, ${ours.breaks} breaks`;
  const equal = set.symbols.every((symbol) =>
    (['bid', 'ask'] as const).every((side) => {
      const top = ours.books
        .get(symbol)
        ?.book.levels(side, 10)
        .map(({ price, quantity }) => [price, quantity]);
      return JSON.stringify(top) === JSON.stringify(ccxt.top(symbol, `${side}s`, 10));
    }),
  );
  return equal ? 'yes' : 'NO';
}

async function overTheWire(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const market of ['spot', 'usdm'] as const) {
    const set = frameSet(market, WIRE_FRAMES);
    const result = await receivePaced(market, set, PER_SECOND);
    const queue = tail(result.queueMs);
    rows.push({
      market,
      sent: `${result.sent}`,
      'received and read': `${result.received}`,
      'refused, breaks': `${result.faults}, ${result.breaks}`,
      'sent a second': Math.round(result.ratePerSecond),
      'CPU µs/message, ws included': result.cpuMicrosPerMessage,
      'queue ms p50': queue.p50,
      p99: queue.p99,
      worst: queue.worst,
      'under 10 ms': `${(shareWithin(result.queueMs, 10) * 100).toFixed(2)} %`,
    });
  }
  return rows;
}
