import { expect, test } from 'vitest';
import { createFillBook } from '../../../../engine/exchanges/ccxt/fill-book.ts';
import { UPBIT } from '../../../../engine/exchanges/ccxt/korean-dialect.ts';
import { koreanFills } from '../../../../engine/exchanges/ccxt/korean-fills.ts';
import { createOrderIds } from '../../../../engine/exchanges/ccxt/order-ids.ts';

const AT = Date.UTC(2026, 0, 5, 12);
const DAY_MS = 86_400_000;

/** An account with one order, filled in the moment at which it was `placed`, or later, asked by a clock that reads `now`. */
function accountAt(now: number, placed = AT) {
  const moment = new Date(AT).toISOString();
  const order = {
    uuid: 'order-1',
    side: 'bid',
    ord_type: 'limit',
    state: 'done',
    market: 'KRW-BTC',
    created_at: new Date(placed).toISOString(),
    executed_volume: '0.5',
    paid_fee: '25',
    identifier: 'c-1',
  };
  const trades = [{ market: 'KRW-BTC', uuid: 'trade-1', price: '100000', volume: '0.5', created_at: moment }];
  const asked: Readonly<Record<string, unknown>>[] = [];
  const fills = koreanFills(UPBIT, {
    now: () => now,
    ids: createOrderIds(),
    fills: createFillBook(),
    reads: {
      async read({ endpoint, params }) {
        if (endpoint === UPBIT.endpoints.order) return { ...order, trades };
        asked.push(params ?? {});
        const { start_time: start, end_time: end } = params as { start_time: number; end_time: number };
        return placed >= start && placed <= end ? [order] : [];
      },
    },
  });
  return { fills, asked };
}

test.each([-3_000, -1, 0, 1, 3_000, 6 * DAY_MS, 7 * DAY_MS, 20 * DAY_MS])(
  'finds the cursor’s trade by a clock %i ms off the venue’s',
  async (off) => {
    const { fills } = accountAt(AT + off);
    const cursor = { tradeId: 'trade-1', symbol: 'BTC/KRW', at: AT };
    expect(await fills.since(cursor, async () => [])).toEqual([]);
    expect(await fills.since(null, async () => [])).toMatchObject([{ tradeId: 'trade-1', clientId: 'c-1', fee: '25' }]);
  },
);

test('asks once about a trade of the last days', async () => {
  const { fills, asked } = accountAt(AT + 1_000);
  await fills.since({ tradeId: 'trade-1', symbol: 'BTC/KRW', at: AT }, async () => []);
  expect(asked).toHaveLength(1);
});

test('goes on behind the trade of an order that somebody placed ten days before', async () => {
  const { fills, asked } = accountAt(AT + 60_000, AT - 10 * DAY_MS);
  const cursor = { tradeId: 'trade-1', symbol: 'BTC/KRW', at: AT };
  expect(await fills.since(cursor, async () => [])).toEqual([]);
  expect(Math.min(...asked.map((params) => Number(params.start_time)))).toBe(AT + 60_000 - 28 * DAY_MS);
});

test('a trade that no order of four weeks has made is still an error', async () => {
  const { fills } = accountAt(AT + 60_000);
  await expect(fills.since({ tradeId: 'another', symbol: 'BTC/KRW', at: AT }, async () => [])).rejects.toThrow(
    'knows no trade',
  );
});
