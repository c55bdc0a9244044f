import ccxt from 'ccxt';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFakeBithumb } from './bithumb-venue.ts';
import { redirectTo } from './redirect.ts';
import { askPrivately, hashOf } from './upbit-asker.ts';
import type { FakeVenue, FaultMatch, RequestFault } from './venue.ts';

const KEY = { apiKey: 'bithumb-key', secret: 'bithumb-secret' };
const RICH = { KRW: '100000000', BTC: '1' };

let venue: FakeVenue;
let client: InstanceType<typeof ccxt.bithumb>;

beforeEach(async () => {
  venue = await startFakeBithumb();
  venue.accounts.open({ ...KEY, balances: RICH });
  client = clientOf(venue);
});

afterEach(async () => {
  venue.ledger.checkConservation();
  await venue.close();
});

function clientOf(of: FakeVenue, key = KEY) {
  const made = new ccxt.bithumb({ ...key, enableRateLimit: false });
  made.fetchImplementation = redirectTo(of);
  return made;
}

describe('a fake Bithumb for the real ccxt', () => {
  it('lists its markets', async () => {
    await client.loadMarkets();
    expect(client.symbols.toSorted()).toEqual(venue.market.symbols.toSorted());
    expect(client.market('BTC/KRW').id).toBe('KRW-BTC');
  });

  it('shows book, ticker, trades and candles of the price that the test set', async () => {
    venue.market.setPrice('BTC/KRW', 90_000_000);
    const book = await client.fetchOrderBook('BTC/KRW');
    expect(book.bids[0]?.[0]).toBeLessThan(90_000_000);
    expect(book.asks[0]?.[0]).toBeGreaterThan(90_000_000);
    expect(await client.fetchTicker('BTC/KRW')).toMatchObject({ last: 90_000_000 });
    expect((await client.fetchTrades('BTC/KRW', undefined, 10)).at(-1)).toMatchObject({ price: 90_000_000 });
    const start = Date.UTC(2026, 0, 1);
    venue.market.addCandle('ETH/KRW', [start, 10, 12, 9, 11, 2]);
    const rows = await client.fetchOHLCV('ETH/KRW', '1m', undefined, 5);
    expect(rows[0]?.slice(1)).toEqual([10, 12, 9, 11, 2]);
  });

  it('rests a limit order, locks its cost and fee, and lets it be found and cancelled by client id', async () => {
    const placed = await client.createOrder('BTC/KRW', 'limit', 'buy', 0.1, 80_000_000, { clientOrderId: 'c-1' });
    expect(await client.fetchBalance()).toMatchObject({ KRW: { free: 91_980_000, used: 8_020_000 } });
    const found = await client.fetchOrder('', 'BTC/KRW', { client_order_id: 'c-1' });
    expect(found).toMatchObject({
      id: placed.id,
      status: 'open',
      amount: 0.1,
      price: 80_000_000,
      clientOrderId: 'c-1',
    });
    expect((await client.fetchOpenOrders('BTC/KRW')).map(({ id }) => id)).toEqual([placed.id]);

    await client.cancelOrder('', 'BTC/KRW', { client_order_id: 'c-1' });
    expect(await client.fetchOrder(idOf(placed))).toMatchObject({ status: 'canceled', filled: 0 });
    expect(await client.fetchOpenOrders('BTC/KRW')).toEqual([]);
    expect((await client.fetchCanceledOrders('BTC/KRW')).map(({ id }) => id)).toEqual([placed.id]);
    expect(await client.fetchBalance()).toMatchObject({ KRW: { free: 100_000_000, used: 0 } });
  });

  it('buys at market for an amount of KRW, sells a volume, and takes fees in KRW', async () => {
    const bought = await client.createOrder('BTC/KRW', 'market', 'buy', 0.01, 84_000_000);
    const raw = await asked('/v1/order', { uuid: idOf(bought) });
    expect(raw).toMatchObject({ ord_type: 'price', state: 'done', executed_volume: expect.any(String) });
    expect(raw).not.toHaveProperty('volume');
    expect(Number(raw.paid_fee)).toBeCloseTo(Number(raw.executed_funds) * 0.0025, 6);
    const trades = raw.trades as { uuid: string; side: string; funds: string }[];
    expect(trades.map(({ uuid }) => uuid)).toEqual(venue.ledger.trades().map(({ tradeId }) => tradeId));

    const sold = await client.createOrder('BTC/KRW', 'market', 'sell', 0.01);
    expect(await client.fetchOrder(idOf(sold))).toMatchObject({ status: 'closed', side: 'sell' });
    expect((await client.fetchClosedOrders('BTC/KRW')).map(({ id }) => id).toSorted()).toEqual(
      [idOf(bought), idOf(sold)].toSorted(),
    );
  });

  it.each([
    ['IOC', { timeInForce: 'IOC' }, 80_000_000],
    ['FOK', { timeInForce: 'FOK' }, 80_000_000],
    ['post-only', { timeInForce: 'PO' }, 90_000_000],
  ])('accepts what cannot rest as %s, and then cancels it', async (_, params, price) => {
    const placed = await client.createOrder('BTC/KRW', 'limit', 'buy', 0.001, price, params);
    expect(await asked('/v1/order', { uuid: idOf(placed) })).toMatchObject({
      state: 'cancel',
      cancel_type: 'tif_cancel',
    });
  });

  it('takes a batch and cancels a batch, each for itself', async () => {
    const orders = await client.createOrders([
      { symbol: 'BTC/KRW', type: 'limit', side: 'buy', amount: 0.01, price: 80_000_000 },
      { symbol: 'BTC/KRW', type: 'limit', side: 'buy', amount: 0.02, price: 79_000_000 },
    ]);
    expect(venue.ledger.orders().map(({ id }) => id)).toEqual(orders.map(({ id }) => id));
    const cancelled = await client.cancelOrders([...orders.map(idOf), 'C010100000000000000'], 'BTC/KRW');
    expect(cancelled.map(idOf)).toEqual(orders.map(idOf));
    expect(await client.fetchOpenOrders('BTC/KRW')).toEqual([]);
  });

  it('finds orders by lists of names, and what is open where nothing is said', async () => {
    for (const name of ['a', 'b']) {
      await client.createOrder('BTC/KRW', 'limit', 'buy', 0.01, 80_000_000, { clientOrderId: name });
    }
    await client.cancelOrder('', 'BTC/KRW', { client_order_id: 'a' });
    const namesOf = async (params: Record<string, string>) => {
      const rows = (await asked('/v1/orders', params)) as unknown as { client_order_id: string; state: string }[];
      return rows.map(({ client_order_id: name, state }) => `${name} ${state}`);
    };
    expect(await namesOf({})).toEqual(['b wait']);
    expect(await namesOf({ 'client_order_ids[]': 'a', order_by: 'asc' })).toEqual(['a cancel']);
    expect(await namesOf({ state: 'cancel' })).toEqual(['a cancel']);
    expect(await namesOf({ 'states[]': 'wait,cancel', order_by: 'asc' })).toEqual(['a cancel', 'b wait']);
  });

  it('tells fees, minimum, and when the key ends', async () => {
    expect(await asked('/v1/orders/chance', { market: 'KRW-BTC' })).toMatchObject({
      bid_fee: '0.0025',
      market: { state: 'active', bid: { min_total: '5000', price_unit: '1000' } },
    });
    const [key] = (await asked('/v1/api_keys', {})) as unknown as { access_key: string }[];
    expect(key?.access_key).toBe(KEY.apiKey);
  });

  it.each([
    ['insufficient funds', { side: 'bid', volume: '10', price: '84000000' }, 400, 'insufficient_funds_bid'],
    ['nothing to sell', { side: 'ask', volume: '5', price: '84000000' }, 400, 'insufficient_funds_ask'],
    ['a price off the ladder', { side: 'bid', volume: '0.01', price: '84000001' }, 400, 'invalid_price_bid'],
    ['less than 5,000 KRW', { side: 'bid', volume: '0.00001', price: '84000000' }, 400, 'under_min_total_bid'],
    [
      'an id it cannot hold',
      { side: 'bid', volume: '0.01', price: '84000000', client_order_id: 'a.b' },
      400,
      'invalid_parameter',
    ],
  ])('refuses %s', async (_, order, status, name) => {
    const params = { market: 'KRW-BTC', order_type: 'limit', ...order } as Record<string, string>;
    const refused = await askedRaw('POST', '/v2/orders', params);
    expect([refused.status, await refused.json()]).toMatchObject([status, { error: { name } }]);
    expect(venue.ledger.orders()).toEqual([]);
  });

  it('never has two open orders of one client id, but takes it again when the first has ended', async () => {
    const place = () => client.createOrder('BTC/KRW', 'limit', 'buy', 0.01, 80_000_000, { clientOrderId: 'x' });
    const first = await place();
    expect((await askedRaw('POST', '/v2/orders', { ...limit, client_order_id: 'x' })).status).toBe(400);
    await client.cancelOrder(idOf(first), 'BTC/KRW');
    const second = await place();
    expect((await client.fetchOrder('', 'BTC/KRW', { client_order_id: 'x' })).id).toBe(second.id);
  });

  it('says order_not_found under 404, which ccxt takes for any error', async () => {
    const sold = await client.createOrder('BTC/KRW', 'market', 'sell', 0.01);
    expect((await askedRaw('DELETE', '/v2/order', { order_id: idOf(sold) })).status).toBe(404);
    expect((await askedRaw('GET', '/v1/order', { client_order_id: 'never' })).status).toBe(404);
    await expect(client.fetchOrder('never')).rejects.toThrow(ccxt.ExchangeError);
  });

  it('takes a halted market from the list and refuses its orders', async () => {
    venue.market.setTrading('BTC/KRW', false);
    const listed = (await (await fetch(`${venue.restUrl}/v1/market/all`)).json()) as { market: string }[];
    expect(listed.map(({ market }) => market)).not.toContain('KRW-BTC');
    expect(await asked('/v2/orders', limit, 'POST')).toMatchObject({ error: { name: 'market_offline' } });
  });

  it('numbers trades with integers that a JSON number cannot hold', async () => {
    const text = await (await fetch(`${venue.restUrl}/v1/trades/ticks?market=KRW-BTC`)).text();
    const digits = /"sequential_id":(\d+)/.exec(text)?.[1] ?? '';
    expect(digits).toHaveLength(17);
    expect(Number(digits)).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
  });
});

