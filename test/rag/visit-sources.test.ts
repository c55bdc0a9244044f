import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { SourceItem } from '../../rag/document.ts';
import type { Fetcher } from '../../rag/fetch/fetcher.ts';
import { SourceRefusedError, SourceUnavailableError } from '../../rag/source-error.ts';
import type { SourceStanding } from '../../rag/source-journal.ts';
import { textHarvest, unchangedHarvest } from '../../rag/sources/harvest.ts';
import type { Harvest, Source, Visit } from '../../rag/sources/source.ts';
import type { VisitOptions, VisitParts } from '../../rag/visit-sources.ts';
import { visitSources } from '../../rag/visit-sources.ts';
import { newsItem, openKnowledgeRig } from './fixtures/knowledge-rig.ts';
import { T0 } from './fixtures/prepared.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const EVERY = 5 * MINUTE;

const rig = await openKnowledgeRig();
afterAll(() => rig.database.close());

/** What is asked of the sources here needs no network. */
const fetcher: Fetcher = { get: () => Promise.reject(new Error('nothing is fetched here')) };

let now = T0;
let faults: [string, unknown][] = [];
beforeEach(async () => {
  now = T0;
  faults = [];
  await rig.database.query('delete from news_source');
});

function source(name: string, visit: (visit: Visit) => Promise<Harvest> | Harvest): Source {
  return { name, everyMs: EVERY, hosts: [], visit: async (given) => visit(given) };
}

function visitAll(sources: readonly Source[], options: VisitOptions = {}, parts: Partial<VisitParts> = {}) {
  const onFault = (name: string, fault: unknown) => void faults.push([name, fault]);
  const { ingester, series, sources: journal } = rig;
  return visitSources(sources, { fetcher, ingester, series, journal, now: () => now, onFault, ...parts }, options);
}

async function standingOf(name: string): Promise<SourceStanding | undefined> {
  return (await rig.sources.load()).find((standing) => standing.name === name);
}

function harvestOf(items: readonly SourceItem[], cursor: string): Harvest {
  return textHarvest(items, [], { cursor });
}

const down = () => Promise.reject(new SourceUnavailableError('status-503', 'It is out of order (503).'));

describe('when a source is visited', () => {
  test('at first at once, then not before its time has come, unless all are asked for', async () => {
    const quiet = source('rss:quiet', ({ memory }) => unchangedHarvest(memory));
    expect(await visitAll([quiet])).toHaveLength(1);
    now = T0 + EVERY - 1;
    expect(await visitAll([quiet])).toEqual([]);
    expect(await visitAll([quiet], { all: true })).toHaveLength(1);
    now = T0 + 2 * EVERY - 1;
    expect(await visitAll([quiet])).toHaveLength(1);
  });

  test('is kept, with what was new and what the source remembers', async () => {
    const busy = source('rss:busy', () => harvestOf([newsItem('Kept until the next visit', { source: 'a' })], 'p. 1'));
    const [report] = await visitAll([busy]);
    expect(report).toMatchObject({ outcome: 'visited', unchanged: false, points: 0, documents: { stored: 1 } });
    expect(await standingOf('rss:busy')).toEqual({
      name: 'rss:busy',
      memory: { cursor: 'p. 1' },
      lastVisitAt: T0,
      lastSuccessAt: T0,
      lastNew: 1,
      failures: 0,
      problem: null,
      nextVisitAt: T0 + EVERY,
    });
  });

  test('says where somebody should look when nothing of what came could be read', async () => {
    const unreadable = [{ place: 'document', problem: 'It is no feed.' }];
    await visitAll([source('rss:odd', () => textHarvest([], unreadable, {}))]);
    expect(await standingOf('rss:odd')).toMatchObject({
      lastSuccessAt: T0,
      failures: 0,
      problem: 'Nothing that came could be read (document: It is no feed).',
    });
  });

  test('the memory of the last success is handed to the next visit', async () => {
    const seen: unknown[] = [];
    const counting = source('rss:counting', ({ memory }) => {
      seen.push(memory.cursor);
      return harvestOf([], `${seen.length}`);
    });
    await visitAll([counting], { all: true });
    await visitAll([counting], { all: true });
    expect(seen).toEqual([undefined, '1']);
  });
});

