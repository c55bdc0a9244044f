import * as ccxt from 'ccxt';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { redirectTo } from './redirect.ts';
import { startFakeVenue } from './start-fake-venue.ts';
import type { FakeVenue, RequestFault } from './venue.ts';

const KEYS = { apiKey: 'fault-key', secret: 'fault-secret' };

/** What the caller sees: the class of ccxt's error, and a part of its message. */
type Seen = readonly [error: new (...parts: never[]) => Error, words: string];

const {
  NetworkError,
  RequestTimeout,
  OperationFailed,
  ExchangeNotAvailable,
  DDoSProtection,
  InvalidNonce,
  AuthenticationError,
  InsufficientFunds,
  InvalidOrder,
  OnMaintenance,
} = ccxt;

const SPOT: readonly (readonly [RequestFault, Seen])[] = [
  ['accept-then-reset', [NetworkError, '']],
  ['accept-then-silence', [RequestTimeout, '']],
  ['accept-then-503', [OperationFailed, '-1000']],
  ['accept-then-502-html', [ExchangeNotAvailable, '502']],
  ['accept-then-504', [NetworkError, '504']],
  ['accept-then-unknown-code', [OperationFailed, '-1006']],
  ['accept-then-200-html', [TypeError, '']],
  ['accept-then-200-truncated', [TypeError, '']],
  ['accept-then-200-empty', [TypeError, '']],
  [
    {
      status: 500,
      body: '{"code":-1001,"msg":"Internal error; unable to process your request. Please try again."}',
      accept: true,
    },
    [OperationFailed, '-1001'],
  ],
  ['reset', [NetworkError, '']],
  ['silence', [RequestTimeout, '']],
  ['503', [OperationFailed, '-1000']],
  ['502-html', [ExchangeNotAvailable, '502']],
  ['403-waf', [ExchangeNotAvailable, '403']],
  ['429', [DDoSProtection, '429']],
  ['418', [DDoSProtection, '418']],
  ['200-html', [TypeError, '']],
  ['200-empty', [TypeError, '']],
  ['clock-error', [InvalidNonce, '-1021']],
  // After a success ccxt takes a revoked key for a rate limit.
  ['key-revoked', [DDoSProtection, '-2015']],
  ['no-permission', [DDoSProtection, '-2015']],
  ['maintenance', [OnMaintenance, 'maintenance']],
  ['overloaded', [OperationFailed, '-1008']],
  ['insufficient-funds', [InsufficientFunds, 'insufficient balance']],
  ['duplicate-id', [InvalidOrder, 'Duplicate order sent.']],
  ['filter-reject', [Error, 'PERCENT_PRICE_BY_SIDE']],
  ['halted', [Error, 'Market is closed.']],
  [{ status: 400, body: '{"code":-9999,"msg":"new"}', accept: false }, [ccxt.ExchangeError, '-9999']],
];

const OTHER_WORDS: readonly RequestFault[] = [
  'insufficient-funds',
  'duplicate-id',
  'filter-reject',
  'halted',
  'key-revoked',
  'no-permission',
];

const USDM: typeof SPOT = [
  ...SPOT.filter(([fault]) => !OTHER_WORDS.includes(fault)),
  ['key-revoked', [AuthenticationError, '-2015']],
  ['no-permission', [AuthenticationError, '-2015']],
  ['insufficient-funds', [InsufficientFunds, '-2019']],
  ['duplicate-id', [InvalidOrder, '-4116']],
  ['filter-reject', [ccxt.OperationRejected, '-4131']],
  ['halted', [Error, '-4140']],
];

function nameOf(fault: RequestFault): string {
  if (typeof fault === 'string') return fault;
  return 'delayMs' in fault ? 'delay' : `${fault.accept ? 'accept, then ' : ''}${fault.status}`;
}

