import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NewsDocument, SourceItem } from '../../rag/document.ts';
import { Ingester } from '../../rag/ingest.ts';
import { newsItem, openKnowledgeRig } from './fixtures/knowledge-rig.ts';
import { DAY, HOUR, T0 } from './fixtures/prepared.ts';

const LIVE = { feed: 'test', now: T0 + HOUR, heard: 'now' } as const;
const HACK = 'Exchange Cryptopolis loses 40 million dollars of ether to a hack of its hot wallet';
const RETOLD = 'Cryptopolis hack: hot wallet drained of 40 million dollars in ether';

describe('ingesting', () => {
  let rig: Awaited<ReturnType<typeof openKnowledgeRig>>;
  let ingester: Ingester;

  beforeAll(async () => {
    rig = await openKnowledgeRig();
  });
  beforeEach(async () => {
    await rig.documents.removeFeed('test');
    ingester = new Ingester(rig);
  });
  afterAll(() => rig?.database.close());

  const stored = async (asOf = T0 + 30 * DAY): Promise<readonly NewsDocument[]> =>
    rig.documents.find({ assets: null, asOf, maxAgeMs: 400 * DAY, limit: 1_000 });

  it('stores what came in, with the time at which it did', async () => {
    expect(await ingester.take([newsItem('Bitcoin rises')], LIVE)).toEqual({
      ...{ offered: 1, stored: 1, duplicates: 0, retellings: 0, revisions: 0, refused: [] },
    });
    expect(await stored()).toMatchObject([{ publishedAt: T0, ingestedAt: T0 + HOUR, assets: ['BTC'], feed: 'test' }]);
    expect(await stored(T0 + HOUR - 1)).toEqual([]);
  });

  it('hears a recording when it was said', async () => {
    await ingester.take([newsItem('Bitcoin rises')], { ...LIVE, heard: 'when-published' });
    expect(await stored(T0)).toHaveLength(1);
    expect(await stored(T0 - 1)).toEqual([]);
  });

  it('stores nothing twice: not in a batch, not in the next, not after a restart, not weeks later', async () => {
    const item = newsItem('Bitcoin rises', { url: 'https://www.example.org/a?utm_source=x#top' });
    expect(await ingester.take([item, item], LIVE)).toMatchObject({ stored: 1, duplicates: 1 });
    expect(await ingester.take([item], LIVE)).toMatchObject({ stored: 0, duplicates: 1 });
    const restarted = new Ingester(rig);
    expect(await restarted.take([{ ...item, url: 'https://example.org/a' }], LIVE)).toMatchObject({ stored: 0 });
    const weeksLater = { ...LIVE, now: T0 + 30 * DAY };
    const fresh = newsItem('Something else', { publishedAt: T0 + 30 * DAY });
    expect(await restarted.take([fresh, item], weeksLater)).toMatchObject({ stored: 1, duplicates: 1 });
  });

  it('keeps a thousand copies as one', async () => {
    const copies = Array.from({ length: 1_000 }, () => newsItem(HACK, { url: 'https://example.org/hack' }));
    expect(await ingester.take(copies, LIVE)).toMatchObject({ offered: 1_000, stored: 1, duplicates: 999 });
  });

  it('tells a page that was rewritten from the page as it was', async () => {
    const page = { url: 'https://example.org/live' };
    await ingester.take([newsItem('Hearing begins in Washington', page)], LIVE);
    const report = await ingester.take([newsItem('Hearing ends without a vote', page)], LIVE);
    expect(report).toMatchObject({ stored: 1, revisions: 1 });
    const [first, second] = [...(await stored())].sort((a, b) => Number(a.id.slice(2)) - Number(b.id.slice(2)));
    expect(second).toMatchObject({
      story: first?.id,
      flags: ['revised'],
      title: { en: 'Hearing ends without a vote' },
    });
    expect(first?.title).toEqual({ en: 'Hearing begins in Washington' });
  });

  it('knows a story that another site tells, in the batch, across batches and after a restart', async () => {
    const own = newsItem(HACK, { source: 'coindesk' });
    const retold = newsItem(RETOLD, { source: 'decrypt', publishedAt: T0 + HOUR });
    expect(await ingester.take([own, retold], LIVE)).toMatchObject({ stored: 2, retellings: 1 });
    const third = newsItem(`Hot wallet of Cryptopolis hacked: ether worth 40 million dollars gone`, {
      source: 'the block',
      publishedAt: T0 + HOUR,
    });
    expect(await new Ingester(rig).take([third], LIVE)).toMatchObject({ stored: 1, retellings: 1 });
    const all = await stored();
    expect(new Set(all.map(({ story }) => story)).size).toBe(1);
    const counts = await rig.documents.storyCounts([all[0]?.story ?? ''], T0 + DAY);
    expect(counts).toMatchObject([{ documents: 3, sources: 3 }]);
  });

  it('takes who prints a text with its own name added for the same witness', async () => {
    const report = `${HACK}. Withdrawals are halted, the company says, while the police look for whoever did it.`;
    const prints = ['alpha', 'beta', 'gamma'].map((source) =>
      newsItem(`${HACK} - ${source}`, { source, body: { en: report } }),
    );
    await ingester.take(prints, LIVE);
    const [first] = await stored();
    const counts = await rig.documents.storyCounts([first?.story ?? ''], T0 + DAY);
    expect(counts).toMatchObject([{ documents: 3, sources: 1 }]);
  });

  it('says what it refused, where and why, and keeps the rest', async () => {
    const items: SourceItem[] = [
      newsItem('A', { id: '<script>' }),
      newsItem('B', { publishedAt: Number.NaN }),
      newsItem('C', { publishedAt: T0 + 3 * DAY }),
      newsItem('\u200b <b></b>'),
      newsItem('D', { source: ' ' }),
      newsItem('Bitcoin rises'),
    ];
    expect(await ingester.take(items, LIVE)).toMatchObject({
      stored: 1,
      refused: [
        { index: 0, reason: 'id-malformed' },
        { index: 1, reason: 'time-malformed' },
        { index: 2, reason: 'time-ahead' },
        { index: 3, reason: 'title-empty' },
        { index: 4, reason: 'source-empty' },
      ],
    });
    expect(await ingester.take([], LIVE)).toMatchObject({ offered: 0, stored: 0 });
  });

  it('dates what has no date by its arrival, and says so', async () => {
    await ingester.take([newsItem('Undated', { publishedAt: null })], LIVE);
    expect(await stored()).toMatchObject([{ publishedAt: T0 + HOUR, flags: ['time-missing'] }]);
  });

  it('places one batch after the other, however many are handed in at once', async () => {
    const batch = Array.from({ length: 20 }, (_, place) =>
      newsItem(`${HACK} number ${place}`, { source: `site ${place}` }),
    );
    const reports = await Promise.all([ingester.take(batch, LIVE), ingester.take(batch, LIVE)]);
    expect(reports.map(({ stored: kept }) => kept)).toEqual([20, 0]);
  });

  it('goes on after a batch that could not be stored, and then stores it', async () => {
    let broken = true;
    const flaky = new Ingester({
      preparer: rig.preparer,
      documents: {
        known: (query) => rig.documents.known(query),
        reserve: (count) => rig.documents.reserve(count),
        insert: (documents) => (broken ? Promise.reject(new Error('no room')) : rig.documents.insert(documents)),
      },
    });
    await expect(flaky.take([newsItem('Bitcoin rises')], LIVE)).rejects.toThrow('no room');
    broken = false;
    expect(await flaky.take([newsItem('Bitcoin rises')], LIVE)).toMatchObject({ stored: 1 });
  });

  it('tells whoever listens what was stored', async () => {
    const heard: string[] = [];
    const telling = new Ingester({ ...rig, onStored: (documents) => heard.push(...documents.map(({ id }) => id)) });
    await telling.take([newsItem('Bitcoin rises')], LIVE);
    expect(heard).toEqual((await stored()).map(({ id }) => id));
  });
});
