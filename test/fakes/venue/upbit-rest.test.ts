import ccxt from 'ccxt';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { redirectTo } from './redirect.ts';
import { askPrivately, hashOf } from './upbit-asker.ts';
import { startFakeUpbit } from './upbit-venue.ts';
import type { FakeVenue, FaultMatch, RequestFault } from './venue.ts';

const KEY = { apiKey: 'upbit-key', secret: 'upbit-secret' };
const RICH = { KRW: '100000000', BTC: '1' };

let venue: FakeVenue;
let client: InstanceType<typeof ccxt.upbit>;

beforeEach(async () => {
  venue = await startFakeUpbit();
  venue.accounts.open({ ...KEY, balances: RICH });
  client = clientOf(venue);
});

afterEach(async () => {
  venue.ledger.checkConservation();
  await venue.close();
});

function clientOf(of: FakeVenue, key = KEY) {
  const made = new ccxt.upbit({ ...key, enableRateLimit: false });
  made.fetchImplementation = redirectTo(of);
  return made;
}

describe('a fake Upbit for the real ccxt', () => {
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
    const trades = await client.fetchTrades('BTC/KRW');
    expect(trades.at(-1)).toMatchObject({ price: 90_000_000, symbol: 'BTC/KRW' });
    expect(new Set(trades.map(({ id }) => id)).size).toBe(trades.length);
  });

  it('tells candles newest first up to a time, without the minutes in which nothing was traded', async () => {
    const start = Date.UTC(2026, 0, 1);
    for (const minute of [0, 1, 3]) {
      venue.market.addCandle('ETH/KRW', [start + minute * 60_000, 10, 12, 9, 11, 2 + minute]);
    }
    venue.market.addCandle('ETH/KRW', [start + 2 * 60_000, 11, 11, 11, 11, 0]);
    const url = `${venue.restUrl}/v1/candles/minutes/1?market=KRW-ETH&count=2&to=2026-01-01T00:03:00Z`;
    const told = (await (await fetch(url)).json()) as {
      candle_date_time_utc: string;
      candle_acc_trade_volume: number;
    }[];
    expect(told.map((candle) => [candle.candle_date_time_utc, candle.candle_acc_trade_volume])).toEqual([
      ['2026-01-01T00:01:00', 3],
      ['2026-01-01T00:00:00', 2],
    ]);
    const rows = await client.fetchOHLCV('ETH/KRW', '1m', start, 4);
    expect(rows.map(([at, , , , , volume]) => [Number(at) - start, volume])).toEqual([
      [0, 2],
      [60_000, 3],
      [180_000, 5],
    ]);
  });

  it('rests a limit order, locks its cost and fee, and lets it be found by identifier and cancelled', async () => {
    const placed = await client.createOrder('BTC/KRW', 'limit', 'buy', 0.1, 80_000_000, { clientOrderId: 'c-1' });
    expect(placed).toMatchObject({ status: 'open', filled: 0, clientOrderId: 'c-1' });
    expect(await client.fetchBalance()).toMatchObject({ KRW: { free: 91_996_000, used: 8_004_000 } });
    const found = await client.fetchOrder(undefined as unknown as string, 'BTC/KRW', { identifier: 'c-1' });
    expect(found).toMatchObject({ id: idOf(placed), status: 'open', amount: 0.1, price: 80_000_000 });
    expect((await client.fetchOpenOrders('BTC/KRW')).map(({ id }) => id)).toEqual([placed.id]);

    expect(await client.cancelOrder(idOf(placed), 'BTC/KRW')).toMatchObject({ status: 'open' });
    expect(await client.fetchOrder(idOf(placed))).toMatchObject({ status: 'canceled', filled: 0 });
    expect(await client.fetchOpenOrders('BTC/KRW')).toEqual([]);
    expect(await client.fetchBalance()).toMatchObject({ KRW: { free: 100_000_000, used: 0 } });
  });

  it('buys at market for an amount of KRW and takes the fee in KRW', async () => {
    const placed = await client.createMarketBuyOrderWithCost('BTC/KRW', 1_000_000, { clientOrderId: 'c-2' });
    const raw = await asked('/v1/order', { uuid: idOf(placed) });
    expect(raw).toMatchObject({ ord_type: 'price', price: '1000000', volume: null, remaining_volume: null });
    const trades = raw.trades as { funds: string; volume: string }[];
    expect(trades).toHaveLength(Number(raw.trades_count));
    const funds = trades.reduce((sum, { funds: part }) => sum + Number(part), 0);
    expect(funds).toBeLessThanOrEqual(1_000_000);
    expect(funds).toBeGreaterThan(999_990);
    expect(Number(raw.paid_fee)).toBeCloseTo(funds * 0.0005, 6);
    // What buys less than a lot is given back: the order ends "cancel" with fills.
    expect(raw.state).toBe(funds < 1_000_000 ? 'cancel' : 'done');
    expect(venue.ledger.trades()[0]).toMatchObject({ clientId: 'c-2', feeCurrency: 'KRW', maker: false });
  });

  it('sells a volume at market', async () => {
    const id = idOf(await client.createOrder('BTC/KRW', 'market', 'sell', 0.01));
    expect(await client.fetchOrder(id)).toMatchObject({ status: 'closed', filled: 0.01, type: 'market', side: 'sell' });
    expect((await client.fetchBalance()).BTC).toMatchObject({ free: 0.99, used: 0 });
  });

  it.each([
    ['ioc', { timeInForce: 'IOC' }, 80_000_000],
    ['fok', { timeInForce: 'FOK' }, 80_000_000],
    ['post_only', { postOnly: true }, 90_000_000],
  ])('accepts what cannot rest as %s, and then cancels it', async (_, params, price) => {
    const placed = await client.createOrder('BTC/KRW', 'limit', 'buy', 0.001, price, params);
    expect(placed.status).toBe('open');
    expect(await client.fetchOrder(idOf(placed))).toMatchObject({ status: 'canceled', filled: 0 });
  });

  it('fills an ioc that meets the book, and a best order at the best price only', async () => {
    const ioc = await client.createOrder('BTC/KRW', 'limit', 'buy', 0.001, 90_000_000, { timeInForce: 'IOC' });
    expect(await client.fetchOrder(idOf(ioc))).toMatchObject({ status: 'closed', filled: 0.001 });
    const best = await client.createOrder('BTC/KRW', 'market', 'sell', 0.001, undefined, {
      ordType: 'best',
      timeInForce: 'ioc',
    });
    const bid = (await client.fetchOrderBook('BTC/KRW')).bids[0]?.[0];
    expect(await asked('/v1/order', { uuid: idOf(best) })).toMatchObject({ ord_type: 'best', state: 'done' });
    expect(Number(venue.ledger.trades().at(-1)?.price)).toBe(bid);
  });

  it('tells a partial fill of a resting order, and the rest', async () => {
    const id = idOf(await client.createOrder('BTC/KRW', 'limit', 'sell', 0.5, 84_001_000, { clientOrderId: 'part' }));
    venue.market.strangerOrder('BTC/KRW', 'buy', '100', '84001000');
    const before = await client.fetchOrder(id);
    expect(before).toMatchObject({ status: 'closed', filled: 0.5 });
    expect(before.trades.map(({ amount }) => amount)).toEqual([0.5]);
  });

  it('changes an order by cancelling it and placing another', async () => {
    const id = idOf(await client.createOrder('BTC/KRW', 'limit', 'buy', 0.1, 80_000_000));
    const edited = await client.editOrder(id, 'BTC/KRW', 'limit', 'buy', 0.2, 79_000_000, {
      newClientOrderId: 'new-1',
    });
    expect(edited.id).not.toBe(id);
    expect(await client.fetchOrder(id)).toMatchObject({ status: 'canceled' });
    expect(await client.fetchOrder(idOf(edited))).toMatchObject({
      status: 'open',
      amount: 0.2,
      clientOrderId: 'new-1',
    });
  });

  it('lists ended orders of at most seven days, and cancels all that are open', async () => {
    const kept = await client.createOrder('BTC/KRW', 'limit', 'buy', 0.1, 80_000_000, { clientOrderId: 'kept' });
    const sold = await client.createOrder('BTC/KRW', 'market', 'sell', 0.01);
    expect((await client.fetchClosedOrders('BTC/KRW')).map(({ id }) => id)).toEqual([sold.id]);
    const wide = await askedRaw('GET', '/v1/orders/closed', { start_time: '0', end_time: String(Date.now()) });
    expect(wide.status).toBe(400);
    expect(await asked('/v1/orders/open', { cancel_side: 'all' }, 'DELETE')).toMatchObject({
      success: { count: 1, orders: [{ uuid: kept.id, market: 'KRW-BTC', identifier: 'kept' }] },
      failed: { count: 0 },
    });
    expect((await client.fetchCanceledOrders('BTC/KRW')).map(({ id }) => id)).toEqual([kept.id]);
  });

  it('finds and cancels orders by lists of names, and says which it could not', async () => {
    const ids: string[] = [];
    for (const name of ['a', 'b', 'c']) {
      ids.push(idOf(await client.createOrder('BTC/KRW', 'limit', 'buy', 0.01, 80_000_000, { clientOrderId: name })));
    }
    await client.cancelOrder(String(ids[1]));
    const named = { 'identifiers[]': 'a,b', order_by: 'asc' };
    const found = (await asked('/v1/orders/uuids', named)) as unknown as { identifier: string; state: string }[];
    expect(found.map(({ identifier, state }) => [identifier, state])).toEqual([
      ['a', 'wait'],
      ['b', 'cancel'],
    ]);
    expect(await asked('/v1/orders/uuids', { 'uuids[]': ids.join(',') }, 'DELETE')).toMatchObject({
      success: { count: 2 },
      failed: { count: 1, orders: [{ identifier: 'b' }] },
    });
    expect((await askedRaw('GET', '/v1/orders/uuids', {})).status).toBe(400);
  });

  it('pages what is open', async () => {
    for (const price of [80_000_000, 79_000_000, 78_000_000]) {
      await client.createOrder('BTC/KRW', 'limit', 'buy', 0.001, price);
    }
    const page = async (number: string) => {
      const rows = await asked('/v1/orders/open', { page: number, limit: '2', order_by: 'desc' });
      return (rows as unknown as { price: string }[]).map(({ price }) => price);
    };
    expect([await page('1'), await page('2')]).toEqual([['78000000', '79000000'], ['80000000']]);
  });

  it('tries an order without placing it', async () => {
    const tried = { market: 'KRW-BTC', side: 'bid', ord_type: 'limit', volume: '0.01', price: '80000000' };
    expect((await askedRaw('POST', '/v1/orders/test', { ...tried, identifier: 'try' })).status).toBe(201);
    expect(await asked('/v1/orders/test', { ...tried, price: '80000001' }, 'POST')).toMatchObject({
      error: { name: 'invalid_price_bid' },
    });
    expect(venue.ledger.orders()).toEqual([]);
    expect((await askedRaw('POST', '/v1/orders', { ...tried, identifier: 'try' })).status).toBe(201);
  });

  it.each([
    ['a market buy by volume', { side: 'bid', ord_type: 'market', volume: '1' }, 'create_bid_error'],
    ['a market sell with a price', { side: 'ask', ord_type: 'market', volume: '1', price: '1' }, 'create_ask_error'],
    ['a best order that may rest', { side: 'ask', ord_type: 'best', volume: '1' }, 'create_ask_error'],
    ['an exponent', { side: 'bid', ord_type: 'limit', volume: '1e-7', price: '1' }, 'validation_error'],
    ['no side', { ord_type: 'limit', volume: '1', price: '1' }, 'validation_error'],
    [
      'more digits than a coin has',
      { side: 'bid', ord_type: 'limit', volume: '0.000000001', price: '84000000' },
      'under_min_total_bid',
    ],
    [
      'nine decimals',
      { side: 'bid', ord_type: 'limit', volume: '0.010000001', price: '84000000' },
      'invalid_volume_bid',
    ],
  ])('does not understand %s', async (_, order, name) => {
    const params = { market: 'KRW-BTC', ...order } as Record<string, string>;
    expect(await asked('/v1/orders', params, 'POST')).toMatchObject({ error: { name } });
    expect(venue.ledger.orders()).toEqual([]);
  });

  it('tells fees, minimum and tick, and when the key ends', async () => {
    expect(await client.fetchTradingFee('BTC/KRW')).toMatchObject({ taker: 0.0005, maker: 0.0005 });
    const chance = await asked('/v1/orders/chance', { market: 'KRW-BTC' });
    expect(chance).toMatchObject({
      market: { state: 'active', bid: { min_total: '5000' } },
      bid_account: { currency: 'KRW' },
    });
    const ticks = await fetch(`${venue.restUrl}/v1/orderbook/instruments?markets=KRW-BTC,KRW-XRP`);
    expect(await ticks.json()).toMatchObject([
      { market: 'KRW-BTC', tick_size: '1000' },
      { market: 'KRW-XRP', tick_size: '1' },
    ]);
    const [key] = (await asked('/v1/api_keys', {})) as unknown as { access_key: string; expire_at: string }[];
    expect(key?.access_key).toBe(KEY.apiKey);
    expect(Date.parse(key?.expire_at ?? '')).toBeGreaterThan(Date.now() + 300 * 86_400_000);
  });

  it.each([
    ['insufficient funds', 'buy', 10, 84_000_000, 'InsufficientFunds', 'insufficient_funds_bid'],
    ['nothing to sell', 'sell', 5, 84_000_000, 'InsufficientFunds', 'insufficient_funds_ask'],
    ['a price off the ladder', 'buy', 0.01, 84_000_001, 'ExchangeError', 'invalid_price_bid'],
    ['less than 5,000 KRW', 'buy', 0.00001, 84_000_000, 'ExchangeError', 'under_min_total_bid'],
  ] as const)('refuses %s in the venue’s words', async (_, side, amount, price, errorClass, name) => {
    const refused = await client.createOrder('BTC/KRW', 'limit', side, amount, price).catch((error: unknown) => error);
    expect(refused).toMatchObject({ name: errorClass, message: expect.stringContaining(name) });
    expect(venue.ledger.orders()).toEqual([]);
  });

  it('never takes an identifier twice: not after a refusal, not after a cancel, not after a fill', async () => {
    await client.createOrder('BTC/KRW', 'limit', 'buy', 100, 84_000_000, { clientOrderId: 'x' }).catch(() => {});
    const id = idOf(await client.createOrder('BTC/KRW', 'limit', 'buy', 0.01, 80_000_000, { clientOrderId: 'y' }));
    await client.cancelOrder(id);
    await client.createOrder('BTC/KRW', 'market', 'sell', 0.01, undefined, { clientOrderId: 'z' });
    for (const clientOrderId of ['x', 'y', 'z']) {
      await expect(client.createOrder('BTC/KRW', 'limit', 'buy', 0.01, 80_000_000, { clientOrderId })).rejects.toThrow(
        'duplicated_identifier',
      );
    }
  });

  it('says order_not_found for a stranger’s id, for an ended order that is cancelled, for another account', async () => {
    const id = idOf(await client.createOrder('BTC/KRW', 'market', 'sell', 0.01));
    await expect(client.cancelOrder(id)).rejects.toThrow(ccxt.OrderNotFound);
    await expect(client.fetchOrder('no-such-id')).rejects.toThrow(ccxt.OrderNotFound);
    venue.accounts.open({ apiKey: 'other', secret: 'other', balances: {} });
    await expect(clientOf(venue, { apiKey: 'other', secret: 'other' }).fetchOrder(id)).rejects.toThrow(
      ccxt.OrderNotFound,
    );
  });

  it('takes a halted market from the list and refuses its orders', async () => {
    venue.market.setTrading('SOL/KRW', false);
    const listed = (await (await fetch(`${venue.restUrl}/v1/market/all`)).json()) as { market: string }[];
    expect(listed.map(({ market }) => market)).not.toContain('KRW-SOL');
    await client.loadMarkets();
    await expect(
      asked('/v1/orders', { market: 'KRW-SOL', side: 'bid', ord_type: 'limit', volume: '1', price: '200000' }, 'POST'),
    ).resolves.toMatchObject({
      error: { name: 'market_offline' },
    });
  });

  it('follows a tick that the venue changes in the middle', async () => {
    venue.market.setFilters('BTC/KRW', { tickSize: '5000', minNotional: '10000' });
    await expect(client.createOrder('BTC/KRW', 'limit', 'buy', 0.01, 80_001_000)).rejects.toThrow('invalid_price_bid');
    await expect(client.createOrder('BTC/KRW', 'limit', 'buy', 0.0001, 80_000_000)).rejects.toThrow(
      'under_min_total_bid',
    );
  });
});

