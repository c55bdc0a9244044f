import * as ccxt from 'ccxt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { redirectTo } from './redirect.ts';
import { startFakeVenue } from './start-fake-venue.ts';
import type { FakeVenue } from './venue.ts';

const KEYS = { apiKey: 'stream-key', secret: 'stream-secret' };

interface Message {
  readonly [field: string]: unknown;
}

/** A part of a message, under its name. */
function part(message: Message | undefined, name: string): Message {
  return (message?.[name] ?? {}) as Message;
}

interface Snapshot {
  readonly lastUpdateId: number;
  readonly bids: [string, string][];
  readonly asks: [string, string][];
}

/** A client that keeps what it hears. */
class Listener {
  readonly heard: Message[] = [];
  readonly raw: string[] = [];
  readonly socket: WebSocket;
  closeCode: number | null = null;
  pings = 0;

  constructor(url: string) {
    this.socket = new WebSocket(url);
    this.socket.on('error', () => {});
    this.socket.on('ping', () => {
      this.pings += 1;
    });
    this.socket.on('close', (code) => {
      this.closeCode = code;
    });
    this.socket.on('message', (data) => {
      this.raw.push(String(data));
      try {
        this.heard.push(JSON.parse(String(data)) as Message);
      } catch {
        // Garbage is in `raw`.
      }
    });
  }

  async opened(): Promise<this> {
    await new Promise((resolve) => this.socket.once('open', resolve));
    return this;
  }

  of(event: string): Message[] {
    return this.heard
      .map((message) => (message.data ?? message.event ?? message) as Message)
      .filter(({ e }) => e === event);
  }

  /** Waits until so many messages of an event have come. */
  async have(event: string, count = 1): Promise<Message[]> {
    await expect.poll(() => this.of(event).length, { interval: 2, timeout: 10_000 }).toBeGreaterThanOrEqual(count);
    return this.of(event);
  }
}

let venue: FakeVenue;
const listeners: Listener[] = [];

async function listen(path: string): Promise<Listener> {
  const listener = new Listener(venue.streamUrl + path);
  listeners.push(listener);
  return listener.opened();
}

async function start(name: 'binance' | 'binanceusdm', options = {}): Promise<void> {
  venue = await startFakeVenue(name, options);
  venue.accounts.open({ ...KEYS, balances: { USDT: '100000', BTC: '1' } });
}

afterEach(async () => {
  for (const { socket } of listeners.splice(0)) socket.terminate();
  venue.ledger.checkConservation();
  await venue.close();
});

async function listenKey(path: string, method = 'POST', key = ''): Promise<string> {
  const answer = await fetch(`${venue.restUrl}${path}${key === '' ? '' : `?listenKey=${key}`}`, {
    method,
    headers: { 'X-MBX-APIKEY': KEYS.apiKey },
  });
  return ((await answer.json()) as { listenKey?: string; code?: string }).listenKey ?? '';
}

/** Applies depth messages to a snapshot by Binance's rules; throws on a gap. */
function follow(snapshot: Snapshot, messages: readonly Message[], futures: boolean) {
  const book = { b: new Map(snapshot.bids), a: new Map(snapshot.asks) };
  let last = snapshot.lastUpdateId;
  for (const message of messages) {
    const [U, u, pu] = [Number(message.U), Number(message.u), Number(message.pu)];
    if (u <= last) continue;
    const bridges = futures ? pu <= last : U <= last + 1;
    if (!bridges) throw new Error(`gap: ${U} after ${last}`);
    for (const side of ['b', 'a'] as const) {
      for (const [price, quantity] of message[side] as [string, string][]) {
        if (Number(quantity) === 0) book[side].delete(price);
        else book[side].set(price, quantity);
      }
    }
    last = u;
  }
  return { last, book };
}

