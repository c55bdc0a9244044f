import { afterAll, beforeEach, expect, test } from 'vitest';
import { PREPARATION_VERSION } from '../../rag/preparation-version.ts';
import type { RecordedNews } from '../../rag/recorded-news.ts';
import { takeRecordedNews } from '../../rag/recorded-news.ts';
import { newsItem, openKnowledgeRig } from './fixtures/knowledge-rig.ts';
import { T0 } from './fixtures/prepared.ts';

const HOUR = 3_600_000;
const rig = await openKnowledgeRig();
const parts = { documents: rig.documents, journal: rig.sources };
afterAll(() => rig.database.close());
beforeEach(async () => {
  for (const feed of ['recording:week', 'import']) await rig.documents.removeFeed(feed);
  await rig.database.query('delete from news_source');
});

function recorded(sha256: string, titles: readonly string[]): RecordedNews {
  const items = titles.map((title, index) => ({
    id: `N-${index + 1}`,
    publishedAt: T0 + index * HOUR,
    source: 'CoinDesk',
    topic: 'market',
    assets: ['BTC'],
    title: { en: title },
    summary: {},
  }));
  return { name: 'week', sha256, items };
}

async function stored(asOf = T0 + 100 * HOUR): Promise<readonly string[]> {
  const found = await rig.documents.find({ assets: null, asOf, maxAgeMs: 200 * HOUR, limit: 100 });
  return found.map(({ id, title }) => `${id} ${title.en}`).sort();
}

test('is taken in once; each item keeps its name and is heard when it was said', async () => {
  const news = recorded('a', ['Bitcoin rises', 'Exchange opens in Busan']);
  expect(await takeRecordedNews(parts, news)).toBe(2);
  expect(await stored()).toEqual(['N-1 Bitcoin rises', 'N-2 Exchange opens in Busan']);
  expect(await stored(T0)).toEqual(['N-1 Bitcoin rises']);
  expect(await takeRecordedNews(parts, news)).toBe(0);
});

test('of a recording that changed replaces what was there, and leaves what came from elsewhere', async () => {
  await rig.ingester.take([newsItem('Brought by a person')], { feed: 'import', now: T0, heard: 'now' });
  await takeRecordedNews(parts, recorded('a', ['Bitcoin rises', 'Exchange opens in Busan']));
  expect(await takeRecordedNews(parts, recorded('b', ['Bitcoin falls after all']))).toBe(1);
  const found = await stored();
  expect(found).toHaveLength(2);
  expect(found).toContain('N-1 Bitcoin falls after all');
});

test('is taken in anew where documents are made in another way now', async () => {
  const news = recorded('a', ['Bitcoin rises']);
  await takeRecordedNews(parts, news);
  const [standing] = await rig.sources.load();
  expect(standing?.memory.cursor).toBe(`a/${PREPARATION_VERSION}`);
  if (standing !== undefined) await rig.sources.save({ ...standing, memory: { cursor: 'a/0' } });
  expect(await takeRecordedNews(parts, news)).toBe(1);
  expect(await stored()).toEqual(['N-1 Bitcoin rises']);
});

test('that a process left half taken in is whole after the next start', async () => {
  const news = recorded('a', ['Bitcoin rises', 'Exchange opens in Busan']);
  const journal = { load: () => rig.sources.load(), save: () => Promise.reject(new Error('the process ended here')) };
  await expect(takeRecordedNews({ documents: rig.documents, journal }, news)).rejects.toThrow('ended here');
  expect(await takeRecordedNews(parts, news)).toBe(2);
  expect(await stored()).toEqual(['N-1 Bitcoin rises', 'N-2 Exchange opens in Busan']);
});
