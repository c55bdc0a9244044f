import { afterEach, expect, it } from 'vitest';
import { createCoinMetricsSource } from '../../../../rag/sources/series/coinmetrics.ts';
import type { FigureDay } from '../../../fakes/series-sites/coinmetrics-site.ts';
import { startCoinMetrics } from '../../../fakes/series-sites/coinmetrics-site.ts';
import type { SeriesSite } from '../../../fakes/series-sites/series-site.ts';
import { DAY, told, visit } from './visiting.ts';

const NOW = Date.UTC(2025, 4, 4, 6);
const DAYS: readonly FigureDay[] = [
  {
    asset: 'btc',
    day: '2025-05-01',
    figures: { AdrActCnt: '801234', HashRate: '880000000.5', FeeTotUSD: '512345.678901' },
  },
  { asset: 'btc', day: '2025-05-02', figures: { AdrActCnt: '790000', HashRate: null, FeeTotUSD: '400000' } },
  { asset: 'eth', day: '2025-05-02', figures: { AdrActCnt: '500000', HashRate: '1' } },
];

let site: SeriesSite | undefined;

afterEach(() => site?.close());

async function coinMetrics(assets: readonly string[], days = DAYS, pageRows?: number) {
  site = await startCoinMetrics(days, pageRows);
  return { site, source: createCoinMetricsSource({ assets, origin: site.origin }) };
}

it('gives the figures of a day, known a day after its end or when they are held, whichever is first', async () => {
  const { source } = await coinMetrics(['btc', 'ETH']);
  expect(told(await visit(source, NOW))).toEqual([
    'onchain:coinmetrics:BTC:AdrActCnt 2025-05-01T00:00 known 2025-05-03T00:00: 801234 count',
    'onchain:coinmetrics:BTC:HashRate 2025-05-01T00:00 known 2025-05-03T00:00: 880000000.5 TH/s',
    'onchain:coinmetrics:BTC:FeeTotUSD 2025-05-01T00:00 known 2025-05-03T00:00: 512345.678901 usd',
    'onchain:coinmetrics:BTC:AdrActCnt 2025-05-02T00:00 known 2025-05-04T00:00: 790000 count',
    'onchain:coinmetrics:BTC:FeeTotUSD 2025-05-02T00:00 known 2025-05-04T00:00: 400000 usd',
    'onchain:coinmetrics:ETH:AdrActCnt 2025-05-02T00:00 known 2025-05-04T00:00: 500000 count',
  ]);
  const early = await visit(source, Date.UTC(2025, 4, 3, 6));
  expect(early.points.find(({ value }) => value === 790_000)?.knownAt).toBe(Date.UTC(2025, 4, 3, 6));
});

it('reads page after page', async () => {
  const many = Array.from({ length: 5 }, (_, index) => ({
    asset: 'btc',
    day: `2025-04-0${index + 1}`,
    figures: { TxCnt: `${index}` },
  }));
  const { source } = await coinMetrics(['btc'], many, 2);
  expect((await visit(source, NOW)).points.map(({ value }) => value)).toEqual([0, 1, 2, 3, 4]);
  expect(site?.asked).toHaveLength(3);
});

it('goes on from the figure that is furthest behind', async () => {
  const { source } = await coinMetrics(['btc']);
  const { memory } = await visit(source, NOW);
  const harvest = await visit(source, NOW + 1, memory);
  expect(harvest.points).toEqual([]);
  // The hash rate of 2 May was not there yet.
  expect(site?.asked[1]).toContain('start_time=2025-05-02&');
});

it('does not ask for years again because a figure stopped coming', async () => {
  const days = Array.from({ length: 40 }, (_, index) => {
    const day = new Date(Date.UTC(2025, 2, 20) + index * DAY).toISOString().slice(0, 10);
    return { asset: 'btc', day, figures: { TxCnt: '1', HashRate: index === 0 ? '1' : null } };
  });
  const { source } = await coinMetrics(['btc'], days);
  const { memory } = await visit(source, NOW);
  await visit(source, NOW, memory);
  expect(site?.asked[1]).toContain('start_time=2025-04-15&');
});

it('refuses negative figures, days that are not over, odd times and other coins', async () => {
  const { source, site } = await coinMetrics(['btc']);
  const time = '2025-05-01T00:00:00.000000000Z';
  site.faults = [
    {
      match: 'asset-metrics',
      body: {
        data: [
          { asset: 'btc', time, TxCnt: '-1', AdrActCnt: '7' },
          { asset: 'btc', time: '2025-05-04T00:00:00.000000000Z', TxCnt: '1' },
          { asset: 'btc', time: '2025-05-01T07:00:00.000000000Z', TxCnt: '1' },
          { asset: 'doge', time, TxCnt: '1' },
          { asset: 'btc', time, TxCnt: { value: 1 } },
          { asset: 'btc', time, '\u001b[2J@all': {} },
        ],
      },
    },
  ];
  const { points, unreadable } = await visit(source, NOW);
  expect(points.map(({ value }) => value)).toEqual([7]);
  expect(unreadable.map(({ place, problem }) => `${place}: ${problem}`)).toEqual([
    'BTC, row 1: onchain:coinmetrics:BTC:TxCnt is -1, and must lie between 0 and 1000000000.',
    'BTC, row 2: Its day, 2025-05-04, is not over yet.',
    'BTC, row 3: Its time is not a midnight in UTC.',
    'BTC, row 4: It is about another coin than BTC.',
    'BTC, row 5: It has another form than documented, at TxCnt.',
    'BTC, row 6: It has another form than documented, at ??2J?all.',
  ]);
});

it('keeps a coin that works beside one that is unknown', async () => {
  const { source } = await coinMetrics(['nosuch', 'eth']);
  const { points, unreadable } = await visit(source, NOW);
  expect(points).toHaveLength(1);
  expect(unreadable.map(({ place }) => place)).toEqual(['nosuch']);
});

it('is unavailable on an answer that is no JSON, and passes a wait on', async () => {
  const { source, site } = await coinMetrics(['btc']);
  site.faults = [{ match: '/v4/', body: '{' }];
  await expect(visit(source, NOW)).rejects.toMatchObject({ code: 'source.malformed' });
  site.faults = [{ match: '/v4/', status: 429, headers: { 'retry-after': '6' }, body: {} }];
  await expect(visit(source, NOW)).rejects.toMatchObject({ code: 'http.429', retryAfterMs: 6_000 });
});
