import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGoogleTrendsFile } from '../../../../rag/sources/series/google-trends-file.ts';
import { DAY, time, visit } from './visiting.ts';

const NOW = Date.UTC(2025, 4, 20);
const RECORDED = '../shared/data/google_trends_bitcoin_2017_2020.csv.gz';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trends-'));
  file = join(folder, 'multiTimeline.csv');
});

afterEach(() => rm(folder, { recursive: true }));

async function read(content: string | Buffer, now = NOW) {
  await writeFile(file, content);
  const harvest = await visit(createGoogleTrendsFile({ file }), now);
  const told = harvest.points.map((point) => {
    const series = point.series.replace(/-[0-9a-f]{8}$/, '');
    return `${series} ${time(point.at)} known ${time(point.knownAt)}: ${point.value} ${point.unit}`;
  });
  return { harvest, told };
}

it('reads weeks as Google exports them, known 72 hours after the week has ended', async () => {
  const { told } = await read(
    'Category: All categories\n\nWeek,bitcoin: (Worldwide),buy bitcoin: (Worldwide)\n2025-04-20,44,<1\n2025-04-27,100,3\n',
  );
  expect(told).toEqual([
    'trends:bitcoin:multitimeline 2025-04-20T00:00 known 2025-04-30T00:00: 44 hits',
    'trends:bitcoin:multitimeline 2025-04-27T00:00 known 2025-05-07T00:00: 100 hits',
    'trends:buy-bitcoin:multitimeline 2025-04-20T00:00 known 2025-04-30T00:00: 0.5 hits',
    'trends:buy-bitcoin:multitimeline 2025-04-27T00:00 known 2025-05-07T00:00: 3 hits',
  ]);
});

it('reads the export of a Korean page, by the month', async () => {
  const { told } = await read('﻿카테고리: 모든 카테고리\n\n월,비트코인: (전 세계)\n2025-02,31\n2025-03,40\n');
  expect(told).toEqual([
    'trends:비트코인:multitimeline 2025-02-01T00:00 known 2025-03-04T00:00: 31 hits',
    'trends:비트코인:multitimeline 2025-03-01T00:00 known 2025-04-04T00:00: 40 hits',
  ]);
});

it('reads days and hours, quoted', async () => {
  expect((await read('"Time","bitcoin"\n"2025-05-01",10\n"2025-05-02",20\n')).told[0]).toBe(
    'trends:bitcoin:multitimeline 2025-05-01T00:00 known 2025-05-05T00:00: 10 hits',
  );
  expect((await read('Time,bitcoin: (Worldwide)\n2025-05-01T07,10\n2025-05-01T08,20\n')).told[0]).toBe(
    'trends:bitcoin:multitimeline 2025-05-01T07:00 known 2025-05-04T08:00: 10 hits',
  );
});

it('leaves out periods that are partial or not over', async () => {
  const { told, harvest } = await read(
    'date,bitcoin,isPartial\n2025-05-17,10,False\n2025-05-18,20,True\n2025-05-20,30,False\n',
  );
  expect(told).toEqual(['trends:bitcoin:multitimeline 2025-05-17T00:00 known 2025-05-20T00:00: 10 hits']);
  expect(harvest.unreadable).toEqual([]);
});

it('names the series after the content, since each export has a scale of its own', async () => {
  const one = await read('Day,bitcoin: (Worldwide)\n2025-05-01,10\n2025-05-02,20\n');
  const other = await read('Day,bitcoin: (Worldwide)\n2025-05-01,5\n2025-05-02,10\n');
  expect(one.harvest.points[0]?.series).not.toBe(other.harvest.points[0]?.series);
  expect(one.harvest.points[0]?.series).toMatch(/^trends:bitcoin:multitimeline-[0-9a-f]{8}$/);
});

