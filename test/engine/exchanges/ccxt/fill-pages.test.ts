import { expect, test } from 'vitest';
import type { Fill } from '../../../../engine/domain/fill.ts';
import { createFillBook } from '../../../../engine/exchanges/ccxt/fill-book.ts';
import { KEYS, openVenue } from './venue-under-test.ts';

test('more fills than a page holds are all told, and a cursor in the middle cuts them exactly', async () => {
  const { venue, execution, symbol, close } = await openVenue('binanceusdm', { stream: false });
  for (let count = 0; count < 1_150; count += 1)
    venue.market.forceFill(symbol, count % 2 === 0 ? 'buy' : 'sell', '0.001', KEYS.apiKey);
  const all = await execution.fillsSince(null);
  const ledger = venue.ledger.trades(KEYS.apiKey);
  expect(all.map(({ tradeId }) => tradeId)).toEqual(ledger.map(({ tradeId }) => tradeId));
  expect(all.length).toBeGreaterThan(1_000);
  const middle = all[100];
  expect(await execution.fillsSince(middle ?? null)).toEqual(all.slice(101));
  await close();
}, 30_000);

function fill(changes: Partial<Fill>): Fill {
  return {
    tradeId: '1',
    clientId: 'c',
    venue: 'upbit',
    symbol: 'BTC/KRW',
    side: 'buy',
    quantity: '1',
    price: '1',
    fee: '0',
    feeCurrency: 'KRW',
    liquidity: 'taker',
    at: 10_000,
    ...changes,
  };
}

test('after a restart all trades of the cursor’s second are told again: nobody knows their order', () => {
  const listed = ['a', 'b', 'c'].map((tradeId) => fill({ tradeId }));
  const book = createFillBook();
  const since = { tradeId: 'b', symbol: 'BTC/KRW', at: 10_000 };
  expect(book.after(listed, since).map(({ tradeId }) => tradeId)).toEqual(['a', 'c']);
  // Once told in this process their order is known.
  expect(book.after(listed, since).map(({ tradeId }) => tradeId)).toEqual(['c']);
});

test('what another market told late is not cut away by the cursor', () => {
  const book = createFillBook();
  const late = fill({ tradeId: '9', symbol: 'ETH/KRW', at: 9_500 });
  const cursor = fill({ tradeId: '5' });
  expect(book.after([late, cursor], cursor)).toEqual([late]);
});

test('a trade that the venue does not know is an error, not an empty answer', () => {
  expect(() => createFillBook().after([], { tradeId: 'x', symbol: 'BTC/KRW', at: 1 })).toThrow(/knows no trade/);
});