describe('the keys of a fake Bithumb', () => {
  it.each([
    ['an unknown key', { apiKey: 'nobody', secret: 'x' }, {}, 'invalid_access_key'],
    ['a wrong secret', { ...KEY, secret: 'wrong' }, {}, 'jwt_verification'],
    ['a token of another time', KEY, { timestamp: Date.now() - 60_000 }, 'expired_jwt'],
    ['a token without time', KEY, { timestamp: undefined }, 'expired_jwt'],
    ['the hash of another query', KEY, { query_hash: hashOf('uuid=b') }, 'invalid_query_payload'],
  ])('refuses %s', async (_, key, claims, name) => {
    const refused = await askedRaw('GET', '/v1/order', { uuid: 'a' }, key, claims);
    expect([refused.status, await refused.json()]).toMatchObject([401, { error: { name } }]);
  });

  it('refuses all tokens while its clock is wrong, and tells its time in each answer', async () => {
    venue.market.setClockOffset(3_600_000);
    const refused = await askedRaw('GET', '/v1/accounts', {});
    expect(refused.status).toBe(401);
    expect(Date.parse(refused.headers.get('date') ?? '') - Date.now()).toBeGreaterThan(3_590_000);
  });

  it('refuses a revoked key, and one without permission what it may not', async () => {
    venue.accounts.open({ apiKey: 'eyes', secret: 'eyes', balances: {}, canTrade: false });
    const eyes = { apiKey: 'eyes', secret: 'eyes' };
    expect((await askedRaw('POST', '/v2/orders', limit, eyes)).status).toBe(401);
    expect((await askedRaw('GET', '/v1/withdraws', {}, eyes)).status).toBe(401);
    venue.accounts.revoke(KEY.apiKey);
    expect(await asked('/v1/accounts', {})).toMatchObject({ error: { name: 'invalid_access_key' } });
  });
});

