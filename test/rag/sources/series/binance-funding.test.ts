import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createBinanceFundingSource } from '../../../../rag/sources/series/binance-funding.ts';
import { startBinanceFutures } from '../../../fakes/series-sites/binance-futures.ts';
import type { SeriesSite } from '../../../fakes/series-sites/series-site.ts';
import { HOUR, told, visit } from './visiting.ts';

const MAY_1 = Date.UTC(2025, 4, 1);
const NOW = MAY_1 + 9 * HOUR;
const RECORDED = '../shared/data/binance_perp_funding_8h.csv.gz';

let site: SeriesSite;

beforeEach(async () => {
  const next = { at: NOW - 60_000, rate: '0.00012000' };
  site = await startBinanceFutures({
    BTCUSDT: {
      // Payments fall a few milliseconds late.
      funding: [
        { at: MAY_1, rate: '0.00010000' },
        { at: MAY_1 + 8 * HOUR + 3, rate: '-0.03750000' },
      ],
      interest: [{ at: MAY_1 + 8 * HOUR, coins: '20403.63700000', usd: '1964284739.53' }],
      next,
    },
    '1000PEPEUSDT': {
      funding: [
        { at: MAY_1, rate: '0.0002' },
        { at: MAY_1 + 4 * HOUR, rate: '0.0001' },
      ],
      interest: [{ at: MAY_1 + 8 * HOUR, coins: '5000', usd: '42.5' }],
      next,
    },
  });
});

afterEach(() => site.close());

function binance(...symbols: string[]) {
  return createBinanceFundingSource({ symbols, origin: site.origin });
}

it('gives rates as paid, known at the payment, and open interest in dollars and in coins', async () => {
  expect(told(await visit(binance('BTCUSDT'), NOW))).toEqual([
    'funding:binance:BTC 2025-05-01T00:00 known 2025-05-01T00:00: 0.0001 fraction/8h',
    'funding:binance:BTC 2025-05-01T08:00 known 2025-05-01T08:00: -0.0375 fraction/8h',
    'open-interest:binance:BTC 2025-05-01T08:00 known 2025-05-01T08:00: 1964284739.53 usd',
    'open-interest-coin:binance:BTC 2025-05-01T08:00 known 2025-05-01T08:00: 20403.637 coin',
    'funding-next:binance:BTC 2025-05-01T08:59 known 2025-05-01T08:59: 0.00012 fraction',
  ]);
});

it('notes the hours a rate is paid for, and counts coins where a contract holds a thousand', async () => {
  const harvest = await visit(binance('1000PEPEUSDT'), NOW);
  expect(harvest.points.map(({ series, value, unit }) => `${series} ${value} ${unit}`)).toEqual([
    'funding:binance:PEPE 0.0002 fraction/4h',
    'funding:binance:PEPE 0.0001 fraction/4h',
    'open-interest:binance:PEPE 42.5 usd',
    'open-interest-coin:binance:PEPE 5000000 coin',
    'funding-next:binance:PEPE 0.00012 fraction',
  ]);
});

it('asks for what came after the last it knows', async () => {
  const source = binance('BTCUSDT');
  const { memory } = await visit(source, NOW);
  const harvest = await visit(source, NOW + HOUR, memory);
  expect(harvest.points).toEqual([]);
  expect(site.asked[3]).toBe(`/fapi/v1/fundingRate?symbol=BTCUSDT&startTime=${MAY_1 + 8 * HOUR + 4}&limit=1000`);
  expect(site.asked[4]).toBe(
    `/futures/data/openInterestHist?symbol=BTCUSDT&period=1h&startTime=${MAY_1 + 8 * HOUR + 1}&endTime=${NOW + HOUR}&limit=500`,
  );
});

it('asks for no more open interest than Binance keeps', async () => {
  await visit(binance('BTCUSDT'), NOW);
  const start = Number(/startTime=(\d+)/.exec(site.asked[1] ?? '')?.[1]);
  expect((NOW - start) / HOUR).toBe(500);
});

it('keeps a symbol that works beside one that is unknown', async () => {
  const harvest = await visit(binance('NOSUCHUSDT', 'BTCUSDT'), NOW);
  expect(harvest.points).toHaveLength(5);
  expect(harvest.unreadable.map(({ place }) => place)).toEqual([
    'NOSUCHUSDT funding',
    'NOSUCHUSDT open interest',
    'NOSUCHUSDT next funding',
  ]);
});

