import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BinanceBookSync } from '../../../../engine/exchanges/feeds/binance-book-sync.ts';
import type { DepthDiffEvent, DepthSnapshotEvent } from '../../../../engine/exchanges/feeds/feed-event.ts';
import { LevelList } from '../../../../engine/exchanges/feeds/level-list.ts';

type Pairs = readonly (readonly [number, number])[];

function levels(pairs: Pairs): LevelList {
  const list = new LevelList();
  for (const [price, quantity] of pairs) list.push(price, quantity);
  return list;
}

const symbol = 'BTC/USDT';

function diff(U: number, u: number, bids: Pairs = [], asks: Pairs = [], pu: number | null = null): DepthDiffEvent {
  return {
    type: 'depth.diff',
    symbol,
    at: 1_000 + u,
    firstUpdateId: U,
    lastUpdateId: u,
    previousUpdateId: pu,
    bids: levels(bids),
    asks: levels(asks),
  };
}

function snapshot(updateId: number, bids: Pairs = [[99, 1]], asks: Pairs = [[101, 1]]): DepthSnapshotEvent {
  return { type: 'depth.snapshot', symbol, at: 0, updateId, bids: levels(bids), asks: levels(asks) };
}

const spot = (maxBuffered = 1_000) => new BinanceBookSync({ symbol, venue: 'binance', chain: 'spot', maxBuffered });
const futures = () => new BinanceBookSync({ symbol, venue: 'binanceusdm', chain: 'futures' });

describe('BinanceBookSync on spot', () => {
  it('asks for a snapshot only once a message has come', () => {
    const sync = spot();
    expect(sync.needsSnapshot).toBe(false);
    expect(sync.take(diff(1, 5))).toBe('waiting');
    expect(sync.needsSnapshot).toBe(true);
    expect(sync.book.synced).toBe(false);
  });

  it('drops what the snapshot holds, joins at lastUpdateId + 1 and goes on', () => {
    const sync = spot();
    sync.take(diff(1, 5, [[99, 7]]));
    sync.take(diff(6, 12, [[99, 5]]));
    sync.take(diff(13, 14, [], [[100, 3]]));
    expect(sync.take(snapshot(8))).toBe('applied');
    expect(sync.book.synced).toBe(true);
    expect(sync.book.best('bid')).toEqual({ price: 99, quantity: 5 });
    expect(sync.book.best('ask')).toEqual({ price: 100, quantity: 3 });
    expect([sync.book.updateId, sync.book.at, sync.breaks]).toEqual([14, 1_014, 0]);
    expect(sync.take(diff(15, 15, [[99.5, 1]]))).toBe('applied');
    expect(sync.book.best('bid')?.price).toBe(99.5);
  });

  it('is at least as young as the message that made it ask, though a spot snapshot has no time', () => {
    const sync = spot();
    sync.take(diff(1, 5));
    sync.take(snapshot(9));
    expect(sync.book.at).toBe(1_005);
  });

  it('refuses a snapshot older than the stream and asks again', () => {
    const sync = spot();
    sync.take(diff(10, 12));
    expect(sync.take(snapshot(8))).toBe('waiting');
    expect([sync.book.synced, sync.needsSnapshot, sync.lastBreak]).toEqual([false, true, 'stale-snapshot']);
    expect(sync.take(snapshot(9))).toBe('applied');
    expect(sync.book.updateId).toBe(12);
  });

  it('drops the book at a hole, keeps what came after it, and builds again', () => {
    const sync = spot();
    sync.take(diff(1, 5));
    sync.take(snapshot(5));
    expect(sync.take(diff(7, 9, [[99, 9]]))).toBe('broken');
    expect(sync.book.synced).toBe(false);
    expect(sync.book.best('bid')).toBeNull();
    expect([sync.breaks, sync.lastBreak, sync.needsSnapshot]).toEqual([1, 'gap', true]);
    sync.take(diff(10, 11, [[98, 2]]));
    expect(sync.take(snapshot(8))).toBe('applied');
    expect(sync.book.levels('bid', 3)).toEqual([
      { price: 99, quantity: 9 },
      { price: 98, quantity: 2 },
    ]);
  });

  it('keeps what waits though the parser fills the same lists again', () => {
    const sync = spot();
    const reused = diff(6, 7, [[99, 5]]);
    sync.take(reused);
    reused.bids.clear();
    reused.bids.push(42, 42);
    sync.take(snapshot(5));
    expect(sync.book.levels('bid', 9)).toEqual([{ price: 99, quantity: 5 }]);
  });

  it('lets late and repeated messages change nothing', () => {
    const sync = spot();
    sync.take(diff(1, 5));
    sync.take(snapshot(5));
    sync.take(diff(6, 8, [[99, 4]]));
    expect(sync.take(diff(6, 8, [[99, 77]]))).toBe('ignored');
    expect(sync.take(diff(2, 4, [[99, 78]]))).toBe('ignored');
    expect(sync.take(snapshot(4, [[50, 1]]))).toBe('ignored');
    expect(sync.book.best('bid')).toEqual({ price: 99, quantity: 4 });
    expect(sync.breaks).toBe(0);
  });

  it('never shows a crossed book', () => {
    const sync = spot();
    sync.take(diff(1, 5));
    sync.take(snapshot(5));
    expect(sync.take(diff(6, 8, [[101, 4]]))).toBe('broken');
    expect([sync.book.synced, sync.lastBreak]).toEqual([false, 'crossed']);
    const other = spot();
    other.take(diff(1, 5));
    expect(other.take(snapshot(5, [[102, 1]]))).toBe('waiting');
    expect([other.book.synced, other.lastBreak]).toEqual([false, 'crossed']);
  });

  it('keeps no more messages than it may, and starts from those left', () => {
    const sync = spot(10);
    for (let id = 1; id <= 1_000; id += 1) sync.take(diff(id, id, [[50 + (id % 40), id]]));
    expect(sync.take(snapshot(900))).toBe('waiting');
    expect(sync.take(snapshot(990))).toBe('applied');
    expect(sync.book.updateId).toBe(1_000);
  });

  it('has a hole found among the messages that waited', () => {
    const sync = spot();
    sync.take(diff(1, 5));
    sync.take(diff(6, 7));
    sync.take(diff(9, 9));
    sync.take(diff(10, 12));
    expect(sync.take(snapshot(5))).toBe('broken');
    expect([sync.book.synced, sync.breaks, sync.needsSnapshot]).toEqual([false, 1, true]);
    expect(sync.take(snapshot(8))).toBe('applied');
    expect(sync.book.updateId).toBe(12);
  });

  it('is dropped by whoever lost the connection', () => {
    const sync = spot();
    sync.take(diff(1, 5));
    sync.take(snapshot(5));
    sync.drop('disconnected');
    expect([sync.book.synced, sync.lastBreak, sync.needsSnapshot]).toEqual([false, 'disconnected', false]);
  });
});

