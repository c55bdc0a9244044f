import { expect, test } from 'vitest';
import type { Fill } from '../../../../engine/domain/fill.ts';
import { createFillBook } from '../../../../engine/exchanges/ccxt/fill-book.ts';

const OURS = `c${'a'.repeat(26)}`;

function fill(changes: Partial<Fill> = {}): Fill {
  return {
    tradeId: '1',
    clientId: 'x-venue1',
    venue: 'binanceusdm',
    symbol: 'BTC/USDT:USDT',
    side: 'sell',
    quantity: '1',
    price: '1',
    fee: '0.5',
    feeCurrency: 'USDT',
    liquidity: 'taker',
    at: 10_000,
    ...changes,
  };
}

test('whose a trade is may be learnt later; its words and its place stay as first told', () => {
  const book = createFillBook();
  book.take(fill());
  book.take(fill({ tradeId: '2' }));
  const owned = fill({ clientId: OURS });
  expect(book.take(fill({ clientId: OURS, fee: '0.7' }))).toEqual(owned);
  expect(book.sorted([fill({ tradeId: '2' }), fill()])).toEqual([owned, fill({ tradeId: '2' })]);
  expect([book.feesOf(OURS).toFixed(), book.feesOf('x-venue1').toFixed()]).toEqual(['0.5', '0.5']);
});

test('what is known to be ours never becomes another’s', () => {
  const book = createFillBook();
  book.take(fill({ clientId: OURS }));
  expect(book.take(fill()).clientId).toBe(OURS);
  expect(book.take(fill({ clientId: `c${'b'.repeat(26)}` })).clientId).toBe(OURS);
});

test('a forgotten trade that is listed again counts its fee once', () => {
  const book = createFillBook(2);
  for (const tradeId of ['1', '2', '3']) book.take(fill({ tradeId, clientId: OURS }));
  expect(book.has(fill())).toBe(false);
  expect(book.feesOf(OURS).toFixed()).toBe('1');
  book.take(fill({ clientId: OURS }));
  expect(book.feesOf(OURS).toFixed()).toBe('1');
  for (const tradeId of ['8', '9']) book.take(fill({ tradeId }));
  expect(book.feesOf(OURS).toFixed()).toBe('0');
});