it('fails where all of it is refused', async () => {
  await expect(visit(binance('NOSUCHUSDT'), NOW)).rejects.toMatchObject({
    name: 'SourceRefusedError',
    code: 'http.400',
  });
});

it('keeps away for as long as a ban lasts', async () => {
  site.faults = [{ match: '/', status: 418, headers: { 'retry-after': '7200' }, body: { code: -1003, msg: 'banned' } }];
  await expect(visit(binance('BTCUSDT'), NOW)).rejects.toMatchObject({ code: 'http.418', retryAfterMs: 7_200_000 });
  expect(site.asked).toHaveLength(1);
});

it('refuses rates beyond 5 %, negative interest, what is no number, and rows about another symbol', async () => {
  const row = { symbol: 'BTCUSDT', fundingTime: MAY_1 };
  site.faults = [
    {
      match: 'fundingRate',
      body: [
        { ...row, fundingRate: '0.0501' },
        { ...row, fundingRate: '' },
        { ...row, symbol: 'ETHUSDT', fundingRate: '0' },
        { ...row, fundingTime: 'soon', fundingRate: '0' },
        { ...row, fundingRate: '-0.05' },
      ],
    },
    {
      match: 'openInterestHist',
      body: [{ symbol: 'BTCUSDT', timestamp: String(MAY_1), sumOpenInterest: 'NaN', sumOpenInterestValue: '-5' }],
    },
    { match: 'premiumIndex', body: { symbol: 'ETHUSDT', lastFundingRate: '0', time: MAY_1 } },
  ];
  const harvest = await visit(binance('BTCUSDT'), NOW);
  expect(harvest.points.map(({ value }) => value)).toEqual([-0.05]);
  expect(harvest.unreadable).toEqual([
    { place: 'BTCUSDT funding, row 1', problem: 'funding:binance:BTC is 0.0501, and must lie between -0.05 and 0.05.' },
    { place: 'BTCUSDT funding, row 2', problem: 'The value of funding:binance:BTC is not a number: "".' },
    { place: 'BTCUSDT funding, row 3', problem: 'It is about another symbol than BTCUSDT.' },
    { place: 'BTCUSDT funding, row 4', problem: 'It has another form than documented, at fundingTime.' },
    {
      place: 'BTCUSDT open interest, row 1',
      problem: 'open-interest:binance:BTC is -5, and must lie between 0 and 1000000000000.',
    },
    {
      place: 'BTCUSDT open interest, row 1',
      problem: 'The value of open-interest-coin:binance:BTC is not a number: "NaN".',
    },
    { place: 'BTCUSDT next funding', problem: 'It is about another symbol than BTCUSDT.' },
  ]);
});

it('refuses an amount that is no number for a contract of a thousand, too', async () => {
  site.faults = [
    {
      match: 'openInterestHist',
      body: [{ symbol: '1000PEPEUSDT', timestamp: MAY_1, sumOpenInterest: '', sumOpenInterestValue: '5' }],
    },
  ];
  const harvest = await visit(binance('1000PEPEUSDT'), NOW);
  expect(harvest.unreadable.map(({ problem }) => problem)).toEqual([
    'The value of open-interest-coin:binance:PEPE is not a number: "".',
  ]);
});

it.skipIf(!existsSync(RECORDED))(
  'gives the recorded funding back, rate for rate, all of it paid for 8 hours',
  async () => {
    const lines = gunzipSync(readFileSync(RECORDED)).toString('utf8').trim().split('\n').slice(1);
    const rows = lines.map((line) => line.split(',')).filter(([, symbol]) => symbol === 'ETHUSDT');
    const funding = rows.map(([at, , rate]) => ({ at: Number(at), rate: rate ?? '' }));
    const now = (funding.at(-1)?.at ?? 0) + HOUR;
    const recorded = await startBinanceFutures({ ETHUSDT: { funding, interest: [], next: { at: now, rate: '0' } } });
    try {
      const source = createBinanceFundingSource({ symbols: ['ETHUSDT'], origin: recorded.origin });
      const { points, unreadable } = await visit(source, now);
      const paid = points.filter(({ series }) => series === 'funding:binance:ETH');
      expect(unreadable).toEqual([]);
      expect(paid).toHaveLength(900);
      expect(paid.map(({ value }) => value)).toEqual(funding.slice(-900).map(({ rate }) => Number(rate)));
      expect(new Set(paid.map(({ unit }) => unit))).toEqual(new Set(['fraction/8h']));
    } finally {
      await recorded.close();
    }
  },
);