describe('BinanceBookSync on futures', () => {
  it('joins where U <= lastUpdateId <= u and then follows pu', () => {
    const sync = futures();
    sync.take(diff(1, 5, [], [], 0));
    sync.take(diff(8, 20, [[99, 5]], [], 5));
    sync.take(diff(30, 41, [[99, 6]], [], 20));
    expect(sync.take(snapshot(11))).toBe('applied');
    expect(sync.book.updateId).toBe(41);
    expect(sync.book.best('bid')).toEqual({ price: 99, quantity: 6 });
    expect(sync.take(diff(50, 60, [[99, 8]], [], 41))).toBe('applied');
    expect(sync.take(diff(70, 80, [[99, 9]], [], 61))).toBe('broken');
    expect(sync.book.synced).toBe(false);
  });

  it('joins a message that ends exactly at the snapshot', () => {
    const sync = futures();
    sync.take(diff(8, 20, [[99, 5]], [], 5));
    sync.take(diff(30, 41, [[99, 6]], [], 20));
    expect(sync.take(snapshot(20))).toBe('applied');
    expect(sync.book.updateId).toBe(41);
  });

  it('refuses a snapshot between messages it never saw', () => {
    const sync = futures();
    sync.take(diff(30, 41, [], [], 20));
    expect(sync.take(snapshot(15))).toBe('waiting');
    expect(sync.needsSnapshot).toBe(true);
  });
});

describe('a book kept from a stream that loses, repeats and reorders', () => {
  interface Venue {
    readonly book: Map<string, number>;
    readonly diffs: readonly DepthDiffEvent[];
    readonly states: readonly ReadonlyMap<string, number>[];
  }

  /** A venue's own book: each message is one change to bids below 100 or asks above it. */
  function venueOf(changes: readonly { price: number; quantity: number }[], chain: 'spot' | 'futures'): Venue {
    const book = new Map<string, number>([
      ['99', 1],
      ['101', 1],
    ]);
    const states: Map<string, number>[] = [new Map(book)];
    const step = chain === 'spot' ? 1 : 10;
    const diffs = changes.map(({ price, quantity }, index) => {
      if (quantity === 0) book.delete(String(price));
      else book.set(String(price), quantity);
      states.push(new Map(book));
      const u = (index + 1) * step;
      const pair: Pairs = [[price, quantity]];
      return diff(chain === 'spot' ? u : u - 3, u, price < 100 ? pair : [], price > 100 ? pair : [], u - step);
    });
    return { book, diffs, states };
  }

  const change = fc.record({
    price: fc.integer({ min: 90, max: 110 }).filter((price) => price !== 100),
    quantity: fc.integer({ min: 0, max: 5 }),
  });
  const fate = fc.constantFrom('pass', 'pass', 'pass', 'pass', 'pass', 'drop', 'twice', 'swap');

  it.each(['spot', 'futures'] as const)('equals the venue book or says that it does not know (%s)', (chain) => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(change, fate), { minLength: 5, maxLength: 80 }),
        fc.nat({ max: 3 }),
        (script, snapshotDelay) => {
          const { diffs, states } = venueOf(
            script.map(([one]) => one),
            chain,
          );
          const step = chain === 'spot' ? 1 : 10;
          const sync = chain === 'spot' ? spot() : futures();
          const delivery: DepthDiffEvent[] = [];
          script.forEach(([, how], index) => {
            const message = diffs[index]!;
            if (how === 'swap' && delivery.length > 0) delivery.splice(delivery.length - 1, 0, message);
            else if (how !== 'drop') delivery.push(message, ...(how === 'twice' ? [message] : []));
          });
          let due = -1;
          for (const message of delivery) {
            sync.take(message);
            if (sync.needsSnapshot && due < 0) due = snapshotDelay;
            if (due >= 0) due -= 1;
            if (due < 0 && sync.needsSnapshot) {
              const state = states[message.lastUpdateId / step]!;
              const pairs = [...state].map(([price, quantity]) => [Number(price), quantity] as const);
              sync.take(
                snapshot(
                  message.lastUpdateId,
                  pairs.filter(([price]) => price < 100),
                  pairs.filter(([price]) => price > 100),
                ),
              );
            }
            if (!sync.book.synced) continue;
            const shown = [...sync.book.levels('bid', 99), ...sync.book.levels('ask', 99)];
            const expected = states[sync.book.updateId / step]!;
            expect(new Map(shown.map(({ price, quantity }) => [String(price), quantity]))).toEqual(expected);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
