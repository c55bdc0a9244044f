import ccxt from 'ccxt';
import { createBinanceFeed } from '../../engine/exchanges/feeds/binance-feed.ts';
import type { DepthDiffEvent } from '../../engine/exchanges/feeds/feed-event.ts';
import { LevelList } from '../../engine/exchanges/feeds/level-list.ts';
import { OrderBook } from '../../engine/exchanges/feeds/order-book.ts';
import { seededRandom } from '../faults/seeded-random.ts';
import { leastCpu } from './feed-cpu.ts';
import { FrameConsumer, type FrameSet } from './feed-frames.ts';
import { type Row, ratio } from './table.ts';

const MESSAGES = 40_000;
const LEVELS_A_MESSAGE = 25;
const TOP = 10;

interface Update {
  readonly bids: LevelList;
  readonly asks: LevelList;
}

/** 25 levels a message on a book of about 1,000 a side; ccxt's book keeps 1,000 too. */
export function measureBooks(): readonly Row[] {
  const updates = makeUpdates();
  const ours = () => new OrderBook({ symbol: 'BTC/USDT', venue: 'binance' });
  const theirs = () => new ccxt.pro.binance().orderBook({}, 1_000);
  const least = leastCpu(4, {
    ours: () => applyOurs.bind(null, ours(), updates, false),
    'ours and its top 10': () => applyOurs.bind(null, ours(), updates, true),
    'ccxt OrderBook': () => applyTheirs.bind(null, theirs(), updates),
  });
  const [own, other] = [ours(), theirs()];
  applyOurs(own, updates, false);
  applyTheirs(other, updates);
  const equal = (['bid', 'ask'] as const).every((side) => {
    const top = own.levels(side, TOP).map(({ price, quantity }) => [price, quantity]);
    return JSON.stringify(top) === JSON.stringify(other[`${side}s`].slice(0, TOP));
  });
  const base = (least['ccxt OrderBook'] ?? 0) / MESSAGES;
  return Object.entries(least).map(([name, micros]) => ({
    book: name,
    'levels a message': LEVELS_A_MESSAGE,
    'CPU µs/message': micros / MESSAGES,
    'to ccxt': ratio(micros / MESSAGES, base),
    'same top 10': equal ? 'yes' : 'NO: void',
  }));
}

/** The same book under the depth messages of a recording, parsed beforehand; sequence rules included. */
export function measureRecordedBooks(market: string, set: FrameSet): Row {
  const parser = createBinanceFeed(set.venue).parser(set.symbols);
  const events: DepthDiffEvent[] = [];
  for (const frame of set.frames) {
    parser.read(frame, (event) => {
      if (event.type === 'depth.diff') events.push({ ...event, bids: event.bids.copy(), asks: event.asks.copy() });
    });
  }
  const levels = events.reduce((sum, { bids, asks }) => sum + bids.count + asks.count, 0) / events.length;
  const least = leastCpu(6, {
    ours: () => {
      const consumer = new FrameConsumer(set);
      return () => {
        for (const event of events) consumer.take(event);
      };
    },
  });
  return {
    book: `ours, ${set.source} ${market}`,
    'levels a message': levels,
    'CPU µs/message': (least.ours ?? 0) / events.length,
  };
}

function applyOurs(book: OrderBook, updates: readonly Update[], top: boolean): void {
  updates.forEach(({ bids, asks }, index) => {
    book.apply(bids, asks, index, index);
    if (top) {
      book.levels('bid', TOP);
      book.levels('ask', TOP);
    }
  });
}

function applyTheirs(
  book: ReturnType<InstanceType<typeof ccxt.pro.binance>['orderBook']>,
  updates: readonly Update[],
): void {
  for (const { bids, asks } of updates) {
    storeAll(book.bids, bids);
    storeAll(book.asks, asks);
    book.limit();
  }
}

function storeAll(side: { store(price: number, size: number): void }, { values, count }: LevelList): void {
  for (let at = 0; at < count * 2; at += 2) side.store(values[at]!, values[at + 1]!);
}

/** Levels near the middle change most; the middle walks and takes with it what it crosses. */
function makeUpdates(): readonly Update[] {
  const random = seededRandom(42);
  let middle = 100_000;
  const distance = () => 1 + Math.floor(random() ** 3 * 450);
  const first = { bids: new LevelList(), asks: new LevelList() };
  for (let ticks = 1; ticks <= 450; ticks += 1) {
    first.bids.push(middle - ticks, 1);
    first.asks.push(middle + ticks, 1);
  }
  const updates: Update[] = [first];
  while (updates.length < MESSAGES) {
    const [bids, asks] = [new LevelList(), new LevelList()];
    const before = middle;
    middle += Math.floor(random() * 3) - 1;
    if (middle > before) asks.push(middle, 0);
    if (middle < before) bids.push(middle, 0);
    while (bids.count + asks.count < LEVELS_A_MESSAGE) {
      const quantity = random() < 0.3 ? 0 : 1 + Math.floor(random() * 1_000);
      if (random() < 0.5) bids.push(middle - distance(), quantity);
      else asks.push(middle + distance(), quantity);
    }
    updates.push({ bids, asks });
  }
  return updates;
}
