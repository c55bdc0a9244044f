import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FeedEvent } from '../../../../engine/exchanges/feeds/feed-event.ts';
import type { FrameFault } from '../../../../engine/exchanges/feeds/frame-fault.ts';
import { UpbitFrames } from '../../../../engine/exchanges/feeds/upbit-frames.ts';

const SAMPLES = '../shared/data/samples';
const FIXTURES = 'test/fixtures/venue-frames';
const BTC = 'BTC/KRW';

const TRADE = {
  type: 'trade',
  code: 'KRW-BTC',
  timestamp: 1_730_336_862_082,
  trade_date: '2024-10-31',
  trade_time: '01:07:42',
  trade_timestamp: 1_730_336_862_047,
  trade_price: 100_473_000,
  trade_volume: 0.00014208,
  ask_bid: 'BID',
  prev_closing_price: 100_571_000,
  change: 'FALL',
  change_price: 98_000,
  stream_type: 'REALTIME',
};
/** As the venue writes it; a number of that size would not survive being one. */
const TRADE_TEXT = JSON.stringify(TRADE).replace('}', ',"sequential_id":17303368620470001}');
const BOOK = {
  type: 'orderbook',
  code: 'KRW-BTC',
  timestamp: 1_746_601_573_804,
  total_ask_size: 4.79,
  total_bid_size: 2.65,
  orderbook_units: [
    { ask_price: 137_002_000, bid_price: 137_001_000, ask_size: 0.1, bid_size: 0.03 },
    { ask_price: 137_023_000, bid_price: 137_000_000, ask_size: 0.06, bid_size: 0 },
  ],
  stream_type: 'SNAPSHOT',
  level: 0,
};
const CANDLE = {
  type: 'candle.1m',
  code: 'KRW-BTC',
  candle_date_time_utc: '2025-01-02T04:28:00',
  candle_date_time_kst: '2025-01-02T13:28:00',
  opening_price: 142_009_000,
  high_price: 142_020_000,
  low_price: 142_000_000,
  trade_price: 142_010_000,
  candle_acc_trade_volume: 0.5,
  candle_acc_trade_price: 71_000_000,
  timestamp: 1_735_792_084_000,
  stream_type: 'REALTIME',
};

function read(frame: Uint8Array | string, symbols = [BTC]): { events: FeedEvent[]; fault: FrameFault | null } {
  const events: FeedEvent[] = [];
  const fault = new UpbitFrames('upbit', symbols).read(frame, (event) => events.push(event));
  return { events, fault };
}

function causeOf(message: unknown): string | undefined {
  const { events, fault } = read(typeof message === 'string' ? message : JSON.stringify(message));
  expect(events).toEqual([]);
  return fault?.cause;
}

