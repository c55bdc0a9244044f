import ccxt from 'ccxt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { redirectTo } from './redirect.ts';
import { bearer } from './upbit-asker.ts';
import { type Frame, readStream, refusedStatus, type StreamReader } from './upbit-reader.ts';
import { startFakeUpbit } from './upbit-venue.ts';
import type { FakeVenue } from './venue.ts';

const KEY = { apiKey: 'upbit-key', secret: 'upbit-secret' };

let venue: FakeVenue;
let open: StreamReader[] = [];

beforeEach(async () => {
  venue = await startFakeUpbit();
  venue.accounts.open({ ...KEY, balances: { KRW: '100000000', BTC: '1' } });
});

afterEach(async () => {
  for (const { socket } of open) socket.terminate();
  open = [];
  await venue.close();
});

describe('the public stream of a fake Upbit', () => {
  it('begins with a snapshot of the book and then tells each change, in binary frames', async () => {
    const reader = await read('/websocket/v1');
    reader.ask([{ ticket: 't' }, { type: 'orderbook', codes: ['KRW-BTC.5'] }]);
    const [snapshot] = await reader.frames(1);
    expect(snapshot).toMatchObject({ type: 'orderbook', code: 'KRW-BTC', stream_type: 'SNAPSHOT', level: 0 });
    expect(snapshot?.orderbook_units).toHaveLength(5);
    venue.market.strangerOrder('BTC/KRW', 'buy', '0.5', '84000000');
    const [, change] = await reader.frames(2);
    expect(change).toMatchObject({ stream_type: 'REALTIME' });
    expect((change?.orderbook_units as Frame[] | undefined)?.[0]).toMatchObject({
      bid_price: 84_000_000,
      bid_size: 0.5,
    });
    expect(reader.binary).toBe(true);
  });

  it('tells trades, tickers and minute candles as they happen, and only those asked for', async () => {
    const reader = await read('/websocket/v1');
    const codes = ['KRW-BTC'];
    reader.ask([
      { ticket: 't' },
      { type: 'trade', codes, isOnlyRealtime: true },
      { type: 'ticker', codes, is_only_realtime: true },
      { type: 'candle.1m', codes, isOnlyRealtime: true },
    ]);
    await reader.ponged();
    venue.market.setPrice('ETH/KRW', 4_000_000);
    venue.market.strangerOrder('BTC/KRW', 'sell', '0.1', null);
    const frames = await reader.frames(3);
    expect(frames.map(({ type, code }) => [type, code])).toEqual([
      ['trade', 'KRW-BTC'],
      ['ticker', 'KRW-BTC'],
      ['candle.1m', 'KRW-BTC'],
    ]);
    const [trade, ticker, candle] = frames;
    expect(trade).toMatchObject({ ask_bid: 'ASK', trade_volume: 0.1 });
    expect(ticker).toMatchObject({
      trade_price: trade?.trade_price,
      market_state: 'ACTIVE',
      is_trading_suspended: false,
    });
    expect(candle).toMatchObject({ trade_price: trade?.trade_price });
  });

  it('gives a snapshot only to whom wants only that, and the short names to whom wants those', async () => {
    const reader = await read('/websocket/v1');
    reader.ask([{ ticket: 't' }, { type: 'trade', codes: ['KRW-BTC'], isOnlySnapshot: true }, { format: 'SIMPLE' }]);
    const [frame] = await reader.frames(1);
    expect(frame).toMatchObject({ ty: 'trade', cd: 'KRW-BTC', st: 'SNAPSHOT', tp: 84_000_000 });
    venue.market.setPrice('BTC/KRW', 85_000_000);
    await reader.ponged();
    expect(reader.told).toHaveLength(1);
  });

  it.each([
    ['not json', 'WRONG_FORMAT'],
    [JSON.stringify([{ type: 'trade', codes: ['KRW-BTC'] }]), 'NO_TICKET'],
    [JSON.stringify([{ ticket: 't' }, { codes: ['KRW-BTC'] }]), 'NO_TYPE'],
    [JSON.stringify([{ ticket: 't' }, { type: 'trade' }]), 'NO_CODES'],
    [JSON.stringify([{ ticket: 't' }, { type: 'trade', codes: [] }]), 'INVALID_PARAM'],
    [JSON.stringify([{ ticket: 't' }, { type: 'trade', codes: ['KRW-NONE'] }]), 'INVALID_PARAM'],
  ])('answers %s with %s', async (text, name) => {
    const reader = await read('/websocket/v1');
    reader.socket.send(text);
    expect((await reader.frames(1))[0]).toMatchObject({ error: { name } });
  });

  it('hangs up on who says nothing, and not on who pings', async () => {
    const own = await startFakeUpbit({ idleMs: 60 });
    const [silent, pinging] = [await read('/websocket/v1', {}, own), await read('/websocket/v1', {}, own)];
    const beat = setInterval(() => pinging.socket.ping(), 10);
    await silent.ended;
    expect(pinging.socket.readyState).toBe(WebSocket.OPEN);
    clearInterval(beat);
    await own.close();
  });

  it('takes five connections a second from one address', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 7 }, () => read('/websocket/v1').then(() => 101, refusedStatus)),
    );
    expect(statuses.filter((status) => status === 101).length).toBeGreaterThanOrEqual(5);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(1);
  });

  it('meets stream faults: lost, doubled, broken, silent and refused', async () => {
    const reader = await read('/websocket/v1');
    reader.ask([{ ticket: 't' }, { type: 'trade', codes: ['KRW-BTC'], isOnlyRealtime: true }]);
    await reader.ponged();
    const trade = () => venue.market.strangerOrder('BTC/KRW', 'buy', '0.1', null);
    venue.faults.onStream('drop', 'public');
    trade();
    venue.faults.onStream('duplicate', 'public');
    trade();
    const [first, second] = await reader.frames(2);
    expect(first).toEqual(second);
    venue.faults.silenceStreams('public', 'no-data');
    trade();
    venue.faults.heal();
    trade();
    expect((await reader.frames(3))[2]?.sequential_id).not.toBe(first?.sequential_id);
    venue.faults.refuseStreams();
    expect(await read('/websocket/v1').then(() => 101, refusedStatus)).toBe(503);
    venue.faults.closeStreams('public');
    await reader.ended;
  });

  it('answers nothing at all on a half-open line, not even a ping', async () => {
    const reader = await read('/websocket/v1');
    let pongs = 0;
    reader.socket.on('pong', () => {
      pongs += 1;
    });
    const pinged = () => new Promise<void>((resolve) => reader.socket.once('pong', () => resolve()));
    reader.socket.ping();
    await pinged();
    venue.faults.silenceStreams('public', 'half-open');
    reader.socket.ping();
    reader.socket.send('PING');
    venue.faults.closeStreams('user');
    await fetch(`${venue.restUrl}/v1/market/all`);
    expect([pongs, reader.told]).toEqual([1, []]);
    venue.faults.heal();
    reader.socket.ping();
    await pinged();
    expect(pongs).toBe(2);
  });

  it('wraps frames in lists for whom wants those', async () => {
    const reader = await read('/websocket/v1');
    reader.ask([{ ticket: 't' }, { type: 'ticker', codes: ['KRW-BTC'] }, { format: 'JSON_LIST' }]);
    expect(await reader.frames(1)).toMatchObject([[{ type: 'ticker', code: 'KRW-BTC' }]]);
  });

  it('feeds the real ccxt.pro', async () => {
    const pro = new ccxt.pro.upbit({ ...KEY, enableRateLimit: false });
    pro.fetchImplementation = redirectTo(venue);
    pro.urls.api = { ...pro.urls.api, ws: `${venue.streamUrl}/websocket/v1` };
    await pro.loadHttpProxyAgent();
    const book = await pro.watchOrderBook('BTC/KRW');
    expect(book.bids[0]?.[0]).toBe(83_996_000 - (83_996_000 % 1_000));
    const orders = pro.watchOrders('BTC/KRW');
    const trades = pro.watchMyTrades('BTC/KRW');
    // When its subscription stands it does not say: order until it tells of one.
    let heard = false;
    const both = Promise.all([orders, trades]).finally(() => {
      heard = true;
    });
    while (!heard) await pro.createOrder('BTC/KRW', 'limit', 'buy', 0.001, 84_100_000);
    const [[order], [trade]] = await both;
    expect(order).toMatchObject({ symbol: 'BTC/KRW', side: 'buy', amount: 0.001 });
    expect(venue.ledger.trades()).toContainEqual(expect.objectContaining({ tradeId: trade?.id, quantity: '0.001' }));
    await pro.close();
  });
});

