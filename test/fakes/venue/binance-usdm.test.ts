import * as ccxt from 'ccxt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { redirectTo } from './redirect.ts';
import { startFakeVenue } from './start-fake-venue.ts';
import type { FakeVenue } from './venue.ts';

const KEYS = { apiKey: 'usdm-key', secret: 'usdm-secret' };
const SYMBOL = 'BTC/USDT:USDT';

let venue: FakeVenue;
let exchange: InstanceType<typeof ccxt.binanceusdm>;

beforeEach(async () => {
  venue = await startFakeVenue('binanceusdm');
  venue.accounts.open({ ...KEYS, balances: { USDT: '10000' }, leverage: 5 });
  exchange = new ccxt.binanceusdm({
    ...KEYS,
    timeout: 2_000,
    enableRateLimit: false,
    fetchImplementation: redirectTo(venue),
    options: { fetchMargins: false, fetchCurrencies: false, warnOnFetchOpenOrdersWithoutSymbol: false },
  });
  exchange.has.fetchCurrencies = false;
  await exchange.loadMarkets();
});
afterEach(async () => {
  venue.ledger.checkConservation();
  await venue.close();
});

let count = 0;
const place = async (
  type: string,
  side: 'buy' | 'sell',
  amount: number | undefined,
  price?: number,
  params: object = {},
) => {
  count += 1;
  const order = await exchange.createOrder(SYMBOL, type, side, amount as number, price, {
    clientOrderId: `u-${count}`,
    ...params,
  });
  return { ...order, id: String(order.id), clientOrderId: String(order.clientOrderId) };
};
const refusal = async (promise: Promise<unknown>): Promise<Error> => {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) throw new Error('it was not refused');
  return error;
};