describe.each([
  ['binance', 'BTC/USDT', SPOT],
  ['binanceusdm', 'BTC/USDT:USDT', USDM],
] as const)('request faults of %s', (name, symbol, rows) => {
  let venue: FakeVenue;
  let exchange: ccxt.Exchange;
  let count = 0;

  beforeAll(async () => {
    venue = await startFakeVenue(name);
    venue.accounts.open({ ...KEYS, balances: { USDT: '100000' } });
    const Exchange = name === 'binance' ? ccxt.binance : ccxt.binanceusdm;
    exchange = new Exchange({
      ...KEYS,
      timeout: 10_000,
      enableRateLimit: false,
      fetchImplementation: redirectTo(venue),
      options: {
        fetchMarkets: { types: [name === 'binance' ? 'spot' : 'linear'] },
        fetchMargins: false,
        fetchCurrencies: false,
      },
    });
    exchange.has.fetchCurrencies = false;
    await exchange.loadMarkets();
    // What is silent is given up after this.
    exchange.timeout = 400;
  });
  afterEach(() => {
    venue.faults.heal();
    venue.ledger.checkConservation();
  });
  afterAll(() => venue.close());

  it.each(rows.map(([fault, seen]) => ({ called: nameOf(fault), fault, seen })))('$called', async ({ fault, seen }) => {
    count += 1;
    const clientOrderId = `f-${count}`;
    venue.faults.onRequest(fault, { kind: 'order' });
    const error: unknown = await exchange.createOrder(symbol, 'limit', 'buy', 0.002, 50_000, { clientOrderId }).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(seen[0]);
    expect((error as Error).message).toContain(seen[1]);
    const accepted = nameOf(fault).startsWith('accept');
    expect(venue.ledger.orders().some(({ clientId }) => clientId === clientOrderId)).toBe(accepted);
  });

  it('delays, and leaves other requests alone', async () => {
    venue.faults.onRequest({ delayMs: 150 }, { kind: 'clock' });
    const answered: string[] = [];
    const late = exchange.fetchTime().then(() => answered.push('clock'));
    await exchange.fetchOrderBook(symbol).then(() => answered.push('book'));
    await late;
    expect(answered).toEqual(['book', 'clock']);
  });

  it('meets as many requests as it was told, of the path it was told', async () => {
    venue.faults.onRequest('429', { path: /depth/ }, 2);
    const ask = () =>
      exchange.fetchOrderBook(symbol).then(
        () => 'answer',
        (error: Error) => error.constructor.name,
      );
    expect([await ask(), await ask(), await ask()]).toEqual(['DDoSProtection', 'DDoSProtection', 'answer']);
  });
});

it('hides algo orders from those who ask', async () => {
  const venue = await startFakeVenue('binanceusdm');
  venue.accounts.open({ ...KEYS, balances: { USDT: '100000' } });
  const exchange = new ccxt.binanceusdm({
    ...KEYS,
    enableRateLimit: false,
    fetchImplementation: redirectTo(venue),
    options: { fetchMargins: false },
  });
  exchange.has.fetchCurrencies = false;
  await exchange.loadMarkets();
  const symbol = 'BTC/USDT:USDT';
  await exchange.createOrder(symbol, 'market', 'sell', 0.01, undefined, {
    stopLossPrice: 50_000,
    reduceOnly: true,
    clientOrderId: 'stop',
  });
  const ask = () => exchange.fetchOpenOrders(symbol, undefined, undefined, { trigger: true });
  venue.faults.onRequest('hide-algo-orders', { kind: 'open-orders' });
  expect(await ask()).toEqual([]);
  expect(await ask()).toHaveLength(1);
  venue.faults.onRequest('accept-then-reset', { kind: 'algo-order' });
  await expect(
    exchange.createOrder(symbol, 'market', 'sell', 0.01, undefined, {
      stopLossPrice: 49_000,
      reduceOnly: true,
      clientOrderId: 'stop-2',
    }),
  ).rejects.toThrow();
  expect(venue.ledger.orders().map(({ clientId }) => clientId)).toEqual(['stop', 'stop-2']);
  venue.faults.onRequest('accept-then-503', { kind: 'cancel' });
  await expect(exchange.cancelOrder(String((await ask())[0]?.id), symbol, { trigger: true })).rejects.toThrow();
  expect(venue.ledger.orders().map(({ state }) => state)).toEqual(['canceled', 'open']);
  await venue.close();
});
