import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BinanceParser } from '../../../../engine/exchanges/feeds/binance-parser.ts';
import type { FeedEvent } from '../../../../engine/exchanges/feeds/feed-event.ts';
import { FRAME_FAULTS, type FrameFault } from '../../../../engine/exchanges/feeds/frame-fault.ts';
import type { LevelList } from '../../../../engine/exchanges/feeds/level-list.ts';

const AT = 1_723_161_255_208;

const spotParser = () => new BinanceParser({ venue: 'binance', market: 'spot', symbols: ['BTC/USDT', 'ETH/USDT'] });
const futuresParser = () =>
  new BinanceParser({ venue: 'binanceusdm', market: 'usdm', symbols: ['BTC/USDT:USDT', '1000PEPE/USDT:USDT'] });

/** Reads one frame; returns what was emitted, or the fault. */
function read(parser: BinanceParser, frame: string | Uint8Array): readonly FeedEvent[] | FrameFault {
  const events: FeedEvent[] = [];
  return parser.read(frame, (event) => events.push(event)) ?? events;
}

const causeOf = (frame: string | Uint8Array) => {
  const result = read(spotParser(), frame);
  return 'cause' in result ? result.cause : `emitted ${result.length}`;
};

const frame = (stream: string, data: object) => JSON.stringify({ stream, data });
const pairs = ({ values, count }: LevelList) => Array.from(values.subarray(0, count * 2));

const DEPTH = {
  e: 'depthUpdate',
  E: AT,
  s: 'BTCUSDT',
  U: 50_093_239_189,
  u: 50_093_239_202,
  b: [
    ['61737.63000000', '0.00000000'],
    ['61730.17000000', '0.12345678'],
  ],
  a: [['61837.64000000', '1.54698000']],
};
const BEST = { u: 7, s: 'BTCUSDT', b: '61837.63000000', B: '3.78826000', a: '61837.64000000', A: '1.54698000' };
const TRADE = { e: 'trade', E: AT, s: 'BTCUSDT', t: 12, p: '61837.63', q: '0.02000000', T: AT - 1, m: true, M: true };
const BAR = {
  t: 1_723_161_240_000,
  T: 1_723_161_299_999,
  s: 'BTCUSDT',
  i: '1m',
  f: 100,
  L: 200,
  o: '61800.00',
  c: '61810.50',
  h: '61820.00',
  l: '61790.10',
  v: '12.345',
  n: 100,
  x: true,
  q: '1',
  V: '500',
  Q: '0.5',
  B: '123456',
};
const KLINE = { e: 'kline', E: AT, s: 'BTCUSDT', k: BAR };

