import { expect, it } from 'vitest';
import { createSeriesSources, seriesSourcesSchema } from '../../../../rag/sources/series/registry.ts';

it('switches on by default what needs neither a key nor a licence', () => {
  const sources = createSeriesSources(seriesSourcesSchema.parse({}), { fredApiKey: null });
  expect(sources.map(({ name, hosts }) => [name, ...hosts])).toEqual([
    ['series:fear-greed', 'api.alternative.me'],
    ['series:binance-funding', 'fapi.binance.com'],
    ['series:mempool', 'mempool.space'],
  ]);
});

it('makes every source under a name of its own', () => {
  const config = seriesSourcesSchema.parse({
    fred: { enabled: true, series: ['CPIAUCSL'] },
    trends: { file: 'multiTimeline.csv' },
    coinmetrics: { enabled: true },
  });
  const sources = createSeriesSources(config, { fredApiKey: null }, { fred: 'http://127.0.0.1:81' });
  expect(sources.map(({ name, hosts }) => [name, ...hosts])).toEqual([
    ['series:fear-greed', 'api.alternative.me'],
    ['series:fred', '127.0.0.1'],
    ['series:google-trends'],
    ['series:binance-funding', 'fapi.binance.com'],
    ['series:mempool', 'mempool.space'],
    ['series:coinmetrics', 'community-api.coinmetrics.io'],
  ]);
});

it('makes none where all are switched off', () => {
  const config = seriesSourcesSchema.parse({ fearGreed: false, mempool: false, funding: { enabled: false } });
  expect(createSeriesSources(config, { fredApiKey: null })).toEqual([]);
});

it.each([
  [{ fred: { series: ['cpi&api_key=x'] } }],
  [{ fred: { series: [] } }],
  [{ funding: { symbols: ['BTC/USDT'] } }],
  [{ funding: { symbols: ['BTCUSDT', 'BTCUSDT'] } }],
  [{ coinmetrics: { assets: ['btc,eth'] } }],
  [{ trends: { file: '' } }],
  [{ weather: true }],
])('refuses %j', (written) => {
  expect(seriesSourcesSchema.safeParse(written).success).toBe(false);
});
