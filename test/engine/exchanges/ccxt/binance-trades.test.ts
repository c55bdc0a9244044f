import { expect, test } from 'vitest';
import {
  binanceTrades,
  FUTURES_TRADE_WINDOW_MS,
  SPOT_TRADE_WINDOW_MS,
} from '../../../../engine/exchanges/ccxt/binance-trades.ts';
import { createFillBook } from '../../../../engine/exchanges/ccxt/fill-book.ts';
import { createOrderIds } from '../../../../engine/exchanges/ccxt/order-ids.ts';

const NOW = Date.UTC(2026, 0, 31, 12);
const DAY_MS = 86_400_000;

/** An account with one trade at each of the times, oldest first; its orders are none of ours. */
function accountOf(market: 'spot' | 'futures', times: readonly number[]) {
  const isSpot = market === 'spot';
  const rows = times.map((time, index) => ({
    ...{ symbol: 'BTCUSDT', id: String(index + 1), orderId: '7', price: '100', qty: '1', commission: '0' },
    ...{ commissionAsset: 'USDT', time, isBuyer: true, isMaker: false },
  }));
  const asked: Readonly<Record<string, unknown>>[] = [];
  const trades = binanceTrades(
    {
      ...{ venue: isSpot ? 'binance' : 'binanceusdm', symbols: [isSpot ? 'BTC/USDT' : 'BTC/USDT:USDT'] },
      ...{ now: () => NOW, ids: createOrderIds(), fills: createFillBook() },
      reads: {
        async read({ params }) {
          const { fromId, startTime, endTime } = params as { fromId?: string; startTime?: number; endTime?: number };
          asked.push(params);
          if (fromId !== undefined) return rows.filter(({ id }) => Number(id) >= Number(fromId)).slice(0, 1_000);
          if (startTime === undefined || endTime === undefined) return rows.slice(-1_000);
          return rows.filter(({ time }) => time >= startTime && time <= endTime).slice(0, 1_000);
        },
      },
    },
    {
      ...{ endpoint: 'trades', weight: 20, tellsNewest: isSpot, orders: { endpoint: 'orders', weight: 20 } },
      windowMs: isSpot ? SPOT_TRADE_WINDOW_MS : FUTURES_TRADE_WINDOW_MS,
      ...{ becameOf: null, clientIdOf: async () => 'by-hand' },
    },
  );
  return { trades, asked };
}

/** Three thousand trades of an earlier life, then one an hour ago. */
const BUSY = [...Array.from({ length: 3_000 }, (_, index) => NOW - 90 * DAY_MS + index), NOW - 3_600_000];

test.each(['spot', 'futures'] as const)('asks %s only about the time since a moment', async (market) => {
  const { trades, asked } = accountOf(market, BUSY);
  expect(await trades.since({ tradeId: null, at: NOW - 7_200_000 })).toMatchObject([{ tradeId: '3001' }]);
  // The window, and from its first trade on by id.
  expect(asked).toHaveLength(2);
  expect(await trades.since({ tradeId: null, at: NOW - 600_000 })).toEqual([]);
  expect(asked).toHaveLength(3);
});

test('looks at the newest page of spot before it walks through the days', async () => {
  const { trades, asked } = accountOf('spot', BUSY);
  expect(await trades.since({ tradeId: null, at: NOW - 60 * DAY_MS })).toMatchObject([{ tradeId: '3001' }]);
  expect(asked).toHaveLength(1);
});

test.each(['spot', 'futures'] as const)('loses none of %s where more was traded than a page holds', async (market) => {
  const times = Array.from({ length: 2_500 }, (_, index) => NOW - 20 * DAY_MS + index);
  const { trades } = accountOf(market, [...BUSY.slice(0, 10), ...times]);
  const told = await trades.since({ tradeId: null, at: NOW - 30 * DAY_MS });
  expect(told).toHaveLength(2_500);
  expect(told[0]).toMatchObject({ tradeId: '11' });
});