describe('BinanceParser', () => {
  it('reads a spot depth message', () => {
    const [event] = read(spotParser(), frame('btcusdt@depth@100ms', DEPTH)) as readonly FeedEvent[];
    expect(event).toMatchObject({
      type: 'depth.diff',
      symbol: 'BTC/USDT',
      at: AT,
      firstUpdateId: 50_093_239_189,
      lastUpdateId: 50_093_239_202,
      previousUpdateId: null,
    });
    if (event?.type !== 'depth.diff') throw new Error('no depth');
    expect(pairs(event.bids)).toEqual([61_737.63, 0, 61_730.17, 0.123_456_78]);
    expect(pairs(event.asks)).toEqual([61_837.64, 1.54698]);
  });

  it('reads a futures depth message with what came before it', () => {
    const data = { ...DEPTH, T: AT, pu: 50_093_239_100, b: [], a: [] };
    const [event] = read(futuresParser(), frame('btcusdt@depth@0ms', data)) as readonly FeedEvent[];
    expect(event).toMatchObject({ symbol: 'BTC/USDT:USDT', previousUpdateId: 50_093_239_100 });
  });

  it('reads best bid and ask, which on spot has no time and no name', () => {
    expect(read(spotParser(), frame('btcusdt@bookTicker', BEST))).toEqual([
      {
        type: 'best',
        symbol: 'BTC/USDT',
        at: 0,
        updateId: 7,
        bid: 61_837.63,
        bidQuantity: 3.78826,
        ask: 61_837.64,
        askQuantity: 1.54698,
      },
    ]);
    const named = { e: 'bookTicker', ...BEST, s: '1000PEPEUSDT', T: AT, E: AT };
    expect(read(futuresParser(), frame('1000pepeusdt@bookTicker', named))).toMatchObject([
      { symbol: '1000PEPE/USDT:USDT', at: AT },
    ]);
  });

  it('reads single and aggregated trades and who took', () => {
    expect(read(spotParser(), frame('btcusdt@trade', TRADE))).toEqual([
      {
        type: 'trade',
        symbol: 'BTC/USDT',
        at: AT,
        sequence: 12,
        trade: {
          symbol: 'BTC/USDT',
          venue: 'binance',
          tradeId: '12',
          at: AT - 1,
          price: 61_837.63,
          quantity: 0.02,
          takerSide: 'sell',
        },
      },
    ]);
    const { t, ...rest } = TRADE;
    const aggregate = { ...rest, e: 'aggTrade', a: t, f: 1, l: 2, m: false };
    expect(read(futuresParser(), frame('btcusdt@aggTrade', aggregate))).toMatchObject([
      { sequence: 12, trade: { tradeId: '12', takerSide: 'buy', venue: 'binanceusdm' } },
    ]);
  });

  it('reads a bar and whether it has closed', () => {
    const candle = {
      symbol: 'BTC/USDT',
      timeframe: '1m',
      openTime: BAR.t,
      closeTime: BAR.t + 60_000,
      open: 61_800,
      high: 61_820,
      low: 61_790.1,
      close: 61_810.5,
      volume: 12.345,
    };
    expect(read(spotParser(), frame('btcusdt@kline_1m', KLINE))).toEqual([
      { type: 'candle', symbol: 'BTC/USDT', at: AT, candle, closed: true },
    ]);
    const open = { ...KLINE, k: { ...BAR, x: false } };
    expect(read(spotParser(), frame('btcusdt@kline_1m', open))).toMatchObject([{ closed: false }]);
  });

  it.each([
    [
      'btcusdt@miniTicker',
      { e: '24hrMiniTicker', E: AT, s: 'BTCUSDT', c: '61000.1', o: '1', h: '1', l: '1', v: '1', q: '99.5' },
    ],
    [
      'btcusdt@ticker',
      { e: '24hrTicker', E: AT, s: 'BTCUSDT', p: '-1.5', c: '61000.1', Q: '3', v: '1', q: '99.5', F: -1 },
    ],
  ])('reads %s', (stream, data) => {
    expect(read(spotParser(), frame(stream, data))).toEqual([
      { type: 'ticker', symbol: 'BTC/USDT', at: AT, last: 61_000.1, quoteVolume: 99.5 },
    ]);
  });

  it('reads answers to a subscription; of a refusal the code only', () => {
    expect(read(spotParser(), '{"result":null,"id":3}')).toEqual([{ type: 'answer', id: 3, ok: true, refusal: null }]);
    expect(read(spotParser(), '{"error":{"code":2,"msg":"Invalid request: token abc"},"id":4}')).toEqual([
      { type: 'answer', id: 4, ok: false, refusal: '2' },
    ]);
  });

  it('takes fields in any order, with any space, and leaves out what it does not know', () => {
    const shuffled = {
      z: { deep: [1, { x: null }], w: 'a"\\b' },
      ...Object.fromEntries(Object.entries(TRADE).reverse()),
    };
    const text = JSON.stringify({ data: shuffled, more: [true, -1.5e3], stream: 'btcusdt@trade' }, null, 2);
    expect(read(spotParser(), `\n ${text} \r\n`)).toMatchObject([{ type: 'trade', trade: { price: 61_837.63 } }]);
  });

  it('reads a snapshot that was asked for by REST', () => {
    const body = { lastUpdateId: 9, bids: [['1.5', '2', []]], asks: [['1.6', '3']] };
    const event = spotParser().readSnapshot('BTC/USDT', JSON.stringify(body));
    if (event.type === 'fault') throw new Error(event.cause);
    expect([event.updateId, event.at, pairs(event.bids), pairs(event.asks)]).toEqual([9, 0, [1.5, 2], [1.6, 3]]);
    const futures = { ...body, E: AT, T: AT };
    expect(futuresParser().readSnapshot('BTC/USDT:USDT', JSON.stringify(futures))).toMatchObject({ at: AT });
    expect(spotParser().readSnapshot('BTC/USDT', '{"code":-1121,"msg":"Invalid symbol."}')).toMatchObject({
      cause: 'missing-field',
    });
    expect(spotParser().readSnapshot('BTC/USDT', '<html>')).toMatchObject({ cause: 'html' });
  });
});