describe('Binance USDT-M as ccxt sees it', () => {
  it('opens, reports and closes a long', async () => {
    expect(await place('market', 'buy', 0.1)).toMatchObject({ status: 'closed', filled: 0.1, average: 60_003 });
    const [position] = await exchange.fetchPositions([SYMBOL]);
    expect(position).toMatchObject({ side: 'long', contracts: 0.1, entryPrice: 60_003, marginMode: 'isolated' });
    expect(venue.ledger.positions()).toEqual({ [SYMBOL]: '0.1' });
    expect(await place('market', 'sell', 0.1, undefined, { reduceOnly: true })).toMatchObject({
      status: 'closed',
      average: 59_997,
    });
    expect(venue.ledger.positions()).toEqual({ [SYMBOL]: '0' });
    const trades = await exchange.fetchMyTrades(SYMBOL);
    expect(trades.map(({ fee }) => fee)).toMatchObject([
      { currency: 'USDT', cost: 3.00015 },
      { currency: 'USDT', cost: 2.99985 },
    ]);
    expect((await exchange.fetchBalance()).USDT?.total).toBeCloseTo(10_000 - 0.6 - 6, 6);
  });

  it('goes short, and does not let a reduce-only order turn the position', async () => {
    await place('market', 'sell', 0.05);
    expect((await exchange.fetchPositions([SYMBOL]))[0]).toMatchObject({ side: 'short', contracts: 0.05 });
    expect(await place('market', 'buy', 0.2, undefined, { reduceOnly: true })).toMatchObject({
      filled: 0.05,
      status: 'expired',
    });
    expect(venue.ledger.positions()).toEqual({ [SYMBOL]: '0' });
    const nothing = await refusal(place('market', 'buy', 0.01, undefined, { reduceOnly: true }));
    expect(nothing).toBeInstanceOf(ccxt.InvalidOrder);
    expect(nothing.message).toContain('-2022');
  });

  it('keeps conditional orders where regular questions do not see them', async () => {
    await place('market', 'buy', 0.1);
    const stop = await place('market', 'sell', 0.1, undefined, { stopLossPrice: 58_000, reduceOnly: true });
    const target = await place('market', 'sell', undefined, undefined, {
      takeProfitPrice: 65_000,
      closePosition: true,
    });
    expect(await exchange.fetchOpenOrders(SYMBOL)).toEqual([]);
    expect(await exchange.fetchOpenOrders(SYMBOL, undefined, undefined, { trigger: true })).toMatchObject([
      { id: stop.id, clientOrderId: stop.clientOrderId, triggerPrice: 58_000 },
      { id: target.id, triggerPrice: 65_000 },
    ]);
    expect(await refusal(exchange.fetchOrder(stop.id, SYMBOL))).toBeInstanceOf(ccxt.OrderNotFound);
    await exchange.cancelAllOrders(SYMBOL);
    expect(venue.ledger.orders().filter(({ algo, state }) => algo && state === 'open')).toHaveLength(2);
    await exchange.cancelOrder(target.id, SYMBOL, { trigger: true });
    await exchange.cancelAllOrders(SYMBOL, { trigger: true });
    expect(venue.ledger.orders().filter(({ state }) => state === 'open')).toEqual([]);
  });

  it('triggers a stop: the order in the book has an id of its own', async () => {
    await place('market', 'buy', 0.1);
    const stop = await place('market', 'sell', undefined, undefined, { stopLossPrice: 58_000, closePosition: true });
    venue.market.setPrice(SYMBOL, 57_900);
    const algo = (await exchange.fapiPrivateGetAlgoOrder({ algoId: stop.id })) as Record<string, string>;
    expect(algo).toMatchObject({ algoStatus: 'FINISHED', clientAlgoId: stop.clientOrderId });
    expect(algo.actualOrderId).not.toBe(stop.id);
    const filled = await exchange.fetchOrder(String(algo.actualOrderId), SYMBOL);
    expect(filled).toMatchObject({ status: 'closed', filled: 0.1, type: 'market' });
    expect((await exchange.fetchMyTrades(SYMBOL)).at(-1)).toMatchObject({ order: algo.actualOrderId, side: 'sell' });
    expect(venue.ledger.positions()).toEqual({ [SYMBOL]: '0' });
    expect(venue.ledger.orders()).toMatchObject([
      { algo: false },
      { algo: true, closePosition: true, state: 'filled', filled: '0.1', type: 'stop-market' },
    ]);
  });

  it('lets a stop without a position come to nothing', async () => {
    await place('market', 'sell', 0.1, undefined, { stopLossPrice: 58_000, reduceOnly: true });
    venue.market.setPrice(SYMBOL, 57_000);
    expect(venue.ledger.orders()).toMatchObject([{ state: 'rejected', filled: '0' }]);
    expect(venue.ledger.positions()[SYMBOL] ?? '0').toBe('0');
  });

  it("refuses in Binance's words, which ccxt maps", async () => {
    expect(await refusal(place('market', 'buy', 2))).toBeInstanceOf(ccxt.InsufficientFunds);
    const small = await refusal(place('limit', 'buy', 0.001, 50_000));
    expect(small).toBeInstanceOf(ccxt.InvalidOrder);
    expect(small.message).toContain('-4164');
    await place('limit', 'buy', 0.01, 50_000, { clientOrderId: 'twin' });
    const twin = await refusal(place('limit', 'buy', 0.01, 50_000, { clientOrderId: 'twin' }));
    expect(twin).toBeInstanceOf(ccxt.InvalidOrder);
    expect(twin.message).toContain('-4116');
    const late = await refusal(place('market', 'sell', 0.1, undefined, { stopLossPrice: 61_000, reduceOnly: true }));
    expect(late).toBeInstanceOf(ccxt.OrderImmediatelyFillable);
    expect(late.message).toContain('-2021');
    expect((await refusal(place('limit', 'buy', 0.01, 60_100, { timeInForce: 'PO' }))).message).toContain('-5022');
    expect((await refusal(place('limit', 'buy', 9, 40_000, { timeInForce: 'FOK' }))).message).toMatch(/-2019|-5021/);
    const old = await refusal(
      exchange.fapiPrivatePostOrder({
        symbol: 'BTCUSDT',
        side: 'SELL',
        type: 'STOP_MARKET',
        stopPrice: '50000',
        quantity: '0.01',
      }),
    );
    expect(old.message).toContain('-4120');
    venue.market.setClockOffset(30_000);
    expect(await refusal(exchange.fetchBalance())).toBeInstanceOf(ccxt.InvalidNonce);
    expect(venue.ledger.orders().map(({ clientId }) => clientId)).toEqual(['twin']);
  });

  it('amends a resting order in place', async () => {
    const order = await place('limit', 'buy', 0.01, 50_000);
    expect(await exchange.editOrder(order.id, SYMBOL, 'limit', 'buy', 0.02, 51_000)).toMatchObject({
      id: order.id,
      price: 51_000,
      amount: 0.02,
    });
    expect(venue.ledger.orders()).toMatchObject([{ quantity: '0.02', price: '51000', state: 'open' }]);
  });

  it('keeps leverage, margin mode and position mode', async () => {
    await exchange.setLeverage(20, SYMBOL);
    await exchange.setMarginMode('cross', SYMBOL);
    expect(await refusal(exchange.setMarginMode('cross', SYMBOL))).toBeInstanceOf(ccxt.MarginModeAlreadySet);
    expect(await exchange.fapiPrivateGetSymbolConfig({ symbol: 'BTCUSDT' })).toMatchObject([
      { leverage: 20, marginType: 'CROSSED' },
    ]);
    expect(await refusal(exchange.setLeverage(126, SYMBOL))).toBeInstanceOf(ccxt.BadRequest);
    await place('market', 'buy', 1);
    expect((await refusal(exchange.setMarginMode('isolated', SYMBOL))).message).toContain('-4048');
    expect(await exchange.fetchPositionMode()).toMatchObject({ hedged: false });
    expect((await refusal(place('market', 'sell', 0.1, undefined, { positionSide: 'LONG' }))).message).toContain(
      '-4061',
    );
    const book = await exchange.fetchPositions([SYMBOL]);
    expect(book[0]).toMatchObject({ contracts: 1, marginMode: 'cross' });
  });

  it('trades both sides in hedge mode', async () => {
    await exchange.setPositionMode(true);
    await place('market', 'buy', 0.1, undefined, { positionSide: 'LONG' });
    await place('market', 'sell', 0.04, undefined, { positionSide: 'SHORT' });
    const positions = await exchange.fetchPositions([SYMBOL]);
    expect(positions.map(({ side, contracts }) => [side, contracts])).toEqual([
      ['long', 0.1],
      ['short', 0.04],
    ]);
    expect((await refusal(place('market', 'sell', 0.2, undefined, { positionSide: 'LONG' }))).message).toContain(
      '-2022',
    );
  });

  it('settles funding and tells it as income', async () => {
    await place('market', 'buy', 0.1);
    venue.market.settleFunding(SYMBOL, '0.0001');
    const income = await exchange.fetchFundingHistory(SYMBOL);
    expect(income).toMatchObject([{ amount: -0.60003, code: 'USDT', symbol: SYMBOL }]);
  });

  it('takes a position over', async () => {
    await place('market', 'buy', 0.1);
    venue.market.forceFill(SYMBOL, 'sell', '0.06');
    expect(venue.ledger.positions()).toEqual({ [SYMBOL]: '0.04' });
    expect((await exchange.fetchMyTrades(SYMBOL)).at(-1)).toMatchObject({ side: 'sell', amount: 0.06 });
    expect(venue.ledger.orders().at(-1)?.clientId).toMatch(/^autoclose-/);
  });

  it("cancels regular orders when its dead man's switch runs out, and leaves stops", async () => {
    await place('market', 'buy', 0.01);
    await place('limit', 'buy', 0.01, 50_000);
    await place('market', 'sell', undefined, undefined, { stopLossPrice: 58_000, closePosition: true });
    await exchange.fapiPrivatePostCountdownCancelAll({ symbol: 'BTCUSDT', countdownTime: 20 });
    await expect
      .poll(() => venue.ledger.orders().map(({ state }) => state), { interval: 5, timeout: 10_000 })
      .toEqual(['filled', 'canceled', 'open']);
  });
});
