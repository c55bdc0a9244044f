import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFredSource } from '../../../../rag/sources/series/fred.ts';
import { FRED_SERIES } from '../../../../rag/sources/series/fred-series.ts';
import { FRED_KEY, startFred } from '../../../fakes/series-sites/fred-site.ts';
import type { SeriesSite } from '../../../fakes/series-sites/series-site.ts';
import { DAY, HOUR, told, visit } from './visiting.ts';

const NOW = Date.UTC(2025, 2, 20, 12);
const CPI = [
  { date: '2024-12-01', released: '2025-01-15', value: '317.685' },
  { date: '2024-12-01', released: '2025-02-12', value: '317.603' },
  { date: '2025-01-01', released: '2025-02-12', value: '319.086' },
  { date: '2025-02-01', released: '2025-03-12', value: '319.775' },
];
const YIELD = [
  { date: '2025-03-17', released: '2025-03-18', value: '4.31' },
  { date: '2025-03-18', released: '2025-03-19', value: '.' },
  { date: '2025-03-19', released: '2025-03-20', value: '4.25' },
];

let site: SeriesSite;

beforeEach(async () => {
  site = await startFred(
    { CPIAUCSL: CPI, DGS10: YIELD, SP500: [{ date: '2025-03-18', released: '2025-03-18', value: '5614.66' }] },
    '2025-03-20',
  );
});

afterEach(() => site.close());

function fred(series: readonly string[], apiKey: string | null = FRED_KEY) {
  return createFredSource({ series, apiKey, origin: site.origin });
}

it('gives the first release, known when the day of its release has ended in St. Louis', async () => {
  expect(told(await visit(fred(['CPIAUCSL']), NOW))).toEqual([
    'macro:CPIAUCSL 2024-12-01T00:00 known 2025-01-16T06:00: 317.685 index 1982-84=100',
    'macro:CPIAUCSL 2025-01-01T00:00 known 2025-02-13T06:00: 319.086 index 1982-84=100',
    'macro:CPIAUCSL 2025-02-01T00:00 known 2025-03-13T06:00: 319.775 index 1982-84=100',
  ]);
});

it('does not know the prices of January in January', async () => {
  const { points } = await visit(fred(['CPIAUCSL']), NOW);
  const january = points.find(({ at }) => at === Date.UTC(2025, 0, 1));
  expect(january?.knownAt).toBeGreaterThan(Date.UTC(2025, 1, 12));
  expect(points.filter(({ knownAt }) => knownAt <= Date.UTC(2025, 0, 31)).map(({ value }) => value)).toEqual([317.685]);
});

it('knows a value released today from the moment it is held, and not later', async () => {
  const { points } = await visit(fred(['DGS10']), NOW);
  expect(points.at(-1)).toMatchObject({ at: Date.UTC(2025, 2, 19), knownAt: NOW, value: 4.25, unit: 'percent' });
});

it('leaves out the days FRED marks as missing', async () => {
  const harvest = await visit(fred(['DGS10']), NOW);
  expect(harvest.points.map(({ value }) => value)).toEqual([4.31, 4.25]);
  expect(harvest.unreadable).toEqual([]);
});

it('asks for releases from the first day it asks for on, so that no release date is cut off', async () => {
  await visit(fred(['CPIAUCSL']), NOW);
  const asked = new URLSearchParams(site.asked[0]?.split('?')[1]);
  expect(asked.get('output_type')).toBe('4');
  expect(asked.get('realtime_start')).toBe(asked.get('observation_start'));
  expect(asked.get('realtime_end')).toBe('9999-12-31');
});

it('takes what has no archive of releases as known days after its day, never by the date of asking', async () => {
  const harvest = await visit(fred(['SP500']), NOW);
  expect(told(harvest)).toEqual(['macro:SP500 2025-03-18T00:00 known 2025-03-20T06:00: 5614.66 index']);
  expect(site.asked[0]).not.toContain('output_type');
});

it('asks for what is newer only, never for a day that has not begun there', async () => {
  const source = fred(['CPIAUCSL', 'DGS10']);
  const { memory } = await visit(source, NOW);
  const harvest = await visit(source, Date.UTC(2025, 2, 20, 13), memory);
  expect(harvest.points).toEqual([]);
  expect(harvest.unreadable).toEqual([]);
  expect(site.asked.slice(2).map((path) => /observation_start=([\d-]+)/.exec(path)?.[1])).toEqual([
    '2025-02-02',
    '2025-03-20',
  ]);
});

it('asks for no tomorrow where it has the value of today already', async () => {
  const today = await startFred({ DGS2: [{ date: '2025-03-20', released: '2025-03-20', value: '3.9' }] }, '2025-03-20');
  try {
    const source = createFredSource({ series: ['DGS2'], apiKey: FRED_KEY, origin: today.origin });
    const evening = Date.UTC(2025, 2, 21, 2);
    const { memory, points } = await visit(source, evening);
    expect(points).toHaveLength(1);
    expect(await visit(source, evening + HOUR, memory)).toMatchObject({ points: [], unreadable: [] });
  } finally {
    await today.close();
  }
});

