import ccxt from 'ccxt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFakeBithumb } from './bithumb-venue.ts';
import { redirectTo } from './redirect.ts';
import { bearer } from './upbit-asker.ts';
import { type Frame, readStream, refusedStatus, type StreamReader } from './upbit-reader.ts';
import type { FakeVenue } from './venue.ts';

const KEY = { apiKey: 'bithumb-key', secret: 'bithumb-secret' };

let venue: FakeVenue;
let open: StreamReader[] = [];

beforeEach(async () => {
  venue = await startFakeBithumb();
  venue.accounts.open({ ...KEY, balances: { KRW: '100000000', BTC: '1' } });
});

afterEach(async () => {
  for (const { socket } of open) socket.terminate();
  open = [];
  await venue.close();
});

async function read(path: string, headers: Record<string, string> = {}): Promise<StreamReader> {
  const reader = await readStream(venue.streamUrl + path, headers);
  open.push(reader);
  return reader;
}

describe('the public stream of a fake Bithumb', () => {
  it('tells the book in text, with microseconds, and each change of it', async () => {
    const reader = await read('/websocket/v1');
    reader.ask([{ ticket: 't' }, { type: 'orderbook', codes: ['KRW-BTC'] }]);
    const [snapshot] = await reader.frames(1);
    expect(snapshot).toMatchObject({ type: 'orderbook', code: 'KRW-BTC', stream_type: 'SNAPSHOT', level: 1 });
    expect(Number(snapshot?.timestamp) / Date.now()).toBeCloseTo(1_000, 0);
    venue.market.strangerOrder('BTC/KRW', 'sell', '0.5', '84000000');
    const [, change] = await reader.frames(2);
    expect((change?.orderbook_units as Frame[] | undefined)?.[0]).toMatchObject({
      ask_price: 84_000_000,
      ask_size: 0.5,
    });
    expect(reader.binary).toBe(false);
  });

  it('tells trades and tickers by the clock of Korea', async () => {
    const reader = await read('/websocket/v1');
    const codes = ['KRW-BTC'];
    reader.ask([
      { ticket: 't' },
      { type: 'trade', codes, isOnlyRealtime: true },
      { type: 'ticker', codes, isOnlyRealtime: true },
    ]);
    await reader.ponged();
    venue.market.strangerOrder('BTC/KRW', 'sell', '0.1', null);
    const [trade, ticker] = await reader.frames(2);
    expect(trade).toMatchObject({ type: 'trade', ask_bid: 'ASK', trade_volume: 0.1 });
    expect(ticker).toMatchObject({ type: 'ticker', trade_price: trade?.trade_price });
    const inKorea = Date.parse(`${trade?.trade_date}T${trade?.trade_time}+09:00`);
    expect(inKorea).toBe(Math.floor(Number(trade?.trade_timestamp) / 1_000) * 1_000);
    expect(/"sequential_id":\d{17},/.test(reader.texts[0] ?? '')).toBe(true);
  });

  it('knows no candles', async () => {
    const reader = await read('/websocket/v1');
    reader.ask([{ ticket: 't' }, { type: 'candle.1m', codes: ['KRW-BTC'] }]);
    expect((await reader.frames(1))[0]).toMatchObject({ error: { name: 'INVALID_PARAM' } });
  });
});

