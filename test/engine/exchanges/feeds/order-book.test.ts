import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LevelList } from '../../../../engine/exchanges/feeds/level-list.ts';
import { OrderBook } from '../../../../engine/exchanges/feeds/order-book.ts';
import { UpbitBookSync } from '../../../../engine/exchanges/feeds/upbit-book-sync.ts';

const bookOf = (maxLevels?: number) =>
  new OrderBook({ symbol: 'BTC/USDT', venue: 'binance', ...(maxLevels === undefined ? {} : { maxLevels }) });

function levels(...pairs: readonly (readonly [number, number])[]): LevelList {
  const list = new LevelList();
  for (const [price, quantity] of pairs) list.push(price, quantity);
  return list;
}

describe('OrderBook', () => {
  it('has the highest bid and the lowest ask first', () => {
    const book = bookOf();
    book.replace(levels([99, 1], [100, 2], [98, 3]), levels([103, 1], [101, 2], [102, 3]), 5, 7);
    expect(book.best('bid')).toEqual({ price: 100, quantity: 2 });
    expect(book.best('ask')).toEqual({ price: 101, quantity: 2 });
    expect(book.levels('bid', 2)).toEqual([
      { price: 100, quantity: 2 },
      { price: 99, quantity: 1 },
    ]);
    expect(book.levels('ask', 9).map(({ price }) => price)).toEqual([101, 102, 103]);
    expect([book.at, book.updateId, book.crossed()]).toEqual([5, 7, false]);
  });

  it('forgets its time when it is emptied, so that a wrong one keeps no later book out', () => {
    const sync = new UpbitBookSync('upbit', 'BTC/KRW');
    const take = (at: number) => {
      const side = { bids: levels([99, 1]), asks: levels([101, 1]) };
      return sync.take({ type: 'depth.snapshot', symbol: 'BTC/KRW', at, updateId: at, ...side });
    };
    expect([take(9_000), take(5_000)]).toEqual(['applied', 'ignored']);
    sync.drop('silent');
    expect(sync.book.at).toBe(0);
    expect([take(5_100), sync.book.at]).toEqual(['applied', 5_100]);
  });

  it('is empty before anything was said', () => {
    const book = bookOf();
    expect([book.best('bid'), book.levels('ask', 3), book.quantityAt('bid', 1), book.crossed()]).toEqual([
      null,
      [],
      0,
      false,
    ]);
    expect(book.bestPrice('ask')).toBeNaN();
    expect(book.synced).toBe(false);
  });

  it('takes a level away at quantity 0 and minds no absent one', () => {
    const book = bookOf();
    book.replace(levels([99, 1], [100, 2]), levels([101, 2]), 1, 1);
    book.apply(levels([100, 0], [42, 0]), levels([101, 5]), 2, 2);
    expect(book.best('bid')).toEqual({ price: 99, quantity: 1 });
    expect(book.quantityAt('ask', 101)).toBe(5);
    expect(book.quantityAt('bid', 100)).toBe(0);
  });

  it('says when a bid is not below an ask', () => {
    const book = bookOf();
    book.replace(levels([100, 1]), levels([101, 1]), 1, 1);
    book.set('bid', 101, 1);
    expect(book.crossed()).toBe(true);
  });

  it('forgets the farthest levels beyond its room, never the best', () => {
    const book = bookOf(20);
    for (let price = 1; price <= 100; price += 1) book.set('bid', price, price);
    for (let price = 200; price > 100; price -= 1) book.set('ask', price, price);
    expect(book.best('bid')).toEqual({ price: 100, quantity: 100 });
    expect(book.best('ask')).toEqual({ price: 101, quantity: 101 });
    expect(book.depth('bid')).toBeLessThanOrEqual(20);
    expect(book.depth('bid')).toBeGreaterThanOrEqual(18);
    expect(book.levels('ask', 18).map(({ price }) => price)).toEqual(Array.from({ length: 18 }, (_, i) => 101 + i));
    book.set('bid', 0.5, 1);
    expect(book.quantityAt('bid', 0.5)).toBe(book.depth('bid') < 20 ? 1 : 0);
  });

  it('equals a plain map after any changes', () => {
    const change = fc.record({
      side: fc.constantFrom('bid' as const, 'ask' as const),
      price: fc.integer({ min: 1, max: 400 }),
      quantity: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 9 })),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 300, maxLength: 900 }), (changes) => {
        const book = bookOf();
        const maps = { bid: new Map<number, number>(), ask: new Map<number, number>() };
        for (const { side, price, quantity } of changes) {
          book.set(side, price, quantity);
          if (quantity === 0) maps[side].delete(price);
          else maps[side].set(price, quantity);
        }
        for (const side of ['bid', 'ask'] as const) {
          const sorted = [...maps[side]].sort(([one], [other]) => (side === 'bid' ? other - one : one - other));
          expect(book.levels(side, 1_000)).toEqual(sorted.map(([price, quantity]) => ({ price, quantity })));
          for (const [price, quantity] of sorted) expect(book.quantityAt(side, price)).toBe(quantity);
        }
      }),
      { numRuns: 60 },
    );
  });
});