it('says unchanged until the file is another', async () => {
  const { harvest } = await read('Day,bitcoin\n2025-05-01,10\n');
  const source = createGoogleTrendsFile({ file });
  expect(await visit(source, NOW, harvest.memory)).toEqual({
    items: [],
    points: [],
    unreadable: [],
    memory: harvest.memory,
    unchanged: true,
  });
  await writeFile(file, 'Day,bitcoin\n2025-05-01,11\n');
  expect(await visit(source, NOW, harvest.memory)).toMatchObject({ unchanged: false, points: [{ value: 11 }] });
});

it('refuses hits outside 0 to 100 and what is no number, by row', async () => {
  const { harvest, told } = await read('Day,bitcoin\n2025-05-01,101\n2025-05-02,many\n2025-05-03,\n2025-05-04,7\n');
  expect(told).toHaveLength(1);
  expect(harvest.unreadable.map(({ place }) => place)).toEqual(['row 2', 'row 3']);
});

describe('a table made of daily and monthly hits', () => {
  const table =
    'day_ts_ms,hits_daily,hits_monthly\n' +
    [Date.UTC(2025, 2, 31), Date.UTC(2025, 3, 1), Date.UTC(2025, 3, 2)].map((at) => `${at},2.94,6`).join('\n');

  it('knows no day before the end of the month that scaled it, and gives a month once', async () => {
    const { told } = await read(table);
    expect(told).toEqual([
      'trends:hits-daily:multitimeline 2025-03-31T00:00 known 2025-04-04T00:00: 2.94 hits',
      'trends:hits-daily:multitimeline 2025-04-01T00:00 known 2025-05-04T00:00: 2.94 hits',
      'trends:hits-daily:multitimeline 2025-04-02T00:00 known 2025-05-04T00:00: 2.94 hits',
      'trends:hits-monthly:multitimeline 2025-04-01T00:00 known 2025-05-04T00:00: 6 hits',
    ]);
  });

  it.skipIf(!existsSync(RECORDED))('is what the recorded searches are read from', async () => {
    const { points, unreadable } = await visit(createGoogleTrendsFile({ file: RECORDED }), NOW);
    const daily = points.filter(({ series }) =>
      series.startsWith('trends:hits-daily:google-trends-bitcoin-2017-2020-'),
    );
    const monthly = points.filter(({ series }) => series.startsWith('trends:hits-monthly:'));
    expect(unreadable).toEqual([]);
    expect(daily).toHaveLength(1_429);
    expect(monthly).toHaveLength(47);
    expect(daily[0]).toMatchObject({ at: Date.UTC(2017, 0, 1), knownAt: Date.UTC(2017, 1, 4), value: 2.94 });
    expect(Math.max(...daily.map(({ value }) => value))).toBe(100);
    expect(points.every(({ at, knownAt }) => knownAt >= at + DAY + 3 * DAY)).toBe(true);
  });
});

describe('a file that is none', () => {
  it('is unavailable while it is missing', async () => {
    await expect(visit(createGoogleTrendsFile({ file }), NOW)).rejects.toMatchObject({
      code: 'source.file-unreadable',
    });
  });

  it.each([
    ['empty', ''],
    ['prose', 'no table here\nat all, really\n'],
    ['a header alone', 'Day,bitcoin\n'],
    ['a table without a header', '2025-05-01,10\n2025-05-02,20\n'],
    ['broken quotes', 'Day,bitcoin\n"2025-05-01,10\n'],
    ['damaged gzip', gzipSync('Day,bitcoin\n2025-05-01,10\n').subarray(0, 20)],
    ['a bomb', gzipSync(Buffer.alloc(21 * 1024 * 1024))],
  ])('is refused where it is %s', async (_case, content) => {
    await expect(read(content)).rejects.toMatchObject({ name: 'SourceRefusedError', code: 'source.malformed' });
  });

  it('is refused where it is far too large', async () => {
    await expect(read(Buffer.alloc(6 * 1024 * 1024))).rejects.toMatchObject({ code: 'source.file-too-large' });
  });
});