describe('frames of Upbit', () => {
  it('gives a trade with the number that the venue wrote, digit by digit', () => {
    expect(read(TRADE_TEXT)).toEqual({
      fault: null,
      events: [
        {
          type: 'trade',
          symbol: BTC,
          at: 1_730_336_862_047,
          sequence: null,
          trade: {
            symbol: BTC,
            venue: 'upbit',
            tradeId: '17303368620470001',
            at: 1_730_336_862_047,
            price: 100_473_000,
            quantity: 0.00014208,
            takerSide: 'buy',
          },
        },
      ],
    });
  });

  it('gives a whole book without the empty places, best first', () => {
    const [event] = read(JSON.stringify(BOOK)).events;
    if (event?.type !== 'depth.snapshot') throw new Error('no book');
    expect([...event.asks.values.slice(0, event.asks.count * 2)]).toEqual([137_002_000, 0.1, 137_023_000, 0.06]);
    expect([...event.bids.values.slice(0, event.bids.count * 2)]).toEqual([137_001_000, 0.03]);
    expect(event.updateId).toBe(1_746_601_573_804);
  });

  it('gives a minute as it stands, never as closed', () => {
    const [event] = read(JSON.stringify(CANDLE)).events;
    const openTime = Date.UTC(2025, 0, 2, 4, 28);
    expect(event).toEqual({
      type: 'candle',
      symbol: BTC,
      at: 1_735_792_084_000,
      closed: false,
      candle: {
        symbol: BTC,
        timeframe: '1m',
        openTime,
        closeTime: openTime + 60_000,
        open: 142_009_000,
        high: 142_020_000,
        low: 142_000_000,
        close: 142_010_000,
        volume: 0.5,
      },
    });
  });

  it('reads the short names and lists, and times in microseconds as Bithumb writes them', () => {
    const short = `{"ty":"trade","cd":"KRW-BTC","tms":1730336862082,"ttms":1730336862047,"tp":1,"tv":2,"ab":"ASK","sid":"862683813820523888"}`;
    const [first, second] = read(`[${short},${JSON.stringify({ ...BOOK, timestamp: '1783657882348968' })}]`).events;
    expect(first?.type === 'trade' && [first.trade.tradeId, first.trade.takerSide]).toEqual([
      '862683813820523888',
      'sell',
    ]);
    expect(second?.type === 'depth.snapshot' && second.at).toBe(1_783_657_882_348);
  });

  it('knows signs of life and refusals', () => {
    expect(read('{"status":"UP"}').events).toEqual([{ type: 'keep-alive' }]);
    const refusal = { error: { name: 'WRONG_FORMAT', message: 'Format이 맞지 않습니다.' } };
    expect(read(JSON.stringify(refusal)).events).toEqual([
      { type: 'answer', id: null, ok: false, refusal: 'WRONG_FORMAT' },
    ]);
  });

  it('says what is wrong with a frame, and gives none of it', () => {
    expect(causeOf('')).toBe('empty');
    expect(causeOf('<html>502</html>')).toBe('html');
    expect(causeOf(TRADE_TEXT.slice(0, 90))).toBe('truncated');
    expect(causeOf('PONG')).toBe('not-json');
    expect(causeOf(`"${'x'.repeat(600_000)}"`)).toBe('too-large');
    expect(causeOf({ ...TRADE, code: 'KRW-ETH' })).toBe('wrong-symbol');
    expect(causeOf({ ...TRADE, type: 'liquidation' })).toBe('unknown-stream');
    expect(causeOf(TRADE)).toBe('missing-field');
    expect(causeOf(TRADE_TEXT.replace('100473000', '"100473000"'))).toBe('bad-number');
    expect(causeOf(TRADE_TEXT.replace('100473000', '-1'))).toBe('negative');
    expect(causeOf(TRADE_TEXT.replace('100473000', '1e999'))).toBe('bad-number');
    expect(causeOf({ ...BOOK, timestamp: 0 })).toBe('missing-field');
    const crossed = [{ ask_price: 1, bid_price: 2, ask_size: 1, bid_size: 1 }];
    expect(causeOf({ ...BOOK, orderbook_units: crossed })).toBe('absurd-price');
    expect(causeOf({ ...CANDLE, high_price: 1 })).toBe('impossible-candle');
    expect(causeOf({ ...CANDLE, candle_date_time_utc: '2025-01-02T04:28:30' })).toBe('impossible-candle');
  });

  it('refuses a whole list when one message of it is bad', () => {
    expect(causeOf(`[${TRADE_TEXT},{"type":"trade","code":"KRW-BTC","timestamp":1730336862082}]`)).toBe('bad-number');
  });

  it('refuses a finger that slipped, but follows a market that stays there', () => {
    const frames = new UpbitFrames('upbit', [BTC]);
    const causes: (string | null)[] = [];
    const trade = (price: number) =>
      causes.push(frames.read(TRADE_TEXT.replace('100473000', `${price}`), () => {})?.cause ?? null);
    for (let count = 0; count < 20; count += 1) trade(100_000_000 + count);
    trade(1_000_000_000);
    trade(100_000_100);
    expect(causes.slice(-2)).toEqual(['absurd-price', null]);
    for (let count = 0; count < 30; count += 1) trade(200_000_000);
    expect(causes.at(-1)).toBeNull();
  });

  it('never throws and never gives a number that is none, whatever comes', () => {
    const mutated = fc
      .tuple(
        fc.constantFrom(TRADE_TEXT, JSON.stringify(BOOK), JSON.stringify(CANDLE)),
        fc.nat(400),
        fc.nat(20),
        fc.string(),
      )
      .map(([text, at, length, patch]) => text.slice(0, at) + patch + text.slice(at + length));
    fc.assert(
      fc.property(fc.oneof(mutated, fc.json(), fc.string()), (frame) => {
        const { events } = read(frame);
        for (const event of events) {
          if (event.type === 'trade') expect(event.trade.price > 0 && Number.isFinite(event.trade.price)).toBe(true);
          if (event.type === 'candle') expect(event.candle.low).toBeLessThanOrEqual(event.candle.high);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe.each([
  ['upbit_ws_trade_orderbook_SIMPLE_2021-04-17.jsonl', { trade: 304, 'depth.snapshot': 145 }],
  ['upbit_ws_ticker_KRW-W_2025-07-14.jsonl', { ticker: 200 }],
])('the recorded frames of %s', (file, expected) => {
  const path = `${SAMPLES}/${file}`;
  it.skipIf(!existsSync(path))('are all read, each trade with a number of its own', () => {
    expect(countsOf(path)).toEqual({ ...expected, faults: 0, numbers: 'trade' in expected ? expected.trade : 0 });
  });
});

describe('the recorded frames that ship with the project', () => {
  it('are all read', () => {
    expect(countsOf(`${FIXTURES}/upbit-2021-2025.jsonl`)).toEqual({
      trade: 20,
      'depth.snapshot': 10,
      ticker: 10,
      faults: 0,
      numbers: 20,
    });
  });
});

function countsOf(path: string): Record<string, number> {
  const messages = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .filter((line) => !line.includes('"dir":"sent"'));
  const counts: Record<string, number> = { faults: 0 };
  const numbers = new Set<string>();
  for (const line of messages) {
    // What was recorded around a message is cut off by hand: parsed and printed again, its numbers would be others.
    const frame = line.startsWith('{"recv_ms"') ? line.slice(line.indexOf('"msg":') + 6, -1) : line;
    const code = /"(?:cd|code)":\s*"([A-Z0-9]+)-([A-Z0-9]+)"/.exec(frame);
    const { events, fault } = read(frame, [`${code?.[2]}/${code?.[1]}`]);
    if (fault !== null) counts.faults = (counts.faults ?? 0) + 1;
    for (const event of events) {
      counts[event.type] = (counts[event.type] ?? 0) + 1;
      if (event.type === 'trade') numbers.add(`${event.symbol} ${event.trade.tradeId}`);
    }
  }
  return { ...counts, numbers: numbers.size };
}