describe('the private stream of a fake Bithumb', () => {
  it('wants a good token', async () => {
    expect(await read('/websocket/v2/private').then(() => 101, refusedStatus)).toBe(401);
    const late = bearer(KEY, { timestamp: Date.now() - 60_000 });
    expect(await read('/websocket/v2/private', late).then(() => 101, refusedStatus)).toBe(401);
  });

  it('tells an order from its arrival over its fills to its end, and what it moved', async () => {
    const reader = await read('/websocket/v2/private', bearer(KEY));
    reader.ask([{ ticket: 't' }, { type: 'myOrder' }, { type: 'myAsset' }]);
    await reader.ponged();
    await sellAndFill(reader);
    const orders = reader.told.filter(({ type }) => type === 'myOrder');
    expect(orders.map(({ state, trade_quantity: piece, remaining_quantity: left }) => [state, piece, left])).toEqual([
      ['wait', undefined, 0.1],
      ['trade', 0.04, 0.06],
      ['trade', 0.06, 0],
      ['done', undefined, 0],
    ]);
    expect(orders[1]).toMatchObject({
      side: 'sell',
      order_price: 84_500_000,
      trade_price: 84_500_000,
      paid_fee: 8_450,
    });
    expect(orders.flatMap(({ trade_id: id }) => (id === undefined ? [] : [id]))).toEqual(
      venue.ledger.trades().map(({ tradeId }) => tradeId),
    );
    const assets = reader.told.filter(({ type }) => type === 'myAsset');
    expect(assets[0]?.assets).toEqual([{ currency: 'BTC', balance: '0.9', locked: '0.1' }]);
  });

  it('still speaks the first version', async () => {
    const reader = await read('/websocket/v1/private', bearer(KEY));
    reader.ask([{ ticket: 't' }, { type: 'myOrder' }, { type: 'myAsset' }]);
    await reader.ponged();
    await sellAndFill(reader);
    const orders = reader.told.filter(({ type }) => type === 'myOrder');
    expect(orders.map(({ state, volume, ask_bid: side }) => [state, volume, side])).toEqual([
      ['wait', 0.1, 'ASK'],
      ['trade', 0.04, 'ASK'],
      ['trade', 0.06, 'ASK'],
      ['done', 0.1, 'ASK'],
    ]);
  });

  it('tells who cancelled', async () => {
    const client = new ccxt.bithumb({ ...KEY, enableRateLimit: false });
    client.fetchImplementation = redirectTo(venue);
    const reader = await read('/websocket/v2/private', bearer(KEY));
    reader.ask([{ ticket: 't' }, { type: 'myOrder' }]);
    await reader.ponged();
    const { id } = await client.createOrder('BTC/KRW', 'limit', 'buy', 0.01, 80_000_000, { clientOrderId: 'mine' });
    await client.cancelOrder(String(id), 'BTC/KRW');
    await client.createOrder('BTC/KRW', 'limit', 'buy', 0.01, 80_000_000, { timeInForce: 'IOC' });
    await reader.frames(4);
    expect(reader.told.map((frame) => [frame.state, frame.client_order_id, frame.cancel_type])).toEqual([
      ['wait', 'mine', undefined],
      ['cancel', 'mine', 'user'],
      ['wait', undefined, undefined],
      ['cancel', undefined, 'tif_cancel'],
    ]);
  });

  it('feeds the real ccxt.pro', async () => {
    const pro = new ccxt.pro.bithumb({ ...KEY, enableRateLimit: false });
    pro.fetchImplementation = redirectTo(venue);
    const ws = {
      publicGen2: `${venue.streamUrl}/websocket/v1`,
      privateGen2: `${venue.streamUrl}/websocket/v2/private`,
    };
    pro.urls.api = { ...pro.urls.api, ws };
    await pro.loadHttpProxyAgent();
    const book = await pro.watchOrderBook('BTC/KRW');
    expect(book.bids[0]?.[0]).toBe(83_996_000 - (83_996_000 % 1_000));
    const orders = pro.watchOrders('BTC/KRW');
    // When its subscription stands it does not say: order until it tells of one.
    let heard = false;
    const told = orders.finally(() => {
      heard = true;
    });
    while (!heard) await pro.createOrder('BTC/KRW', 'limit', 'buy', 0.001, 80_000_000);
    expect((await told)[0]).toMatchObject({ symbol: 'BTC/KRW', side: 'buy', amount: 0.001, status: 'open' });
    await pro.close();
  });
});

async function sellAndFill(reader: StreamReader): Promise<void> {
  venue.accounts.byHand(KEY.apiKey, { symbol: 'BTC/KRW', side: 'sell', quantity: '0.1', price: '84500000' });
  venue.market.strangerOrder('BTC/KRW', 'buy', '100', '84400000');
  venue.market.strangerOrder('BTC/KRW', 'buy', '0.04', '84500000');
  venue.market.strangerOrder('BTC/KRW', 'buy', '0.06', '84500000');
  await reader.until((frames) => frames.filter(({ type }) => type === 'myAsset').length === 3);
}