describe('the keys of a fake Upbit', () => {
  it.each([
    ['an unknown key', { apiKey: 'nobody', secret: 'x' }, 'invalid_access_key'],
    ['a wrong secret', { ...KEY, secret: 'wrong' }, 'jwt_verification'],
  ])('refuses %s', async (_, key, name) => {
    const refused = await clientOf(venue, key)
      .fetchBalance()
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ name: 'AuthenticationError', message: expect.stringContaining(name) });
  });

  it('refuses a revoked key and one that has expired', async () => {
    venue.accounts.open({ apiKey: 'old', secret: 'old', balances: {}, expiresAt: Date.now() - 1 });
    await expect(clientOf(venue, { apiKey: 'old', secret: 'old' }).fetchBalance()).rejects.toThrow(
      ccxt.AuthenticationError,
    );
    venue.accounts.revoke(KEY.apiKey);
    await expect(client.fetchBalance()).rejects.toThrow('invalid_access_key');
  });

  it('lets a key without permission look, but neither trade nor withdraw', async () => {
    venue.accounts.open({ apiKey: 'eyes', secret: 'eyes', balances: { KRW: '10000000' }, canTrade: false });
    const eyes = clientOf(venue, { apiKey: 'eyes', secret: 'eyes' });
    expect((await eyes.fetchBalance()).KRW).toMatchObject({ free: 10_000_000 });
    await expect(eyes.createOrder('BTC/KRW', 'limit', 'buy', 0.01, 80_000_000)).rejects.toThrow(ccxt.PermissionDenied);
    expect((await askedRaw('GET', '/v1/withdraws', {})).status).toBe(401);
    venue.accounts.open({ apiKey: 'all', secret: 'all', balances: {}, canWithdraw: true });
    expect((await askedRaw('GET', '/v1/withdraws', {}, { apiKey: 'all', secret: 'all' })).status).toBe(200);
  });

  it('takes a nonce once, and only the hash of what is asked', async () => {
    const first = await askedRaw('GET', '/v1/accounts', {}, KEY, { nonce: 'same' });
    const again = await askedRaw('GET', '/v1/accounts', {}, KEY, { nonce: 'same' });
    expect([first.status, again.status]).toEqual([200, 401]);
    expect(await again.json()).toMatchObject({ error: { name: 'nonce_used' } });
    const forged = await askedRaw('GET', '/v1/order', { uuid: 'a' }, KEY, { query_hash: hashOf('uuid=b') });
    expect(await forged.json()).toMatchObject({ error: { name: 'invalid_query_payload' } });
  });
});