describe('the private stream of a fake Upbit', () => {
  it('wants a good token', async () => {
    expect(await read('/websocket/v1/private').then(() => 101, refusedStatus)).toBe(401);
    expect(await read('/websocket/v1/private', bearer({ ...KEY, secret: 'no' })).then(() => 101, refusedStatus)).toBe(
      401,
    );
  });

  it('tells an order from its arrival over its fills to its end, and what it moved', async () => {
    const reader = await read('/websocket/v1/private', bearer(KEY));
    reader.ask([{ ticket: 't' }, { type: 'myOrder' }, { type: 'myAsset' }]);
    await reader.ponged();
    venue.accounts.byHand(KEY.apiKey, { symbol: 'BTC/KRW', side: 'sell', quantity: '0.1', price: '84500000' });
    venue.market.strangerOrder('BTC/KRW', 'buy', '100', '84400000');
    venue.market.strangerOrder('BTC/KRW', 'buy', '0.04', '84500000');
    venue.market.strangerOrder('BTC/KRW', 'buy', '0.06', '84500000');
    await reader.until((frames) => frames.filter(({ type }) => type === 'myAsset').length === 3);
    const orders = reader.told.filter(({ type }) => type === 'myOrder');
    expect(orders.map(({ state, volume, remaining_volume: left }) => [state, volume, left])).toEqual([
      ['wait', 0.1, 0.1],
      ['trade', 0.04, 0.06],
      ['trade', 0.06, 0],
      ['done', 0.1, 0],
    ]);
    expect(orders[1]).toMatchObject({ price: 84_500_000, trade_fee: 1_690, is_maker: true, ask_bid: 'ASK' });
    expect(new Set(orders.map(({ trade_uuid: id }) => id))).toEqual(
      new Set([null, ...venue.ledger.trades().map(({ tradeId }) => tradeId)]),
    );
    const assets = reader.told.filter(({ type }) => type === 'myAsset');
    expect(assets[0]?.assets).toEqual([{ currency: 'BTC', balance: 0.9, locked: 0.1 }]);
    expect(assets[2]?.assets).toContainEqual({ currency: 'KRW', balance: 108_445_775, locked: 0 });
  });

  it('tells nothing of other accounts and of markets not asked for', async () => {
    venue.accounts.open({ apiKey: 'other', secret: 'other', balances: { KRW: '100000000' } });
    const reader = await read('/websocket/v1/private', bearer(KEY));
    reader.ask([{ ticket: 't' }, { type: 'myOrder', codes: ['KRW-ETH'] }]);
    await reader.ponged();
    venue.accounts.byHand('other', { symbol: 'ETH/KRW', side: 'buy', quantity: '1', price: '4000000' });
    venue.accounts.byHand(KEY.apiKey, { symbol: 'BTC/KRW', side: 'buy', quantity: '0.1', price: '80000000' });
    venue.accounts.byHand(KEY.apiKey, { symbol: 'ETH/KRW', side: 'buy', quantity: '1', price: '4000000' });
    const [frame] = await reader.frames(1);
    expect(frame).toMatchObject({ code: 'KRW-ETH', state: 'wait' });
    await reader.ponged();
    expect(reader.told).toHaveLength(1);
  });

  it('ends a buy by amount with cancel where a rest is given back', async () => {
    const client = new ccxt.upbit({ ...KEY, enableRateLimit: false });
    client.fetchImplementation = redirectTo(venue);
    const reader = await read('/websocket/v1/private', bearer(KEY));
    reader.ask([{ ticket: 't' }, { type: 'myOrder' }]);
    await reader.ponged();
    const { id } = await client.createMarketBuyOrderWithCost('BTC/KRW', 1_000_000, { clientOrderId: 'mine' });
    await reader.until((frames) => frames.some(({ state }) => state === 'cancel' || state === 'done'));
    expect(reader.told.map(({ state }) => state)).toEqual(['wait', 'trade', 'cancel']);
    expect(reader.told.every((frame) => frame.uuid === id && frame.identifier === 'mine')).toBe(true);
    expect(reader.told.at(-1)).toMatchObject({ order_type: 'price', price: 1_000_000, volume: null });
  });
});

async function read(path: string, headers: Record<string, string> = {}, of = venue): Promise<StreamReader> {
  const reader = await readStream(of.streamUrl + path, headers);
  open.push(reader);
  return reader;
}