describe('a source that fails', () => {
  test('is left alone twice as long each time, six hours at most, and as usual again after a success', async () => {
    let works = false;
    const shaky = source('rss:shaky', () => (works ? unchangedHarvest({}) : down()));
    const waits: number[] = [];
    for (let visit = 0; visit < 12; visit += 1) {
      const [report] = await visitAll([shaky], { all: true });
      if (report?.outcome === 'failed') waits.push(report.nextVisitAt - now);
    }
    // A quarter of five minutes to begin with.
    expect(waits.map((ms) => ms / 1_000)).toEqual([
      75, 150, 300, 600, 1_200, 2_400, 4_800, 9_600, 19_200, 21_600, 21_600, 21_600,
    ]);
    expect(await standingOf('rss:shaky')).toMatchObject({ failures: 12, problem: 'It is out of order (503).' });
    works = true;
    await visitAll([shaky], { all: true });
    expect(await standingOf('rss:shaky')).toMatchObject({ failures: 0, problem: null, nextVisitAt: T0 + EVERY });
  });

  test('is not asked again before it wants to be, even where that is later', async () => {
    const asked = new SourceUnavailableError('status-429', 'It is asked too often.', { retryAfterMs: 9 * HOUR });
    const soon = new SourceUnavailableError('status-429', 'It is asked too often.', { retryAfterMs: 1_000 });
    const [late, early] = await visitAll([
      source('rss:late', () => Promise.reject(asked)),
      source('rss:early', () => Promise.reject(soon)),
    ]);
    expect(late).toMatchObject({ source: 'rss:late', nextVisitAt: T0 + 9 * HOUR });
    expect(early).toMatchObject({ source: 'rss:early', nextVisitAt: T0 + 75_000 });
  });

  test('is asked rarely where it said no for good, for a person may have mended it', async () => {
    const gone = source('rss:gone', () => Promise.reject(new SourceRefusedError('status-404', 'Nothing is there.')));
    const [report] = await visitAll([gone]);
    expect(report).toEqual({
      outcome: 'failed',
      source: 'rss:gone',
      problem: 'Nothing is there.',
      nextVisitAt: T0 + 6 * HOUR,
    });
  });

  test('keeps its memory and its last success', async () => {
    let works = true;
    const shaky = source('rss:memory', () => (works ? harvestOf([], 'p. 7') : down()));
    await visitAll([shaky]);
    works = false;
    now = T0 + HOUR;
    await visitAll([shaky]);
    expect(await standingOf('rss:memory')).toMatchObject({
      memory: { cursor: 'p. 7' },
      lastVisitAt: T0 + HOUR,
      lastSuccessAt: T0,
      failures: 1,
    });
  });

  test('never stops the others, whatever it throws, and what nobody planned is told without its words', async () => {
    const broken = source('rss:broken', () => Promise.reject(new TypeError('undefined at key=canary-4711')));
    const odd = source('rss:odd', () => Promise.reject('canary-4711'));
    const sound = source('rss:sound', () => unchangedHarvest({}));
    const reports = await visitAll([broken, odd, sound]);
    expect(reports.map(({ source: name, outcome }) => [name, outcome]).sort()).toEqual([
      ['rss:broken', 'failed'],
      ['rss:odd', 'failed'],
      ['rss:sound', 'visited'],
    ]);
    expect(JSON.stringify(reports)).not.toContain('canary');
    expect(reports.find(({ source: name }) => name === 'rss:broken')).toMatchObject({
      problem: 'It failed for a reason of its own (TypeError). The log says more.',
    });
    expect(faults.map(([name]) => name).sort()).toEqual(['rss:broken', 'rss:odd']);
  });
});

describe('what a visit brought', () => {
  test('is stored before the memory moves on: a process that ends between reads it again and stores nothing twice', async () => {
    const items = [
      newsItem('Read twice, stored once', { source: 'b' }),
      newsItem('So is this other one', { source: 'b' }),
    ];
    const memories: unknown[] = [];
    const feed = source('rss:crash', ({ memory }) => {
      memories.push(memory);
      return harvestOf(items, 'after');
    });
    const journal = {
      load: () => rig.sources.load(),
      save: () => Promise.reject(new Error('the process ended here')),
    };
    await expect(visitAll([feed], {}, { journal })).rejects.toThrow('the process ended here');
    expect(await standingOf('rss:crash')).toBeUndefined();
    const [report] = await visitAll([feed]);
    expect(report).toMatchObject({ outcome: 'visited', documents: { offered: 2, stored: 0, duplicates: 2 } });
    expect(memories).toEqual([{}, {}]);
    expect(await standingOf('rss:crash')).toMatchObject({ memory: { cursor: 'after' } });
  });

  test('that cannot be stored leaves the memory where it was', async () => {
    const feed = source('rss:full', () => harvestOf([newsItem('Nowhere to go', { source: 'c' })], 'after'));
    const ingester = Object.assign(Object.create(rig.ingester), { take: () => Promise.reject(new Error('no room')) });
    const [report] = await visitAll([feed], {}, { ingester });
    expect(report).toMatchObject({ outcome: 'failed' });
    expect(await standingOf('rss:full')).toMatchObject({ memory: {}, lastSuccessAt: null, failures: 1 });
  });

  test('counts figures as new only the first time', async () => {
    const point = {
      series: 'fear-greed',
      at: T0 - HOUR,
      knownAt: T0 - HOUR,
      value: 40,
      unit: 'index',
      source: 'alternative.me',
    };
    const figures = source('series:index', () => ({ ...unchangedHarvest({}), points: [point], unchanged: false }));
    const first = await visitAll([figures], { all: true });
    const second = await visitAll([figures], { all: true });
    expect([first[0], second[0]]).toMatchObject([{ points: 1 }, { points: 0 }]);
    expect(await standingOf('series:index')).toMatchObject({ lastNew: 0 });
  });
});

describe('many sources', () => {
  test('are visited four at a time', async () => {
    let [running, most] = [0, 0];
    const slow = Array.from({ length: 11 }, (_, index) =>
      source(`rss:slow-${index}`, async () => {
        running += 1;
        most = Math.max(most, running);
        await sleep(5);
        running -= 1;
        return unchangedHarvest({});
      }),
    );
    const told: string[] = [];
    const reports = await visitAll(slow, { onReport: ({ source: name }) => told.push(name) });
    expect(most).toBe(4);
    expect(reports).toHaveLength(11);
    expect(told).toEqual(reports.map(({ source: name }) => name));
  });

  test('that a person breaks off count as nothing: no other is begun, and none has failed', async () => {
    const stop = new AbortController();
    const begun: string[] = [];
    const hanging = Array.from({ length: 6 }, (_, index) =>
      source(`rss:hanging-${index}`, ({ signal }) => {
        begun.push(`${index}`);
        return new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
      }),
    );
    const visits = visitAll(hanging, { signal: stop.signal });
    await sleep(20);
    stop.abort(new Error('Ctrl-C'));
    expect(await visits).toEqual([]);
    expect(begun).toHaveLength(4);
    expect(await rig.sources.load()).toEqual([]);
    expect(faults).toEqual([]);
  });
});