describe('a bad frame', () => {
  const depth = (change: object) => frame('btcusdt@depth@100ms', { ...DEPTH, ...change });
  const trade = (change: object) => frame('btcusdt@trade', { ...TRADE, ...change });
  const best = (change: object) => frame('btcusdt@bookTicker', { ...BEST, ...change });
  const kline = (change: object) => frame('btcusdt@kline_1m', { ...KLINE, k: { ...BAR, ...change } });

  it.each<readonly [string, string | Uint8Array, string]>([
    ['nothing', '', 'empty'],
    ['only space', ' \n', 'empty'],
    ['a web page', '<html><body>502 Bad Gateway</body></html>', 'html'],
    ['words', 'Service unavailable', 'not-json'],
    ['an array', '[1,2]', 'not-json'],
    ['bytes of no text', new Uint8Array([0xff, 0x00, 0x7b]), 'not-json'],
    ['half a frame', trade({}).slice(0, 60), 'truncated'],
    ['a frame and a half', `${trade({})}{"stream"`, 'not-json'],
    ['a trailing comma', '{"result":null,"id":1,}', 'not-json'],
    ['two megabytes and more', `{"x":"${'y'.repeat(2_000_001)}"}`, 'too-large'],
    ['an object that says nothing', '{}', 'unknown-message'],
    ['a stream without data', '{"stream":"btcusdt@trade"}', 'missing-field'],
    ['a stream that nobody asked for', frame('dogeusdt@trade', { ...TRADE, s: 'DOGEUSDT' }), 'unknown-stream'],
    ["another symbol's data", trade({ s: 'ETHUSDT' }), 'wrong-symbol'],
    ['another event', trade({ e: 'executionReport' }), 'unknown-message'],
    ['a price that is a number', trade({ p: 61_837.63 }), 'wrong-type'],
    ['a number that is a string', trade({ t: '12' }), 'wrong-type'],
    ['a price that is no number', trade({ p: 'NaN' }), 'bad-number'],
    ['an endless price', trade({ p: 'Infinity' }), 'bad-number'],
    ['an empty price', trade({ p: '' }), 'bad-number'],
    ['a price with an exponent', trade({ p: '6e4' }), 'bad-number'],
    ['a price of 400 digits', trade({ p: '9'.repeat(400) }), 'bad-number'],
    ['a price of zero', trade({ p: '0.00000000' }), 'absurd-price'],
    ['a price below zero', trade({ p: '-5' }), 'negative'],
    ['a size of zero', trade({ q: '0.0' }), 'bad-number'],
    ['a null', trade({ q: null }), 'wrong-type'],
    ['no price', trade({ p: undefined }), 'missing-field'],
    ['a side that is a word', trade({ m: 'true' }), 'wrong-type'],
    ['an id beyond what a double holds', `{"stream":"btcusdt@trade","data":{"t":99999999999999999999}}`, 'bad-number'],
    ['a time in seconds', trade({ T: 1_723_161_255 }), 'bad-number'],
    ['a time in microseconds', trade({ E: 1_723_161_255_208_000 }), 'bad-number'],
    ['a negative size in the book', depth({ b: [['61000.0', '-1']] }), 'negative'],
    ['a level of three', depth({ b: [['61000.0']] }), 'not-json'],
    ['a level at zero', depth({ a: [['0.0', '1']] }), 'absurd-price'],
    ['a level of numbers', depth({ b: [[61_000, 1]] }), 'wrong-type'],
    ['sides that are no list', depth({ b: {} }), 'wrong-type'],
    ['update ids that run back', depth({ U: 10, u: 9 }), 'bad-sequence'],
    ['a message before that comes after', depth({ pu: 99_999_999_999 }), 'bad-sequence'],
    ['a crossed best', best({ b: '61837.65' }), 'absurd-price'],
    ['an empty best', best({ b: '0.00000000' }), 'absurd-price'],
    ['a bar whose high is not the highest', kline({ h: '61805.0' }), 'impossible-candle'],
    ['a bar off the minute', kline({ t: BAR.t + 1 }), 'impossible-candle'],
    ['a bar of five minutes', kline({ i: '5m' }), 'unknown-message'],
    ['a bar that does not say whether it closed', kline({ x: undefined }), 'missing-field'],
    ['a closing that is a number', kline({ x: 1 }), 'wrong-type'],
    ['a nest of a thousand', `{"x":${'['.repeat(1_000)}${']'.repeat(1_000)}}`, 'not-json'],
    [
      'a book of twenty thousand',
      depth({ b: Array.from({ length: 20_000 }, () => ['1.0', '1.0']) }),
      'too-many-levels',
    ],
  ])('of %s is refused with its cause', (_, text, cause) => {
    expect(causeOf(text)).toBe(cause);
  });

  it('names the stream, never more', () => {
    const fault = read(spotParser(), frame('dogeusdt@trade', TRADE));
    expect(fault).toEqual({ type: 'fault', cause: 'unknown-stream', where: 'dogeusdt@trade' });
  });

  it('leaves the parser as good as it was', () => {
    const parser = spotParser();
    for (const text of ['', '{"stream":"btcusdt@trade","data":{', '<html>', trade({ p: '0' })]) read(parser, text);
    expect(read(parser, trade({}))).toMatchObject([{ type: 'trade' }]);
  });

  it('of a price ten times too high is refused, one that stays there is believed', () => {
    const parser = spotParser();
    for (let t = 1; t <= 20; t += 1) expect(read(parser, trade({ t }))).toHaveLength(1);
    expect(read(parser, trade({ t: 21, p: '618376.3' }))).toMatchObject({ cause: 'absurd-price' });
    expect(read(parser, trade({ t: 22 }))).toHaveLength(1);
    const results = Array.from({ length: 40 }, (_, index) => read(parser, trade({ t: 30 + index, p: '618376.3' })));
    expect(results.filter((result) => 'cause' in result)).toHaveLength(9);
    expect(read(parser, trade({ t: 99, p: '618300.0' }))).toHaveLength(1);
  });
});

