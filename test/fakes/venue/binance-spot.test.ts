import * as ccxt from 'ccxt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { redirectTo } from './redirect.ts';
import { startFakeVenue } from './start-fake-venue.ts';
import type { FakeVenue } from './venue.ts';

const KEYS = { apiKey: 'spot-key', secret: 'spot-secret' };
const SYMBOL = 'BTC/USDT';

let venue: FakeVenue;
let exchange: InstanceType<typeof ccxt.binance>;

function connect(keys = KEYS): InstanceType<typeof ccxt.binance> {
  return new ccxt.binance({
    ...keys,
    timeout: 2_000,
    enableRateLimit: false,
    fetchImplementation: redirectTo(venue),
    options: {
      defaultType: 'spot',
      fetchMarkets: { types: ['spot'] },
      fetchMargins: false,
      fetchCurrencies: false,
      warnOnFetchOpenOrdersWithoutSymbol: false,
    },
  });
}

beforeEach(async () => {
  venue = await startFakeVenue('binance');
  venue.accounts.open({ ...KEYS, balances: { USDT: '10000', BTC: '1' } });
  exchange = connect();
  await exchange.loadMarkets();
});
afterEach(async () => {
  venue.ledger.checkConservation();
  await venue.close();
});

const place = async (type: string, side: 'buy' | 'sell', amount: number, price?: number, params: object = {}) => {
  const order = await exchange.createOrder(SYMBOL, type, side, amount, price, {
    clientOrderId: `c-${type}-${side}-${amount * 10_000}`,
    ...params,
  });
  return { ...order, id: String(order.id) };
};
const refusal = async (promise: Promise<unknown>): Promise<Error> => {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) throw new Error('it was not refused');
  return error;
};

