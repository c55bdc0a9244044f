import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFetcher } from '../../../../rag/fetch/safe-fetcher.ts';
import { createSeriesSources, seriesSourcesSchema } from '../../../../rag/sources/series/registry.ts';
import type { Harvest } from '../../../../rag/sources/source.ts';
import { startAlternativeMe } from '../../../fakes/series-sites/alternative-me.ts';
import { startBinanceFutures } from '../../../fakes/series-sites/binance-futures.ts';
import { startCoinMetrics } from '../../../fakes/series-sites/coinmetrics-site.ts';
import { FRED_KEY, startFred } from '../../../fakes/series-sites/fred-site.ts';
import { startMempool } from '../../../fakes/series-sites/mempool-site.ts';
import type { SeriesSite } from '../../../fakes/series-sites/series-site.ts';

const MAY_1 = Date.UTC(2025, 4, 1);
const NOW = MAY_1 + 60 * 60_000;

let sites: Record<'fearGreed' | 'fred' | 'funding' | 'mempool' | 'coinmetrics', SeriesSite>;

beforeEach(async () => {
  const next = { at: NOW, rate: '0' };
  sites = {
    fearGreed: await startAlternativeMe([{ at: MAY_1, value: 53 }]),
    fred: await startFred({ DGS10: [{ date: '2025-04-29', released: '2025-04-30', value: '4.19' }] }, '2025-04-30'),
    funding: await startBinanceFutures({ BTCUSDT: { funding: [], interest: [], next } }),
    mempool: await startMempool(),
    coinmetrics: await startCoinMetrics([{ asset: 'btc', day: '2025-04-29', figures: { TxCnt: '1' } }]),
  };
});

afterEach(async () => {
  await Promise.all(Object.values(sites).map((site) => site.close()));
});

async function visitAll(): Promise<Record<string, Harvest | Error>> {
  const config = seriesSourcesSchema.parse({
    fred: { enabled: true, series: ['DGS10'] },
    funding: { symbols: ['BTCUSDT'] },
    coinmetrics: { enabled: true, assets: ['btc'] },
  });
  const origins = Object.fromEntries(Object.entries(sites).map(([name, { origin }]) => [name, origin]));
  const ports = Object.values(sites).map(({ origin }) => Number(new URL(origin).port));
  const fetcher = createFetcher({
    version: 'test',
    hosts: [{ host: '127.0.0.1', http: true, ports, requestsPerSecond: 1_000, burst: 1_000 }],
    allowAddress: (address) => address === '127.0.0.1',
    limits: { retries: 0 },
  });
  const visits = createSeriesSources(config, { fredApiKey: FRED_KEY }, origins).map(async (source) => {
    const harvest = await source.visit({ fetcher, memory: {}, now: NOW }).catch((error: Error) => error);
    return [source.name, harvest] as const;
  });
  return Object.fromEntries(await Promise.all(visits));
}

it('reads every site through the fetcher for strangers, and asks none for its robots.txt', async () => {
  const harvests = await visitAll();
  const counts = Object.entries(harvests).map(([name, harvest]) => [
    name,
    'points' in harvest ? harvest.points.length : harvest,
  ]);
  expect(Object.fromEntries(counts)).toEqual({
    'series:fear-greed': 1,
    'series:fred': 1,
    'series:binance-funding': 1,
    'series:mempool': 7,
    'series:coinmetrics': 1,
  });
  expect(Object.values(sites).flatMap(({ asked }) => asked.filter((path) => path.includes('robots')))).toEqual([]);
});

it('loses one site and no other', async () => {
  sites.fred.faults = [{ match: '/', status: 429, headers: { 'retry-after': '60' }, body: '' }];
  const { 'series:fred': fred, ...others } = await visitAll();
  expect(fred).toMatchObject({ name: 'SourceUnavailableError', retryAfterMs: 60_000 });
  expect(String(fred)).not.toContain(FRED_KEY);
  expect(Object.values(others).every((harvest) => 'points' in harvest && harvest.points.length > 0)).toBe(true);
});