const ORDER = { kind: 'order' } as const satisfies FaultMatch;

// Note what ccxt 4.5.84 makes of an answer that it cannot read: InvalidOrder, for an order that was placed.
describe('the faults of a fake Bithumb', () => {
  it.each([
    ['accept-then-reset', true, 'NetworkError'],
    ['accept-then-silence', true, 'RequestTimeout'],
    ['accept-then-503', true, 'ExchangeError'],
    ['accept-then-502-html', true, 'ExchangeNotAvailable'],
    ['accept-then-504', true, 'RequestTimeout'],
    ['accept-then-unknown-code', true, 'ExchangeError'],
    ['accept-then-200-html', true, 'InvalidOrder'],
    ['accept-then-200-truncated', true, 'InvalidOrder'],
    ['accept-then-200-empty', true, 'InvalidOrder'],
    ['reset', false, 'NetworkError'],
    ['silence', false, 'RequestTimeout'],
    ['503', false, 'ExchangeError'],
    ['502-html', false, 'ExchangeNotAvailable'],
    ['403-waf', false, 'ExchangeNotAvailable'],
    ['429', false, 'ExchangeError'],
    ['418', false, 'ExchangeError'],
    ['200-html', false, 'InvalidOrder'],
    ['200-empty', false, 'InvalidOrder'],
    ['clock-error', false, 'ExchangeError'],
    ['key-revoked', false, 'ExchangeError'],
    ['no-permission', false, 'ExchangeError'],
    ['maintenance', false, 'ExchangeError'],
    ['overloaded', false, 'ExchangeError'],
    ['insufficient-funds', false, 'ExchangeError'],
    ['duplicate-id', false, 'ExchangeError'],
    ['filter-reject', false, 'ExchangeError'],
    ['halted', false, 'ExchangeError'],
    [{ status: 500, body: 'oops', accept: true }, true, 'ExchangeNotAvailable'],
    [{ status: 500, body: 'oops', accept: false }, false, 'ExchangeNotAvailable'],
  ] as const satisfies readonly (readonly [RequestFault, boolean, string])[])(
    '%o: placed %s, thrown %s',
    async (fault, placed, thrown) => {
      await client.loadMarkets();
      if (String(fault).endsWith('silence')) client.timeout = 200;
      venue.faults.onRequest(fault, ORDER);
      const error = await client
        .createOrder('BTC/KRW', 'limit', 'buy', 0.01, 80_000_000, { clientOrderId: 'f-1' })
        .catch((caught: Error) => caught);
      expect((error as Error).name).toBe(thrown);
      expect(venue.ledger.orders().map(({ clientId }) => clientId)).toEqual(placed ? ['f-1'] : []);
      // The next one is served again.
      client.timeout = 10_000;
      await expect(client.fetchOpenOrders('BTC/KRW')).resolves.toHaveLength(placed ? 1 : 0);
    },
  );

  it('says some errors under 200', async () => {
    venue.faults.onRequest('accept-then-unknown-code', ORDER);
    const told = await askedRaw('POST', '/v2/orders', limit);
    expect([told.status, await told.json()]).toMatchObject([200, { error: { name: 'unknown_error' } }]);
    expect(venue.ledger.orders()).toHaveLength(1);
  });
});

