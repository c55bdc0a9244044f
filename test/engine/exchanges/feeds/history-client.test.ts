import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { UnavailableError } from '../../../../engine/domain/errors.ts';
import { createCandleHistory, fillQuietMinutes } from '../../../../engine/exchanges/feeds/history-client.ts';
import { PublicReads } from '../../../../engine/exchanges/feeds/history-reads.ts';
import { createPublicRequests, type PublicAnswer } from '../../../../engine/exchanges/feeds/history-request.ts';
import { SYSTEM_LOOP } from '../../../../engine/exchanges/system-event-loop.ts';
import { OWN_ADDRESS, type VenueName } from '../../../../engine/exchanges/venues/venue-name.ts';
import { FakeLiveLoop } from './fake-live-loop.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 2, 3, 0);

function readsOf(venue: VenueName, answer: (url: URL) => Partial<PublicAnswer>) {
  const loop = new FakeLiveLoop();
  const asked: string[] = [];
  const reads = new PublicReads({
    venue,
    address: OWN_ADDRESS,
    loop,
    request: async (text) => {
      const url = new URL(text);
      asked.push(decodeURIComponent(url.href));
      return { status: 200, headers: {}, body: '[]', ...answer(url) };
    },
  });
  return { loop, asked, reads, history: createCandleHistory({ reads }) };
}

const binanceRow = (openTime: number) => [openTime, '100.0', '101.5', '99', '100.5', '12.25', openTime + MINUTE - 1];

describe('the history of Binance', () => {
  it('is asked in pages from the oldest bar on, and holds closed bars only', async () => {
    const { history, asked } = readsOf('binanceusdm', (url) => {
      const [from, limit] = [Number(url.searchParams.get('startTime')), Number(url.searchParams.get('limit'))];
      // One bar more than asked, as a venue may: it would not be closed.
      const rows = Array.from({ length: limit + 1 }, (_, index) => binanceRow(from + index * MINUTE));
      return { body: JSON.stringify(rows.slice(0, 499)) };
    });
    const candles = await history.closed('BTC/USDT:USDT', { from: START, until: START + 600 * MINUTE });
    expect(candles.length).toBe(600);
    expect(candles[0]).toEqual({
      symbol: 'BTC/USDT:USDT',
      timeframe: '1m',
      openTime: START,
      closeTime: START + MINUTE,
      open: 100,
      high: 101.5,
      low: 99,
      close: 100.5,
      volume: 12.25,
    });
    expect(candles.at(-1)?.closeTime).toBe(START + 600 * MINUTE);
    expect(asked[0]).toBe(
      `https://fapi.binance.com/fapi/v1/klines?symbol=BTCUSDT&interval=1m&startTime=${START}&endTime=${START + 600 * MINUTE - 1}&limit=499`,
    );
    expect(asked.length).toBe(2);
  });

  it('refuses rows that cannot be bars instead of leaving them out', async () => {
    for (const body of ['<html>', '{}', '[[1,2]]', JSON.stringify([[START, '1', '0.5', '1', '1', '1']])]) {
      const { history } = readsOf('binance', () => ({ body }));
      await expect(history.closed('BTC/USDT', { from: START, until: START + MINUTE })).rejects.toThrow(
        UnavailableError,
      );
    }
  });
});

describe('the history of the Korean venues', () => {
  const row = (openTime: number) => ({
    candle_date_time_utc: new Date(openTime).toISOString().slice(0, 19),
    opening_price: 100,
    high_price: 102,
    low_price: 99,
    trade_price: 101,
    candle_acc_trade_volume: 0.5,
  });

  it('is asked from the newest bar on: Upbit in UTC, Bithumb in Korean time', async () => {
    for (const [venue, to] of [
      ['upbit', '2026-01-02T07:00:00Z'],
      ['bithumb', '2026-01-02T16:00:00'],
    ] as const) {
      const quiet = START + 5 * MINUTE;
      const { history, asked } = readsOf(venue, (url) => {
        const text = url.searchParams.get('to') ?? '';
        const end = venue === 'upbit' ? Date.parse(text) : Date.parse(`${text}+09:00`);
        const rows = Array.from({ length: 200 }, (_, index) => end - (index + 1) * MINUTE).filter((at) => at !== quiet);
        return { body: JSON.stringify(rows.map(row)) };
      });
      const candles = await history.closed('BTC/KRW', { from: START, until: START + 240 * MINUTE });
      expect(asked[0]).toContain(`/v1/candles/minutes/1?market=KRW-BTC&to=${to}&count=200`);
      expect(candles.length).toBe(239);
      const filled = fillQuietMinutes(candles, {
        symbol: 'BTC/KRW',
        from: START,
        until: START + 240 * MINUTE,
        lastClose: null,
      });
      expect(filled.length).toBe(240);
      expect(filled[5]).toMatchObject({ openTime: quiet, open: 101, high: 101, low: 101, close: 101, volume: 0 });
    }
  });
});

