import { expect, test } from 'vitest';
import type { Fill } from '../../../../engine/domain/fill.ts';
import { createAccountEvents } from '../../../../engine/exchanges/ccxt/account-events.ts';
import { createFillBook } from '../../../../engine/exchanges/ccxt/fill-book.ts';
import { createOrderIds } from '../../../../engine/exchanges/ccxt/order-ids.ts';
import { type HeardFill, heardFills } from '../../../../engine/exchanges/ccxt/user-stream.ts';
import { stillLoop } from './live-loop.ts';

const OURS = `c${'a'.repeat(26)}`;

const TRADE: HeardFill = {
  ...{ tradeId: '7', venueOrderId: '900', clientId: 'x-book900', symbol: 'BTC/USDT:USDT', side: 'sell' },
  ...{ quantity: '0.01', price: '59000', fee: '0.2', feeCurrency: 'USDT', liquidity: 'taker', at: 5 },
};

function hearing(clientIdOf: () => Promise<string>) {
  const [ids, fills, told] = [createOrderIds(), createFillBook(), [] as Fill[]];
  const events = createAccountEvents(stillLoop());
  events.subscribe((event) => {
    if (event.type === 'fill.received') told.push(event.fill);
  });
  return { ids, fills, told, events, ...heardFills({ venue: 'binanceusdm', ids, fills }, clientIdOf, events.fill) };
}

test('a trade whose owner cannot be asked reaches the desk, and not the book', async () => {
  const { heard, told, fills, ids } = hearing(() => Promise.reject(new Error('away')));
  await heard(TRADE);
  expect(told.map(({ clientId }) => clientId)).toEqual(['x-book900']);
  expect(fills.has(TRADE)).toBe(false);
  expect(ids.clientIdOf('900')).toBeNull();
});

test.each([
  ['could not be asked', () => Promise.reject(new Error('away'))],
  ['was shown under the venue’s own id', () => Promise.resolve('x-book900')],
])('an owner that %s is put right for desk and book when the venue names it', async (_how, clientIdOf) => {
  const { heard, named, told, fills } = hearing(clientIdOf);
  await heard(TRADE);
  named('900', OURS);
  named('900', OURS);
  await heard(TRADE);
  expect(told.map(({ clientId }) => clientId)).toEqual(['x-book900', OURS]);
  expect(fills.sorted([told[0] as Fill])).toEqual([told[1]]);
});

test('what was told as ours is not told again as another’s', () => {
  const { told, events } = hearing(() => Promise.reject(new Error('away')));
  const { venueOrderId: _id, ...trade } = TRADE;
  events.fill({ ...trade, clientId: OURS, venue: 'binanceusdm' });
  events.fill({ ...trade, clientId: 'x-book900', venue: 'binanceusdm' });
  expect(told.map(({ clientId }) => clientId)).toEqual([OURS]);
});