describe.each([
  ['binance', 'BTC/USDT', '/api/v3', false],
  ['binanceusdm', 'BTC/USDT:USDT', '/fapi/v1', true],
] as const)('public streams of %s', (name, symbol, prefix, futures) => {
  beforeEach(() => start(name));

  it('keeps the book in sequence with the snapshot', async () => {
    const stream = await listen('/stream?streams=btcusdt@depth@100ms/btcusdt@bookTicker');
    venue.market.setPrice(symbol, 60_100);
    await stream.have('depthUpdate');
    const ask = async () =>
      (await (await fetch(`${venue.restUrl}${prefix}/depth?symbol=BTCUSDT&limit=1000`)).json()) as Snapshot;
    const snapshot = await ask();
    for (let step = 1; step <= 20; step += 1) {
      if (step % 5 === 0) venue.market.setPrice(symbol, 60_000 + step * 7);
      else venue.market.strangerOrder(symbol, step % 2 ? 'buy' : 'sell', '0.11', null);
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
    await stream.have('depthUpdate', 4);
    const now = await ask();
    await expect
      .poll(() => Number(stream.of('depthUpdate').at(-1)?.u), { interval: 2, timeout: 10_000 })
      .toBe(now.lastUpdateId);
    const messages = stream.of('depthUpdate');
    const { last, book } = follow(snapshot, messages, futures);
    expect(last).toBe(now.lastUpdateId);
    expect([...book.b].sort()).toEqual([...now.bids].sort());
    expect([...book.a].sort()).toEqual([...now.asks].sort());
    for (const [at, message] of messages.slice(1).entries()) {
      if (futures) expect(message.pu).toBe(messages[at]?.u);
    }
    const tickers = stream.heard.filter((message) => String(message.stream).endsWith('bookTicker'));
    expect(part(tickers.at(-1), 'data').b).toBe(now.bids[0]?.[0]);
  });

  it('subscribes, lists and unsubscribes', async () => {
    const stream = await listen('/ws');
    stream.socket.send(
      JSON.stringify({
        method: 'SUBSCRIBE',
        params: ['btcusdt@trade', 'btcusdt@aggTrade', 'btcusdt@miniTicker'],
        id: 7,
      }),
    );
    await expect.poll(() => stream.heard, { interval: 2, timeout: 10_000 }).toContainEqual({ result: null, id: 7 });
    venue.market.strangerOrder(symbol, 'sell', '0.05', null);
    const [trade] = await stream.have('trade');
    expect(trade).toMatchObject({
      s: 'BTCUSDT',
      p: expect.stringMatching(/^59997\.0+$/),
      q: expect.stringMatching(/^0\.050*$/),
      m: true,
    });
    expect((await stream.have('aggTrade'))[0]).toMatchObject({ a: trade?.t, f: trade?.t, l: trade?.t });
    expect((await stream.have('24hrMiniTicker'))[0]).toMatchObject({ c: trade?.p });
    stream.socket.send(JSON.stringify({ method: 'UNSUBSCRIBE', params: ['btcusdt@trade'], id: 8 }));
    stream.socket.send(JSON.stringify({ method: 'LIST_SUBSCRIPTIONS', id: 9 }));
    await expect
      .poll(() => stream.heard, { interval: 2, timeout: 10_000 })
      .toContainEqual({ result: ['btcusdt@aggTrade', 'btcusdt@miniTicker'], id: 9 });
    venue.market.strangerOrder(symbol, 'sell', '0.05', null);
    await stream.have('aggTrade', 2);
    expect(stream.of('trade')).toHaveLength(1);
  });

  it('hangs up on a client that sends too much', async () => {
    const stream = await listen('/ws');
    for (let id = 0; id < 11; id += 1) stream.socket.send(JSON.stringify({ method: 'LIST_SUBSCRIPTIONS', id }));
    await expect.poll(() => stream.closeCode, { interval: 2, timeout: 10_000 }).toBe(1008);
    expect(stream.heard).toHaveLength(futures ? 10 : 5);
  });

  it('closes candles when their minute is over', async () => {
    const stream = await listen('/stream?streams=btcusdt@kline_1m');
    venue.market.strangerOrder(symbol, 'buy', '0.05', null);
    const [open] = await stream.have('kline');
    expect(open?.k).toMatchObject({ x: false, i: '1m' });
    venue.market.setClockOffset(61_000);
    await expect
      .poll(() => stream.of('kline').filter(({ k }) => (k as Message).x === true).length, {
        interval: 2,
        timeout: 10_000,
      })
      .toBeGreaterThan(0);
    const closed = stream.of('kline').find(({ k }) => (k as Message).x === true)?.k as Message | undefined;
    expect(closed?.t).toBe(part(open, 'k').t);
    expect(closed?.c).toBe(part(open, 'k').c);
  });

  it('meets stream faults: lost, doubled, swapped and broken messages', async () => {
    const stream = await listen('/ws/btcusdt@trade');
    const trade = () => venue.market.strangerOrder(symbol, 'buy', '0.01', null);
    const ids = () => stream.of('trade').map(({ t }) => Number(t));
    trade();
    const [first] = (await stream.have('trade')).map(({ t }) => Number(t));
    const base = Number(first);
    for (const [fault, count] of [
      ['drop', 1],
      ['duplicate', 1],
      ['reorder', 1],
    ] as const)
      venue.faults.onStream(fault, 'public', count);
    for (let n = 0; n < 4; n += 1) trade();
    await expect.poll(() => ids().length, { interval: 2, timeout: 10_000 }).toBe(5);
    expect(ids()).toEqual([base, base + 2, base + 2, base + 4, base + 3]);
    venue.faults.onStream('garbage', 'public');
    trade();
    await expect.poll(() => stream.raw.length, { interval: 2, timeout: 10_000 }).toBe(6);
    expect(() => JSON.parse(String(stream.raw.at(-1)))).toThrow();
  });

  it('falls silent though it answers pings, or wholly; and closes and refuses', async () => {
    const stream = await listen('/ws/btcusdt@trade');
    let pongs = 0;
    stream.socket.on('pong', () => {
      pongs += 1;
    });
    venue.faults.silenceStreams('public', 'no-data');
    venue.market.strangerOrder(symbol, 'buy', '0.01', null);
    stream.socket.ping();
    await expect.poll(() => pongs, { interval: 2, timeout: 10_000 }).toBe(1);
    expect(stream.heard).toEqual([]);
    venue.faults.silenceStreams('public', 'half-open');
    stream.socket.ping();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(pongs).toBe(1);
    venue.faults.heal();
    venue.market.strangerOrder(symbol, 'buy', '0.01', null);
    await stream.have('trade');
    const before = venue.faults.streamConnects;
    venue.faults.refuseStreams();
    venue.faults.closeStreams('public');
    await expect.poll(() => stream.closeCode, { interval: 2, timeout: 10_000 }).not.toBeNull();
    const refused = new Listener(`${venue.streamUrl}/ws/btcusdt@trade`);
    await expect.poll(() => refused.closeCode, { interval: 2, timeout: 10_000 }).not.toBeNull();
    expect(venue.faults.streamConnects).toBe(before + 1);
    venue.faults.heal();
    await listen('/ws/btcusdt@trade');
  });
});

it('pings its clients, and futures keep to the path of a stream', async () => {
  await start('binanceusdm', { pingIntervalMs: 10 });
  const right = await listen('/public/stream?streams=btcusdt@bookTicker');
  const wrong = await listen('/market/stream?streams=btcusdt@bookTicker');
  venue.market.setPrice('BTC/USDT:USDT', 61_000);
  await right.have('bookTicker');
  expect(wrong.heard).toEqual([]);
  await expect.poll(() => right.pings, { interval: 2, timeout: 10_000 }).toBeGreaterThan(1);
});

describe('user streams', () => {
  it('spot: tells orders, fills and balances under a listen key', async () => {
    await start('binance', { spotListenKeys: true });
    const stream = await listen(`/ws/${await listenKey('/api/v3/userDataStream')}`);
    venue.accounts.byHand(KEYS.apiKey, { symbol: 'BTC/USDT', side: 'buy', quantity: '0.5', price: null });
    const reports = await stream.have('executionReport', 3);
    expect(reports.map(({ x, X }) => [x, X])).toEqual([
      ['NEW', 'NEW'],
      ['TRADE', 'PARTIALLY_FILLED'],
      ['TRADE', 'FILLED'],
    ]);
    expect(reports[2]).toMatchObject({ S: 'BUY', N: 'BTC', m: false, z: '0.50000000' });
    const [account] = await stream.have('outboundAccountPosition');
    const { free } = venue.ledger.balances()['BTC'] ?? { free: '' };
    expect((part(account, 'B') as unknown as Message[]).find(({ a }) => a === 'BTC')).toEqual({
      a: 'BTC',
      f: Number(free).toFixed(8),
      l: '0.00000000',
    });
    venue.faults.onStream('drop', 'user', 1);
    venue.accounts.byHand(KEYS.apiKey, { symbol: 'BTC/USDT', side: 'sell', quantity: '0.1', price: '70000' });
    await stream.have('outboundAccountPosition', 2);
    expect(stream.of('executionReport')).toHaveLength(3);
  });

  it('spot: has no listen keys any more, unless it is asked to', async () => {
    await start('binance');
    const headers = { 'X-MBX-APIKEY': KEYS.apiKey };
    expect((await fetch(`${venue.restUrl}/api/v3/userDataStream`, { method: 'POST', headers })).status).toBe(410);
  });

  it('spot: ends with an expired listen key, and lives on when it is extended', async () => {
    await start('binance', { spotListenKeys: true });
    const key = await listenKey('/api/v3/userDataStream');
    const stream = await listen(`/ws/${key}`);
    venue.market.setClockOffset(59 * 60_000);
    await listenKey('/api/v3/userDataStream', 'PUT', key);
    venue.market.setClockOffset(90 * 60_000);
    venue.accounts.deposit(KEYS.apiKey, 'USDT', '1');
    await stream.have('outboundAccountPosition');
    venue.market.setClockOffset(125 * 60_000);
    expect((await stream.have('listenKeyExpired'))[0]).toMatchObject({ listenKey: key });
    venue.accounts.deposit(KEYS.apiKey, 'USDT', '1');
    expect(stream.of('outboundAccountPosition')).toHaveLength(1);
    const answer = await fetch(`${venue.restUrl}/api/v3/userDataStream?listenKey=${key}`, {
      method: 'PUT',
      headers: { 'X-MBX-APIKEY': KEYS.apiKey },
    });
    expect(await answer.json()).toMatchObject({ code: -1125 });
  });

  it('usdm: tells algo orders, orders, positions and settings', async () => {
    await start('binanceusdm');
    const stream = await listen(`/private/ws?listenKey=${await listenKey('/fapi/v1/listenKey')}`);
    const exchange = new ccxt.binanceusdm({
      ...KEYS,
      enableRateLimit: false,
      fetchImplementation: redirectTo(venue),
      options: { fetchMargins: false },
    });
    exchange.has.fetchCurrencies = false;
    const symbol = 'BTC/USDT:USDT';
    await exchange.setLeverage(7, symbol);
    await exchange.createOrder(symbol, 'market', 'buy', 0.1, undefined, { clientOrderId: 'entry' });
    await exchange.createOrder(symbol, 'market', 'sell', undefined as unknown as number, undefined, {
      stopLossPrice: 58_000,
      closePosition: true,
      clientOrderId: 'stop',
    });
    venue.market.setPrice(symbol, 57_000);
    const algo = await stream.have('ALGO_UPDATE', 4);
    expect(algo.map(({ o }) => (o as Message).X)).toEqual(['NEW', 'TRIGGERING', 'TRIGGERED', 'FINISHED']);
    expect(algo[3]?.o).toMatchObject({ caid: 'stop', aq: '0.100', act: 'MARKET', cp: true });
    const orders = (await stream.have('ORDER_TRADE_UPDATE', 4)).map(({ o }) => o as Message);
    expect(orders.map(({ c, x, X }) => [c, x, X])).toEqual([
      ['entry', 'NEW', 'NEW'],
      ['entry', 'TRADE', 'FILLED'],
      ['stop', 'NEW', 'NEW'],
      ['stop', 'TRADE', 'FILLED'],
    ]);
    expect(String(orders[3]?.i)).toBe(part(algo[3], 'o').ai);
    const accounts = (await stream.have('ACCOUNT_UPDATE', 2)).map(({ a }) => a as { m: string; P: Message[] });
    expect(accounts.map(({ P }) => P[0]?.pa)).toEqual(['0.100', '0.000']);
    expect((await stream.have('ACCOUNT_CONFIG_UPDATE'))[0]).toMatchObject({ ac: { s: 'BTCUSDT', l: 7 } });
  });
});

describe('ccxt.pro', () => {
  /** ccxt.pro takes its stream addresses from `urls`; REST stays redirected. */
  async function pro(name: 'binance' | 'binanceusdm') {
    await start(name);
    const exchange = new ccxt.pro[name]({
      ...KEYS,
      enableRateLimit: false,
      fetchImplementation: redirectTo(venue),
      options: {
        defaultType: name === 'binance' ? 'spot' : 'swap',
        fetchMarkets: { types: [name === 'binance' ? 'spot' : 'linear'] },
        fetchMargins: false,
        fetchCurrencies: false,
      },
    });
    exchange.has.fetchCurrencies = false;
    const swap = (value: unknown): unknown => {
      if (typeof value === 'string') return venue.streamUrl + new URL(value).pathname;
      return Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, swap(inner)]));
    };
    const api = (exchange.urls as { api: Record<string, unknown> }).api;
    api.ws = swap(api.ws);
    await exchange.loadHttpProxyAgent();
    return exchange;
  }

  it('binanceusdm: watches own orders, trades and positions', async () => {
    const exchange = await pro('binanceusdm');
    const watching = exchange.watchOrders('BTC/USDT:USDT');
    await expect.poll(() => venue.faults.streamConnects, { interval: 5, timeout: 10_000 }).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    venue.accounts.byHand(KEYS.apiKey, { symbol: 'BTC/USDT:USDT', side: 'buy', quantity: '0.01', price: '50000' });
    expect((await watching)[0]).toMatchObject({ status: 'open', amount: 0.01, price: 50_000 });
    await exchange.close();
  });

  it('binance: watches own orders over the signed WebSocket API', async () => {
    const exchange = await pro('binance');
    const watching = exchange.watchOrders('BTC/USDT');
    await expect.poll(() => venue.faults.streamConnects, { interval: 5, timeout: 10_000 }).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    venue.accounts.byHand(KEYS.apiKey, { symbol: 'BTC/USDT', side: 'buy', quantity: '0.01', price: '50000' });
    expect((await watching)[0]).toMatchObject({ status: 'open', amount: 0.01, price: 50_000 });
    await exchange.close();
  });

  it.each([
    ['binance', 'BTC/USDT'],
    ['binanceusdm', 'BTC/USDT:USDT'],
  ] as const)('%s: watches the order book', async (name, symbol) => {
    const exchange = await pro(name);
    const moving = setInterval(() => venue.market.strangerOrder(symbol, 'buy', '0.01', null), 5);
    let seen = 0;
    for (let n = 0; n < 5; n += 1) {
      const book = await exchange.watchOrderBook(symbol);
      expect(book.bids[0]?.[0]).toBeGreaterThan(59_000);
      seen = Number(book.nonce);
    }
    clearInterval(moving);
    expect(seen).toBeGreaterThan(1_000);
    await exchange.close();
  });
});