describe('the limits of a fake Upbit', () => {
  it('counts down in Remaining-Req, answers 429 beyond it, and 418 to who goes on', async () => {
    const statuses: number[] = [];
    const left: (string | null)[] = [];
    // Its second begins now.
    const own = await startFakeUpbit({ clock: () => Date.UTC(2026, 5, 1) });
    for (let count = 0; count < 23; count += 1) {
      const answer = await fetch(`${own.restUrl}/v1/ticker?markets=KRW-BTC`);
      statuses.push(answer.status);
      left.push(answer.headers.get('remaining-req'));
      await answer.arrayBuffer();
    }
    expect(statuses).toEqual([...Array(10).fill(200), ...Array(9).fill(429), ...Array(4).fill(418)]);
    expect(left[0]).toBe('group=ticker; min=600; sec=9');
    expect(left[9]).toBe('group=ticker; min=600; sec=0');
    await own.close();
    expect((await askedRaw('GET', '/v1/accounts', {})).headers.get('remaining-req')).toMatch(
      /^group=default; min=1800; sec=2\d$/,
    );
  });

  it('has none where a test wants none', async () => {
    const own = await startFakeUpbit({ limited: false });
    const asks = Array.from({ length: 30 }, () => fetch(`${own.restUrl}/v1/ticker?markets=KRW-BTC`));
    expect(new Set((await Promise.all(asks)).map(({ status }) => status))).toEqual(new Set([200]));
    await own.close();
  });

  it('lets somebody with an Origin ask once in ten seconds', async () => {
    const ask = () => fetch(`${venue.restUrl}/v1/market/all`, { headers: { origin: 'https://example.org' } });
    expect([(await ask()).status, (await ask()).status]).toEqual([200, 429]);
  });
});

