import { describe, expect, it } from 'vitest';
import { createBinanceFeed } from '../../../../engine/exchanges/feeds/binance-feed.ts';
import type { StreamKind, StreamWish } from '../../../../engine/exchanges/feeds/venue-feed.ts';

const KINDS: readonly StreamKind[] = ['trades', 'depth', 'best', 'candles', 'ticker'];

const wishes = (symbols: readonly string[]): readonly StreamWish[] =>
  symbols.flatMap((symbol) => KINDS.map((kind) => ({ symbol, kind })));

const many = (count: number, settle = '') => Array.from({ length: count }, (_, index) => `C${index}/USDT${settle}`);

const namesOf = (messages: readonly string[]): readonly string[] =>
  messages.flatMap((message) => (JSON.parse(message) as { params: string[] }).params);

describe('the plan of Binance spot', () => {
  it('asks for a few streams over one connection', () => {
    expect(createBinanceFeed('binance').plan(wishes(['BTC/USDT']))).toEqual([
      {
        url: 'wss://stream.binance.com:9443/stream',
        messages: [
          '{"method":"SUBSCRIBE","params":["btcusdt@trade","btcusdt@depth@100ms","btcusdt@bookTicker","btcusdt@kline_1m","btcusdt@miniTicker"],"id":1}',
        ],
        wishes: wishes(['BTC/USDT']),
      },
    ]);
  });

  it('keeps every connection and message within the limits, every stream once, a symbol together', () => {
    const plans = createBinanceFeed('binance').plan(wishes(many(400)));
    const names = plans.map(({ messages }) => namesOf(messages));
    expect(plans).toHaveLength(2);
    for (const list of names) expect(list.length).toBeLessThanOrEqual(1_024);
    expect(new Set(names.flat()).size).toBe(2_000);
    expect(names.flat()).toHaveLength(2_000);
    for (const { messages } of plans)
      for (const message of messages) expect(namesOf([message]).length).toBeLessThanOrEqual(200);
    expect(
      names.filter((list) => list.some((name) => name.startsWith('c204@') || name.startsWith('c204usdt@'))),
    ).toHaveLength(1);
  });

  it('leaves out what is no spot symbol and what is wished twice', () => {
    const feed = createBinanceFeed('binance');
    expect(feed.plan(wishes(['BTC/USDT:USDT', 'nonsense']))).toEqual([]);
    const [plan] = feed.plan([...wishes(['BTC/USDT']), ...wishes(['BTC/USDT'])]);
    expect(namesOf(plan!.messages)).toHaveLength(5);
  });

  it('asks for snapshots of spot symbols only', () => {
    const feed = createBinanceFeed('binance');
    expect(feed.snapshot('BTC/USDT')).toEqual({
      origin: 'https://api.binance.com',
      path: '/api/v3/depth?symbol=BTCUSDT&limit=1000',
      weight: 50,
      limit: 1_000,
    });
    expect(feed.snapshot('BTC/USDT:USDT')).toBeNull();
  });

  it('asks for shallower snapshots when many books are followed', () => {
    const feed = createBinanceFeed('binance');
    feed.plan(wishes(many(40)));
    expect(feed.snapshot('BTC/USDT')).toMatchObject({ limit: 1_000, weight: 50 });
    feed.plan(wishes(many(41)));
    expect(feed.snapshot('BTC/USDT')).toMatchObject({
      path: '/api/v3/depth?symbol=BTCUSDT&limit=500',
      limit: 500,
      weight: 25,
    });
  });
});

describe('the plan of Binance USDT-M', () => {
  it('takes books from the public entrance and the rest from the market entrance', () => {
    const plans = createBinanceFeed('binanceusdm').plan(wishes(['BTC/USDT:USDT']));
    expect(plans.map(({ url, messages }) => [url, namesOf(messages)])).toEqual([
      ['wss://fstream.binance.com/public/stream', ['btcusdt@depth@100ms', 'btcusdt@bookTicker']],
      ['wss://fstream.binance.com/market/stream', ['btcusdt@aggTrade', 'btcusdt@kline_1m', 'btcusdt@miniTicker']],
    ]);
  });

  it('puts at most 200 streams on a connection', () => {
    const plans = createBinanceFeed('binanceusdm').plan(wishes(many(400, ':USDT')));
    expect(Math.max(...plans.map(({ messages }) => namesOf(messages).length))).toBeLessThanOrEqual(200);
    expect(plans.flatMap(({ messages }) => namesOf(messages))).toHaveLength(2_000);
    expect(plans).toHaveLength(11);
  });
});
