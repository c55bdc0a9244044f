import { afterEach, beforeEach, expect, it } from 'vitest';
import { createMempoolSource } from '../../../../rag/sources/series/mempool-space.ts';
import type { Source } from '../../../../rag/sources/source.ts';
import { startMempool } from '../../../fakes/series-sites/mempool-site.ts';
import type { SeriesSite } from '../../../fakes/series-sites/series-site.ts';
import { visit } from './visiting.ts';

const NOW = Date.UTC(2025, 4, 1, 9);

let site: SeriesSite;
let source: Source;

beforeEach(async () => {
  site = await startMempool();
  source = createMempoolSource({ origin: site.origin });
});

afterEach(() => site.close());

it('reads the network as it is now', async () => {
  const { points, unreadable } = await visit(source, NOW);
  expect(unreadable).toEqual([]);
  expect(points.map(({ series, value, unit }) => `${series} ${value} ${unit}`)).toEqual([
    'onchain:mempool-fee 12 sat/vB',
    'onchain:mempool-fee-hour 6.5 sat/vB',
    'onchain:mempool-fee-economy 2 sat/vB',
    'onchain:difficulty-change -3.25 percent',
    'onchain:hashrate 910 EH/s',
    'onchain:difficulty 119116256505723.5 count',
    'onchain:block-height 894700 count',
  ]);
  expect(points.every(({ at, knownAt }) => at === NOW && knownAt === NOW)).toBe(true);
});

it('keeps what works beside what does not', async () => {
  site.faults = [
    { match: 'hashrate', status: 500, body: 'oops' },
    { match: 'recommended', body: { fastestFee: 12 } },
    { match: 'height', body: 'Not available' },
  ];
  const { points, unreadable } = await visit(source, NOW);
  expect(points.map(({ series }) => series)).toEqual(['onchain:difficulty-change']);
  expect(unreadable.map(({ place }) => place)).toEqual(['fees', 'hash rate', 'height']);
  expect(unreadable[0]?.problem).toContain('at hourFee');
});

it('refuses a negative fee, a retarget the rules of Bitcoin forbid, and a hash rate of nothing', async () => {
  site.faults = [
    { match: 'recommended', body: { fastestFee: -1, hourFee: 1, economyFee: 1e6 } },
    { match: 'difficulty-adjustment', body: { difficultyChange: 301 } },
    { match: 'hashrate', body: { currentHashrate: 0, currentDifficulty: 1 } },
  ];
  const { points, unreadable } = await visit(source, NOW);
  expect(points.map(({ series }) => series)).toEqual([
    'onchain:mempool-fee-hour',
    'onchain:difficulty',
    'onchain:block-height',
  ]);
  expect(unreadable.map(({ place }) => place)).toEqual(['fees', 'fees', 'difficulty adjustment', 'hash rate']);
});

it('is unavailable where nothing answers as documented', async () => {
  site.faults = [{ match: '/api', body: '<html></html>' }];
  await expect(visit(source, NOW)).rejects.toMatchObject({ name: 'SourceUnavailableError', code: 'source.malformed' });
});

it('stops asking a site that wants to be left alone', async () => {
  site.faults = [{ match: 'recommended', status: 429, headers: { 'retry-after': '30' }, body: '' }];
  await expect(visit(source, NOW)).rejects.toMatchObject({ code: 'http.429', retryAfterMs: 30_000 });
  expect(site.asked).toHaveLength(1);
});