it('tells a series that failed and keeps the others', async () => {
  const harvest = await visit(fred(['CPIAUCSL', 'NOSUCH', 'DGS10']), NOW);
  expect(harvest.points).toHaveLength(5);
  expect(harvest.unreadable.map(({ place }) => place)).toEqual(['NOSUCH']);
});

it('never shows the key, neither in an error nor in its cause', async () => {
  const wrong = '0'.repeat(32);
  const error = await visit(fred(['CPIAUCSL', 'DGS10'], wrong), NOW).then(
    () => new Error('it worked'),
    (caught: Error) => caught,
  );
  expect(error).toMatchObject({ name: 'SourceRefusedError', code: 'http.400', cause: undefined });
  expect(error.message).toContain('api_key=***');
  expect(`${error.message}${error.stack}${JSON.stringify(error)}`).not.toContain(wrong);
});

it('refuses without asking where the key is missing or no key', async () => {
  await expect(visit(fred(['DGS10'], null), NOW)).rejects.toMatchObject({ code: 'source.key-missing' });
  const error = await visit(fred(['DGS10'], 'my secret'), NOW).catch((caught: Error) => caught);
  expect(error).toMatchObject({ name: 'SourceRefusedError', code: 'source.key-malformed' });
  expect(String(error)).not.toContain('my secret');
  expect(site.asked).toEqual([]);
});

it('refuses on an error that comes as an answer', async () => {
  site.faults = [{ match: 'DGS10', body: { error_code: 423, error_message: `Locked ${FRED_KEY}` } }];
  const error = await visit(fred(['DGS10']), NOW).catch((caught: Error) => caught);
  expect(error).toMatchObject({ name: 'SourceRefusedError', code: 'source.refused' });
  expect(String(error)).not.toContain(FRED_KEY);
});

it.each([
  ['absurd', { realtime_start: '2025-03-18', date: '2025-03-17', value: '431' }, 'must lie between -20 and 100'],
  ['no day', { realtime_start: '2025-03-18', date: '2025-02-30', value: '4' }, 'Its dates are not days.'],
  ['released before its day', { realtime_start: '2025-03-16', date: '2025-03-17', value: '4' }, 'before its own day'],
  ['released tomorrow', { realtime_start: '2025-03-22', date: '2025-03-17', value: '4' }, 'ahead of the clock'],
  ['without a release date', { date: '2025-03-17', value: '4' }, 'at realtime_start'],
])('refuses a value that is %s', async (_case, row, problem) => {
  site.faults = [{ match: 'DGS10', body: { observations: [row] } }];
  const { points, unreadable } = await visit(fred(['DGS10']), NOW);
  expect(points).toEqual([]);
  expect(unreadable[0]?.problem).toContain(problem);
});

it('keeps what it has when asked to wait, asks nothing more, and keeps to the time', async () => {
  site.faults = [{ match: 'DGS10', status: 429, headers: { 'retry-after': '60' }, body: {} }];
  const source = fred(['CPIAUCSL', 'DGS10', 'SP500']);
  const harvest = await visit(source, NOW);
  expect(harvest.points).toHaveLength(3);
  expect(harvest.unreadable.map(({ place }) => place)).toEqual(['DGS10', 'SP500']);
  expect(site.asked).toHaveLength(2);
  await expect(visit(source, NOW + 30_000, harvest.memory)).rejects.toMatchObject({
    code: 'source.asked-to-wait',
    retryAfterMs: 30_000,
  });
  site.faults = [];
  expect((await visit(source, NOW + 60_000, harvest.memory)).points).toHaveLength(3);
});

it('spares the rest of the list the timeouts of a site that is down', async () => {
  site.faults = [{ match: '/fred/', status: 503, body: '' }];
  await expect(visit(fred(FRED_SERIES.map(({ id }) => id)), NOW)).rejects.toMatchObject({ code: 'http.503' });
  expect(site.asked).toHaveLength(3);
});

it('takes a series that is not in the table with no unit of its own', async () => {
  const other = await startFred(
    { GDP: [{ date: '2024-10-01', released: '2025-01-30', value: '29719.6' }] },
    '2025-03-20',
  );
  try {
    const harvest = await visit(createFredSource({ series: ['GDP'], apiKey: FRED_KEY, origin: other.origin }), NOW);
    expect(told(harvest)).toEqual(['macro:GDP 2024-10-01T00:00 known 2025-01-31T06:00: 29719.6 as published']);
  } finally {
    await other.close();
  }
});

it('stays below the 2,000 releases FRED gives at once, after years of absence too', async () => {
  const { memory } = await visit(fred(['DGS10']), NOW);
  await visit(fred(['DGS10']), NOW + 9 * 365 * DAY + HOUR, memory).catch(() => undefined);
  const start = /realtime_start=([\d-]+)/.exec(site.asked[1] ?? '')?.[1] ?? '';
  expect(NOW + 9 * 365 * DAY - Date.parse(start)).toBeLessThan(5.1 * 365 * DAY);
});