describe('a venue that reads a time otherwise than it was meant', () => {
  it('is told it in another way, once and for all', async () => {
    const now = START + 30 * MINUTE + 20_000;
    const { history, asked } = readsOf('bithumb', (url) => {
      const text = url.searchParams.get('to') ?? '';
      const end = Math.min(now, Date.parse(text.endsWith('Z') ? text : `${text}Z`));
      const last = Math.ceil(end / MINUTE) * MINUTE - MINUTE;
      const rows = Array.from({ length: Number(url.searchParams.get('count')) }, (_, index) => last - index * MINUTE);
      const prices = { opening_price: 1, high_price: 1, low_price: 1, trade_price: 1, candle_acc_trade_volume: 1 };
      const time = (at: number) => new Date(at).toISOString().slice(0, 19);
      return { body: JSON.stringify(rows.map((at) => ({ candle_date_time_utc: time(at), ...prices }))) };
    });
    for (const first of [10, 20]) {
      const question = { from: START + first * MINUTE, until: START + (first + 2) * MINUTE };
      const candles = await history.closed('BTC/KRW', question);
      expect(candles.map((candle) => candle.openTime)).toEqual([question.from, question.from + MINUTE]);
    }
    expect(asked.length).toBe(3);
  });
});

describe('reading public market data', () => {
  it('learns what time it is at the venue, from a stored answer too', async () => {
    const at = Date.UTC(2026, 0, 2, 3, 0, 7);
    const date = new Date(at).toUTCString();
    let headers: Readonly<Record<string, string>> = { date };
    const { reads, loop } = readsOf('upbit', () => ({ headers }));
    expect(reads.venueNow()).toBeNull();
    await reads.get('/', { weight: 1 });
    await loop.pass(250);
    expect(reads.venueNow()).toBe(at + 250);
    headers = { date, age: '40' };
    await reads.get('/', { weight: 1 });
    expect(reads.venueNow()).toBe(at + 40_000);
    headers = { date: 'soon' };
    await reads.get('/', { weight: 1 });
    expect(reads.venueNow()).toBe(at + 40_000);
  });

  it('stops for as long as the venue says, and asks nothing during a ban', async () => {
    let status = 418;
    const { loop, reads, asked } = readsOf('binance', () => ({ status, headers: { 'retry-after': '120' } }));
    await expect(reads.get('/x', { weight: 1 })).rejects.toMatchObject({ retryAfterMs: 120_000 });
    status = 200;
    await loop.pass(60_000);
    await expect(reads.get('/x', { weight: 1 })).rejects.toMatchObject({ retryAfterMs: 60_000 });
    expect(asked.length).toBe(1);
    await loop.pass(60_000);
    expect(await reads.get('/x', { weight: 1 })).toBe('[]');
  });

  it('spends no more weight than its share within the window, in the order of asking', async () => {
    const { loop, reads, asked } = readsOf('upbit', () => ({}));
    const answers = Array.from({ length: 20 }, (_, index) => reads.get(`/${index}`, { weight: 1 }));
    await loop.pass(0);
    expect(asked.length).toBe(8);
    await loop.pass(1_001);
    expect(asked.length).toBe(16);
    await loop.pass(1_001);
    await Promise.all(answers);
    expect(asked.map((url) => new URL(url).pathname)).toEqual(answers.map((_, index) => `/${index}`));
  });

  it('rests when the venue says that little is left', async () => {
    const { loop, reads, asked } = readsOf('upbit', () => ({
      headers: { 'remaining-req': 'group=candles; min=600; sec=0' },
    }));
    await reads.get('/a', { weight: 1 });
    const second = reads.get('/b', { weight: 1 });
    await loop.pass(900);
    expect(asked.length).toBe(1);
    await loop.pass(100);
    await second;
    expect(asked.length).toBe(2);
  });

  it('gives up on a venue that takes the question and never answers, and says no address with a query', async () => {
    const seen: (string | undefined)[] = [];
    const server = createServer((request) => {
      seen.push(request.headers.origin);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const request = createPublicRequests(SYSTEM_LOOP);
    const terms = { connectTimeoutMs: 1_000, totalTimeoutMs: 40, maxBytes: 1_000 };
    const asking = request(`http://127.0.0.1:${address.port}/secret?signature=abc`, terms);
    await expect(asking).rejects.toThrow(new UnavailableError(`127.0.0.1:${address.port} did not answer in time`));
    expect(seen).toEqual([undefined]);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await expect(request(`http://127.0.0.1:${address.port}/`, terms)).rejects.toThrow('cannot be reached');
  });
});