it('keeps every won and coin, whatever is asked of it', async () => {
  const wish = fc.record({
    side: fc.constantFrom('bid', 'ask'),
    type: fc.constantFrom('limit', 'price', 'market', 'best'),
    force: fc.constantFrom(undefined, 'ioc', 'fok', 'post_only'),
    price: fc.integer({ min: 83_990, max: 84_010 }).map((thousands) => String(thousands * 1_000)),
    volume: fc.integer({ min: 1, max: 60_000_000 }).map((units) => (units / 1e8).toFixed(8)),
    move: fc.constantFrom(null, 83_995_000, 84_000_000, 84_006_000),
    cancels: fc.boolean(),
  });
  let trades = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(wish, { maxLength: 25 }), async (wishes) => {
      const own = await startFakeBithumb();
      own.accounts.open({ ...KEY, balances: RICH });
      for (const { side, type, force, price, volume, move, cancels } of wishes) {
        const isAmount = type === 'price' || (type === 'best' && side === 'bid');
        const params = {
          market: 'KRW-BTC',
          side,
          order_type: type,
          ...(isAmount ? { price: '200000' } : { volume }),
          ...(isAmount || type !== 'limit' ? {} : { price }),
          ...(force === undefined ? {} : { time_in_force: force }),
        };
        await askPrivately(own.restUrl, KEY, { method: 'POST', path: '/v2/orders', params });
        if (move !== null) own.market.setPrice('BTC/KRW', move);
        const [open] = own.ledger.orders().filter(({ state }) => state === 'open');
        if (cancels && open !== undefined) {
          await askPrivately(own.restUrl, KEY, { method: 'DELETE', path: '/v2/order', params: { order_id: open.id } });
        }
        own.ledger.checkConservation();
      }
      trades += own.ledger.trades().length;
      await own.close();
    }),
    { numRuns: 25 },
  );
  expect(trades).toBeGreaterThan(0);
});

const limit = { market: 'KRW-BTC', side: 'bid', order_type: 'limit', volume: '0.01', price: '80000000' };

async function asked(path: string, params: Record<string, string>, method = 'GET') {
  return (await (await askedRaw(method, path, params)).json()) as Record<string, unknown>;
}

function askedRaw(method: string, path: string, params: Record<string, string>, key = KEY, claims: object = {}) {
  return askPrivately(venue.restUrl, key, { method, path, params, claims });
}

function idOf(order: { readonly id?: unknown }): string {
  return String(order.id);
}