describe('Binance spot as ccxt sees it', () => {
  it('lists its markets with their grid', () => {
    const market = exchange.market(SYMBOL);
    expect(market.precision).toMatchObject({ price: 0.01, amount: 0.00001 });
    expect(market.limits.cost?.min).toBe(5);
    expect(market.active).toBe(true);
  });

  it('fills a market order, takes the fee in what was bought, and tells it in every place', async () => {
    const order = await place('market', 'buy', 0.01);
    expect(order).toMatchObject({ status: 'closed', filled: 0.01, clientOrderId: 'c-market-buy-100' });
    const trades = await exchange.fetchMyTrades(SYMBOL);
    expect(trades).toHaveLength(1);
    expect(trades[0]).toMatchObject({
      order: order.id,
      side: 'buy',
      takerOrMaker: 'taker',
      fee: { currency: 'BTC', cost: 0.00001 },
    });
    const balance = await exchange.fetchBalance();
    expect(balance.BTC).toMatchObject({ free: 1.00999, used: 0 });
    expect(venue.ledger.trades()).toMatchObject([
      { clientId: 'c-market-buy-100', quantity: '0.01', feeCurrency: 'BTC', fee: '0.00001' },
    ]);
  });

  it('rests a limit order, locks its money, and frees it when it is cancelled', async () => {
    const order = await place('limit', 'buy', 0.1, 50_000);
    expect((await exchange.fetchBalance()).USDT).toMatchObject({ free: 5_000, used: 5_000 });
    expect(await exchange.fetchOpenOrders(SYMBOL)).toMatchObject([{ id: order.id, status: 'open', price: 50_000 }]);
    const found = await exchange.fetchOrder(undefined as unknown as string, SYMBOL, {
      origClientOrderId: 'c-limit-buy-1000',
    });
    expect(found.id).toBe(order.id);
    await exchange.cancelOrder(order.id, SYMBOL);
    expect((await exchange.fetchBalance()).USDT).toMatchObject({ free: 10_000, used: 0 });
    expect(await exchange.fetchOpenOrders(SYMBOL)).toEqual([]);
    expect(await exchange.fetchOrder(order.id, SYMBOL)).toMatchObject({ status: 'canceled' });
  });

  it('fills what rests when the price comes to it, as a maker', async () => {
    const order = await place('limit', 'buy', 0.1, 59_000);
    venue.market.setPrice(SYMBOL, 58_500);
    expect(await exchange.fetchOrder(order.id, SYMBOL)).toMatchObject({ status: 'closed', average: 59_000 });
    expect((await exchange.fetchMyTrades(SYMBOL))[0]).toMatchObject({ takerOrMaker: 'maker', price: 59_000 });
  });

  it('fills in parts', async () => {
    const order = await place('limit', 'sell', 0.1, 60_001);
    venue.market.strangerOrder(SYMBOL, 'buy', '0.04', '60001');
    expect(await exchange.fetchOrder(order.id, SYMBOL)).toMatchObject({
      status: 'open',
      filled: 0.04,
      remaining: 0.06,
    });
    await exchange.cancelOrder(order.id, SYMBOL);
    expect(venue.ledger.orders()).toMatchObject([{ state: 'canceled', filled: '0.04' }]);
  });

  it('knows IOC, FOK, post-only and orders by quote amount', async () => {
    const ioc = await place('limit', 'buy', 5, 60_003, { timeInForce: 'IOC', clientOrderId: 'ioc' }).catch(() => null);
    expect(ioc).toBeNull();
    venue.accounts.deposit(KEYS.apiKey, 'USDT', '1000000');
    expect(await place('limit', 'buy', 5, 60_003, { timeInForce: 'IOC', clientOrderId: 'ioc-2' })).toMatchObject({
      status: 'expired',
      filled: 0.33333,
    });
    expect(await place('limit', 'buy', 9, 60_006, { timeInForce: 'FOK', clientOrderId: 'fok' })).toMatchObject({
      status: 'expired',
      filled: 0,
    });
    expect(
      await refusal(place('limit', 'buy', 0.1, 60_100, { postOnly: true, clientOrderId: 'maker' })),
    ).toBeInstanceOf(ccxt.OrderImmediatelyFillable);
    expect(await place('limit', 'buy', 0.1, 59_000, { postOnly: true, clientOrderId: 'maker-2' })).toMatchObject({
      status: 'open',
      postOnly: true,
    });
    const byCost = await exchange.createOrder(SYMBOL, 'market', 'buy', 0, undefined, {
      cost: 300,
      clientOrderId: 'by-cost',
    });
    expect(byCost).toMatchObject({ status: 'closed' });
    expect(byCost.cost).toBeGreaterThan(299);
    expect(byCost.cost).toBeLessThanOrEqual(300);
  });

  it('triggers a stop-loss and a take-profit on the last trade', async () => {
    const stop = await place('market', 'sell', 0.2, undefined, { stopLossPrice: 58_000, clientOrderId: 'stop' });
    const target = await place('limit', 'sell', 0.3, 62_000, { takeProfitPrice: 61_500, clientOrderId: 'target' });
    expect((await exchange.fetchBalance()).BTC).toMatchObject({ free: 0.5, used: 0.5 });
    venue.market.setPrice(SYMBOL, 57_900);
    expect(await exchange.fetchOrder(stop.id, SYMBOL)).toMatchObject({ status: 'closed', filled: 0.2 });
    venue.market.setPrice(SYMBOL, 62_500);
    expect(await exchange.fetchOrder(target.id, SYMBOL)).toMatchObject({ status: 'closed', filled: 0.3 });
  });

  it('cancels all, cancels and replaces', async () => {
    await place('limit', 'buy', 0.01, 50_000);
    const kept = await place('limit', 'buy', 0.02, 50_000);
    const edited = await exchange.editOrder(kept.id, SYMBOL, 'limit', 'buy', 0.02, 51_000);
    expect(edited).toMatchObject({ status: 'open', price: 51_000 });
    expect(venue.ledger.orders().map(({ state }) => state)).toEqual(['open', 'canceled', 'open']);
    await exchange.cancelAllOrders(SYMBOL);
    expect(venue.ledger.orders().every(({ state }) => state === 'canceled')).toBe(true);
    expect(await refusal(exchange.cancelAllOrders(SYMBOL))).toBeInstanceOf(ccxt.OrderNotFound);
  });

  it("refuses in Binance's words, which ccxt maps", async () => {
    expect(await refusal(place('market', 'buy', 1))).toBeInstanceOf(ccxt.InsufficientFunds);
    await place('limit', 'buy', 0.01, 50_000);
    const twin = await refusal(place('limit', 'buy', 0.01, 50_000));
    expect(twin).toBeInstanceOf(ccxt.InvalidOrder);
    expect(twin.message).toContain('Duplicate order sent.');
    expect(await refusal(exchange.cancelOrder('999', SYMBOL))).toBeInstanceOf(ccxt.OrderNotFound);
    expect(await refusal(exchange.fetchOrder('999', SYMBOL))).toBeInstanceOf(ccxt.OrderNotFound);
    venue.market.setFilters(SYMBOL, { minNotional: '1000' });
    const small = await refusal(place('limit', 'buy', 0.001, 50_000));
    expect(small).toBeInstanceOf(ccxt.BadRequest);
    expect(small.message).toContain('NOTIONAL');
    venue.market.setTrading(SYMBOL, false);
    expect((await refusal(place('market', 'sell', 0.1))).message).toContain('Market is closed.');
    expect(venue.ledger.orders()).toHaveLength(1);
  });

  it('takes a client id again once its order is no longer open', async () => {
    await place('market', 'sell', 0.01);
    await place('market', 'sell', 0.01);
    expect(venue.ledger.orders().map(({ clientId }) => clientId)).toEqual(['c-market-sell-100', 'c-market-sell-100']);
  });

  it('checks the clock, the key and the signature', async () => {
    venue.market.setClockOffset(30_000);
    expect(await refusal(exchange.fetchBalance())).toBeInstanceOf(ccxt.InvalidNonce);
    venue.market.setClockOffset(-30_000);
    expect((await refusal(exchange.fetchBalance())).message).toContain("ahead of the server's time");
    venue.market.setClockOffset(0);
    expect(await refusal(connect({ ...KEYS, secret: 'wrong' }).fetchBalance())).toBeInstanceOf(
      ccxt.AuthenticationError,
    );
    expect(await refusal(connect({ apiKey: 'nobody', secret: 'x' }).fetchBalance())).toBeInstanceOf(
      ccxt.AuthenticationError,
    );
    await exchange.fetchBalance();
    venue.accounts.revoke(KEYS.apiKey);
    const revoked = await refusal(exchange.fetchBalance());
    expect(revoked).toBeInstanceOf(ccxt.DDoSProtection);
    expect(revoked.message).toContain('-2015');
  });

  it('tells what a key may do', async () => {
    venue.accounts.open({
      apiKey: 'rich',
      secret: 's',
      balances: {},
      canWithdraw: true,
      canTrade: false,
      ipBound: false,
    });
    const rights = (await connect({ apiKey: 'rich', secret: 's' }).sapiGetAccountApiRestrictions()) as Record<
      string,
      unknown
    >;
    expect(rights).toMatchObject({ enableWithdrawals: true, ipRestrict: false, enableSpotAndMarginTrading: false });
    const trading = connect({ apiKey: 'rich', secret: 's' });
    await trading.loadMarkets();
    expect(await refusal(trading.createOrder(SYMBOL, 'market', 'sell', 0.1))).toBeInstanceOf(ccxt.AuthenticationError);
  });

  it('tells market data that fits together', async () => {
    venue.market.addCandle(SYMBOL, [1_699_999_980_000, 100, 110, 90, 105, 3]);
    venue.market.addCandle(SYMBOL, [1_700_000_040_000, 105, 120, 104, 118, 2]);
    const minutes = await exchange.fetchOHLCV(SYMBOL, '1m', 1_699_999_980_000, 2);
    expect(minutes).toEqual([
      [1_699_999_980_000, 100, 110, 90, 105, 3],
      [1_700_000_040_000, 105, 120, 104, 118, 2],
    ]);
    const fives = await exchange.fetchOHLCV(SYMBOL, '5m', 1_699_999_800_000, 1);
    expect(fives).toEqual([[1_699_999_800_000, 100, 120, 90, 118, 5]]);
    const book = await exchange.fetchOrderBook(SYMBOL, 5);
    expect(book.bids[0]?.[0]).toBe(59_997);
    expect(book.asks[0]?.[0]).toBe(60_003);
    venue.market.strangerOrder(SYMBOL, 'buy', '0.5', null);
    expect((await exchange.fetchTrades(SYMBOL)).at(-1)).toMatchObject({ side: 'buy', price: 60_006 });
    expect((await exchange.fetchTicker(SYMBOL)).last).toBe(60_006);
  });

  it('pays fees in BNB where the account says so', async () => {
    const other = await startFakeVenue('binance', { feesInBnb: true });
    other.accounts.open({ ...KEYS, balances: { USDT: '10000', BNB: '1' } });
    other.accounts.byHand(KEYS.apiKey, { symbol: SYMBOL, side: 'buy', quantity: '0.01', price: null });
    expect(other.ledger.trades()).toMatchObject([
      { feeCurrency: 'BNB', fee: '0.00075003', clientId: expect.stringMatching(/^web_/) },
    ]);
    other.ledger.checkConservation();
    await other.close();
  });

  it('counts weight, says 429, then bans', async () => {
    const strict = await startFakeVenue('binance', { weightPerMinute: 100 });
    const ask = () => fetch(`${strict.restUrl}/api/v3/ticker/24hr`);
    const first = await ask();
    expect(first.headers.get('x-mbx-used-weight-1m')).toBe('80');
    const second = await ask();
    expect(second.status).toBe(429);
    expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(0);
    for (let more = 0; more < 10; more += 1) await ask();
    const banned = await ask();
    expect(banned.status).toBe(418);
    expect(await banned.text()).toContain('IP banned until');
    expect(strict.ledger.requests().map(({ status }) => status)).toEqual([200, ...Array(10).fill(429), 418, 418]);
    await strict.close();
  });
});
