import { expect, test } from 'vitest';
import { createFillBook } from '../../../../engine/exchanges/ccxt/fill-book.ts';
import { createOrderIds } from '../../../../engine/exchanges/ccxt/order-ids.ts';
import { createRequestBudget } from '../../../../engine/exchanges/ccxt/request-budget.ts';
import type { UserStreamParts } from '../../../../engine/exchanges/ccxt/user-stream.ts';
import { binanceUserStream } from '../../../../engine/exchanges/ccxt/user-stream-binance.ts';
import { koreanUserStream } from '../../../../engine/exchanges/ccxt/user-stream-korean.ts';
import { createVenueClient } from '../../../../engine/exchanges/ccxt/venue-client.ts';
import { OWN_ADDRESS } from '../../../../engine/exchanges/venues/venue-name.ts';
import type { VenueOrder } from '../../../../engine/ports/execution.ts';
import { stillLoop } from './live-loop.ts';
import { KEYS } from './venue-under-test.ts';

const OURS = `c${'a'.repeat(26)}`;

function listening(venue: 'binance' | 'upbit', state: VenueOrder['state'] | null = null) {
  const ended: string[] = [];
  const loop = stillLoop();
  const common = { venue, keys: KEYS, address: OWN_ADDRESS };
  const client = createVenueClient({
    ...{ ...common, loop, budget: createRequestBudget(venue, loop), timeoutMs: 1_000, venueTime: () => 0 },
    onAnswer: () => undefined,
  });
  const parts: UserStreamParts = {
    ...{ ...common, client, ids: createOrderIds(), fills: createFillBook(), now: () => 0 },
    heard: async () => undefined,
    named: () => undefined,
    findOrder: async (clientId, symbol) =>
      state === null ? null : { clientId, symbol, venueOrderId: 'v-1', state, filledQuantity: '0' },
    canceled: (clientId) => ended.push(clientId),
    fundingSettled: () => undefined,
  };
  return { ended, wire: venue === 'binance' ? binanceUserStream(parts) : koreanUserStream(parts) };
}

test.each([
  ['NEW', []],
  ['PARTIALLY_FILLED', []],
  ['EXPIRED_IN_MATCH', [OURS]],
])('Binance: an order whose self-trade was prevented is over only when it says so (%s)', async (X, over) => {
  const { wire, ended } = listening('binance');
  await wire.read({
    ...{ e: 'executionReport', E: 1, s: 'BTCUSDT', c: OURS, C: '', S: 'BUY', x: 'TRADE_PREVENTION', X, i: 5 },
    ...{ l: '0', L: '0', n: '0', N: null, T: 1, t: -1, m: false },
  });
  expect(ended).toEqual(over);
});

test.each([
  ['OPEN', []],
  ['PARTIAL', []],
  ['FILLED', []],
  [null, []],
  ['CANCELED', [OURS]],
] as const)('Upbit: the venue is asked how it then stands (%s)', async (state, over) => {
  const { wire, ended } = listening('upbit', state);
  await wire.read({
    ...{ type: 'myOrder', code: 'KRW-BTC', uuid: 'v-1', ask_bid: 'BID', state: 'prevented', identifier: OURS },
    timestamp: 1,
  });
  expect(ended).toEqual(over);
});