describe('whatever comes', () => {
  const good = [
    frame('btcusdt@depth@100ms', DEPTH),
    frame('btcusdt@bookTicker', BEST),
    frame('btcusdt@trade', TRADE),
    frame('btcusdt@kline_1m', KLINE),
    '{"result":null,"id":3}',
  ];

  function finite(event: FeedEvent): boolean {
    const numbers = Object.values(
      event.type === 'trade' ? event.trade : event.type === 'candle' ? event.candle : event,
    );
    const lists = numbers.filter((value) => typeof value === 'object' && value !== null && 'values' in value);
    return (
      numbers.every((value) => typeof value !== 'number' || (Number.isFinite(value) && value >= 0)) &&
      lists.every((list) => pairs(list as LevelList).every((value) => Number.isFinite(value) && value >= 0))
    );
  }

  function holds(bytes: string | Uint8Array): void {
    const result = read(parser, bytes);
    if ('cause' in result) expect(FRAME_FAULTS).toContain(result.cause);
    else expect(result.every(finite)).toBe(true);
  }

  const parser = spotParser();

  it('is an event of sound numbers or a fault, never an exception: random bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), holds), { numRuns: 1_000 });
    fc.assert(fc.property(fc.json({ maxDepth: 4 }), holds), { numRuns: 1_000 });
  });

  it('is an event of sound numbers or a fault, never an exception: real frames with a byte changed, lost or doubled', () => {
    const damage = fc.record({
      which: fc.nat({ max: good.length - 1 }),
      at: fc.nat({ max: 400 }),
      how: fc.constantFrom('change', 'lose', 'double', 'cut'),
      byte: fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(...Buffer.from('"{}[],:0-.eN'))),
    });
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), ([first, ...more]) => {
        let bytes = [...Buffer.from(good[first!.which]!)];
        for (const { at, how, byte } of [first!, ...more]) {
          const place = at % Math.max(1, bytes.length);
          if (how === 'change') bytes[place] = byte;
          else if (how === 'lose') bytes.splice(place, 1);
          else if (how === 'double') bytes.splice(place, 0, bytes[place]!);
          else bytes = bytes.slice(0, place);
        }
        holds(Uint8Array.from(bytes));
      }),
      { numRuns: 5_000 },
    );
  });

  it('refuses nothing but what JSON.parse refuses, or what is not as Binance writes it', () => {
    const value = fc.oneof(
      fc.constantFrom('1', '-1', 'x', ''),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.json(),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 3, maxLength: 6 }), value), (extra) => {
        const data = { ...extra, ...TRADE };
        expect(read(spotParser(), frame('btcusdt@trade', data))).toHaveLength(1);
      }),
      { numRuns: 500 },
    );
  });

  it('reads every decimal to the very number that Number reads', () => {
    const digits = (max: number) => fc.stringMatching(new RegExp(`^[0-9]{1,${max}}$`));
    fc.assert(
      fc.property(digits(12), digits(14), (whole, places) => {
        const quantity = `${whole}.${places}`;
        if (!(Number(quantity) > 0)) return;
        const [event] = read(spotParser(), frame('btcusdt@trade', { ...TRADE, q: quantity })) as readonly FeedEvent[];
        expect(event).toMatchObject({ trade: { quantity: Number(quantity) } });
      }),
      { numRuns: 3_000 },
    );
  });
});