const ORDER = { kind: 'order' } as const satisfies FaultMatch;
/** ccxt 4.5.84 takes an answer that it cannot read for an order without an id. */
const NOTHING = 'nothing: an order without an id';

describe('the faults of a fake Upbit', () => {
  it.each([
    ['accept-then-reset', true, 'NetworkError'],
    ['accept-then-silence', true, 'RequestTimeout'],
    ['accept-then-503', true, 'ExchangeError'],
    ['accept-then-502-html', true, 'ExchangeNotAvailable'],
    ['accept-then-504', true, 'RequestTimeout'],
    ['accept-then-unknown-code', true, 'ExchangeError'],
    ['accept-then-200-html', true, NOTHING],
    ['accept-then-200-truncated', true, NOTHING],
    ['accept-then-200-empty', true, NOTHING],
    ['reset', false, 'NetworkError'],
    ['silence', false, 'RequestTimeout'],
    ['503', false, 'ExchangeError'],
    ['502-html', false, 'ExchangeNotAvailable'],
    ['403-waf', false, 'ExchangeNotAvailable'],
    ['429', false, 'ExchangeError'],
    ['418', false, 'ExchangeError'],
    ['200-html', false, NOTHING],
    ['200-empty', false, NOTHING],
    ['clock-error', false, 'AuthenticationError'],
    ['key-revoked', false, 'AuthenticationError'],
    ['no-permission', false, 'PermissionDenied'],
    ['maintenance', false, 'ExchangeError'],
    ['overloaded', false, 'ExchangeError'],
    ['insufficient-funds', false, 'InsufficientFunds'],
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
      const outcome = await client
        .createOrder('BTC/KRW', 'limit', 'buy', 0.01, 80_000_000, { clientOrderId: 'f-1' })
        .catch((caught: Error) => caught);
      if (thrown === NOTHING) expect(outcome).toMatchObject({ id: undefined });
      else expect((outcome as Error).name).toBe(thrown);
      expect(venue.ledger.orders().map(({ clientId }) => clientId)).toEqual(placed ? ['f-1'] : []);
      // The next one is served again.
      client.timeout = 10_000;
      await expect(client.fetchOpenOrders('BTC/KRW')).resolves.toHaveLength(placed ? 1 : 0);
    },
  );

  it('delays an answer, and is healed', async () => {
    await client.loadMarkets();
    venue.faults.onRequest({ delayMs: 400 }, ORDER);
    client.timeout = 200;
    await expect(client.createOrder('BTC/KRW', 'limit', 'buy', 0.01, 80_000_000)).rejects.toThrow(ccxt.RequestTimeout);
    client.timeout = 10_000;
    venue.faults.onRequest('reset', { kind: 'any' }, 100);
    venue.faults.heal();
    await expect(client.fetchBalance()).resolves.toBeDefined();
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
      const time = { now: Date.UTC(2026, 5, 1) };
      const own = await startFakeUpbit({ clock: () => time.now });
      own.accounts.open({ ...KEY, balances: RICH });
      for (const { side, type, force, price, volume, move, cancels } of wishes) {
        time.now += 2_000;
        const isAmount = type === 'price' || (type === 'best' && side === 'bid');
        const params = {
          market: 'KRW-BTC',
          side,
          ord_type: type,
          ...(isAmount ? { price: '200000' } : { volume }),
          ...(isAmount || type !== 'limit' ? {} : { price }),
          ...(force === undefined ? {} : { time_in_force: force }),
        };
        await askPrivately(own.restUrl, KEY, { method: 'POST', path: '/v1/orders', params });
        if (move !== null) own.market.setPrice('BTC/KRW', move);
        if (cancels)
          await askPrivately(own.restUrl, KEY, {
            method: 'DELETE',
            path: '/v1/orders/open',
            params: { cancel_side: 'all' },
          });
        own.ledger.checkConservation();
      }
      trades += own.ledger.trades().length;
      await own.close();
    }),
    { numRuns: 25 },
  );
  expect(trades).toBeGreaterThan(0);
});

async function asked(path: string, params: Record<string, string>, method = 'GET') {
  return (await (await askedRaw(method, path, params)).json()) as Record<string, unknown>;
}

function askedRaw(method: string, path: string, params: Record<string, string>, key = KEY, claims: object = {}) {
  return askPrivately(venue.restUrl, key, { method, path, params, claims });
}

function idOf(order: { readonly id?: unknown }): string {
  return String(order.id);
}
