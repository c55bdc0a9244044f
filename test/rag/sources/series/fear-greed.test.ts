import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFearGreedSource } from '../../../../rag/sources/series/fear-greed.ts';
import type { Source } from '../../../../rag/sources/source.ts';
import { startAlternativeMe } from '../../../fakes/series-sites/alternative-me.ts';
import type { SeriesSite } from '../../../fakes/series-sites/series-site.ts';
import { DAY, HOUR, told, visit } from './visiting.ts';

const MAY_1 = Date.UTC(2025, 4, 1);
const NOW = MAY_1 + 2 * DAY + 9 * HOUR;
const RECORDED = '../shared/data/fear_greed_daily.csv.gz';

let site: SeriesSite;
let source: Source;

beforeEach(async () => {
  site = await startAlternativeMe([
    { at: MAY_1, value: 53 },
    { at: MAY_1 + DAY, value: 67 },
    { at: MAY_1 + 2 * DAY, value: 65 },
  ]);
  source = createFearGreedSource({ origin: site.origin });
});

afterEach(() => site.close());

it('reads each day, known from the midnight it was published at', async () => {
  const harvest = await visit(source, NOW);
  expect(told(harvest)).toEqual([
    'fear-greed 2025-05-03T00:00 known 2025-05-03T00:00: 65 index',
    'fear-greed 2025-05-02T00:00 known 2025-05-02T00:00: 67 index',
    'fear-greed 2025-05-01T00:00 known 2025-05-01T00:00: 53 index',
  ]);
  expect(harvest).toMatchObject({ items: [], unreadable: [], unchanged: false });
  expect(harvest.points[0]?.source).toBe('alternative.me');
});

it('asks for the days since the last visit only, and gives none twice', async () => {
  const { memory } = await visit(source, NOW);
  const harvest = await visit(source, NOW + 3 * HOUR, memory);
  expect(harvest.points).toEqual([]);
  expect(site.asked).toEqual(['/fng/?limit=365&format=json', '/fng/?limit=2&format=json']);
});

it('begins again where its memory cannot be read', async () => {
  expect((await visit(source, NOW, { cursor: '{"until":[]' })).points).toHaveLength(3);
});

it('gives nothing, and no complaint, for an empty answer', async () => {
  site.faults = [{ match: '/fng/', body: { data: [], metadata: { error: null } } }];
  expect(await visit(source, NOW)).toMatchObject({ points: [], unreadable: [], unchanged: false });
});

it('refuses values outside 0 to 100, texts that are no number, and days ahead of the clock, and keeps the rest', async () => {
  const row = (value: unknown, at: number) => ({ value, timestamp: String(at / 1_000) });
  const data = [
    row('101', MAY_1),
    row('-1', MAY_1),
    row('NaN', MAY_1),
    row('', MAY_1),
    row('0x10', MAY_1),
    row('50', NOW + DAY),
    row(null, MAY_1),
    { value: '50', timestamp: '05-01-2025' },
    row('100', MAY_1),
  ];
  site.faults = [{ match: '/fng/', body: { data } }];
  const harvest = await visit(source, NOW);
  expect(told(harvest)).toEqual(['fear-greed 2025-05-01T00:00 known 2025-05-01T00:00: 100 index']);
  expect(harvest.unreadable).toEqual([
    { place: 'index, row 1', problem: 'fear-greed is 101, and must lie between 0 and 100.' },
    { place: 'index, row 2', problem: 'fear-greed is -1, and must lie between 0 and 100.' },
    { place: 'index, row 3', problem: 'The value of fear-greed is not a number: "NaN".' },
    { place: 'index, row 4', problem: 'The value of fear-greed is not a number: "".' },
    { place: 'index, row 5', problem: 'The value of fear-greed is not a number: "0x10".' },
    { place: 'index, row 6', problem: 'fear-greed speaks of 2025-05-04T09:00:00.000Z, ahead of the clock.' },
    { place: 'index, row 7', problem: 'It has another form than documented, at value.' },
    { place: 'index, row 8', problem: 'It has another form than documented, at timestamp.' },
  ]);
});

it('names twenty bad rows and counts the others', async () => {
  site.faults = [{ match: '/fng/', body: { data: Array.from({ length: 500 }, () => 'broken') } }];
  const { unreadable } = await visit(source, NOW);
  expect(unreadable).toHaveLength(21);
  expect(unreadable.at(-1)?.place).toBe('480 more');
});

it.each([
  ['text that is no JSON', '<html>busy</html>'],
  ['half an answer', '{"data":[{"value":"5'],
  ['another form', { data: 'none' }],
  ['an error of the site', { data: [], metadata: { error: 'limit' } }],
])('is unavailable on %s', async (_case, body) => {
  site.faults = [{ match: '/fng/', body }];
  await expect(visit(source, NOW)).rejects.toMatchObject({ name: 'SourceUnavailableError', code: 'source.malformed' });
});

it('passes on how long the site asked to wait', async () => {
  site.faults = [{ match: '/fng/', status: 429, headers: { 'retry-after': '120' }, body: 'slow down' }];
  await expect(visit(source, NOW)).rejects.toMatchObject({ code: 'http.429', retryAfterMs: 120_000 });
});

it('stops when it is told to', async () => {
  await expect(visit(source, NOW, {}, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
});

it.skipIf(!existsSync(RECORDED))('gives the recorded index back, value for value', async () => {
  const lines = gunzipSync(readFileSync(RECORDED)).toString('utf8').trim().split('\n').slice(1);
  const days = lines.map((line) => ({ at: Number(line.split(',')[0]), value: Number(line.split(',')[1]) }));
  const recorded = await startAlternativeMe(days);
  try {
    const last = days.at(-1);
    const now = (last?.at ?? 0) + HOUR;
    const harvest = await visit(createFearGreedSource({ origin: recorded.origin }), now);
    expect(harvest.unreadable).toEqual([]);
    expect(harvest.points.map(({ at, knownAt, value }) => ({ at, knownAt, value }))).toEqual(
      days
        .slice(-365)
        .reverse()
        .map(({ at, value }) => ({ at, knownAt: at, value })),
    );
  } finally {
    await recorded.close();
  }
});
