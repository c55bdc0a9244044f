import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFeedSource, feedSchema } from '../../../rag/sources/rss.ts';
import { atom, type PublishedItem, rss2 } from '../../fakes/news-sites/feed-site.ts';
import { startWebServer, type WebServer } from '../../fakes/web/web-server.ts';
import { visitor } from './loopback.ts';

let site: WebServer;
beforeEach(async () => {
  site = await startWebServer();
});
afterEach(() => site.close());

const feed = (more: Record<string, unknown> = {}) =>
  createFeedSource(feedSchema.parse({ name: 'newsdesk', url: `${site.origin}/feed`, ...more }));
const publish = (items: readonly PublishedItem[], head?: Parameters<typeof rss2>[1]) =>
  site.on('/feed', { body: rss2(items, head), headers: { 'content-type': 'application/rss+xml; charset=utf-8' } });

const STORY = {
  title: 'Bank buys bitcoin',
  guid: '1',
  link: '/1',
  date: 'Tue, 12 May 2026 09:00:00 +0000',
  description: '<p>It did.</p>',
  categories: ['Markets', 'Bitcoin', 'Opinion'],
};

describe('a visit to a feed', () => {
  test('returns its items, as the publisher’s and not yet cleaned', async () => {
    publish([STORY]);
    const { items, unreadable, unchanged } = await visitor(feed(), site)();
    expect(items).toEqual([
      {
        publishedAt: Date.UTC(2026, 4, 12, 9),
        source: 'newsdesk',
        kind: 'news',
        url: `${site.origin}/1`,
        topic: 'market',
        assets: ['BTC'],
        title: { en: 'Bank buys bitcoin' },
        body: { en: '<p>It did.</p>' },
      },
    ]);
    expect([unreadable, unchanged]).toEqual([[], false]);
  });

  test('returns the next time what is new or was edited, and nothing else', async () => {
    const visit = visitor(feed(), site);
    publish([STORY, { ...STORY, guid: '2', title: 'Second' }]);
    await visit();
    publish([
      { ...STORY, guid: '3', title: 'Third' },
      { ...STORY, title: 'Bank sells bitcoin' },
      { ...STORY, guid: '2', title: 'Second' },
    ]);
    const { items } = await visit();
    expect(items.map(({ title }) => title.en)).toEqual(['Third', 'Bank sells bitcoin']);
    expect((await visit()).items).toEqual([]);
  });

  test('asks only whether something has changed', async () => {
    const visit = visitor(feed(), site);
    site.on('/feed', { body: rss2([STORY]), etag: '"1"' });
    expect((await visit()).items).toHaveLength(1);
    const again = await visit();
    expect(again).toMatchObject({ items: [], unreadable: [], unchanged: true });
    expect(site.requestsTo('/feed').map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"1"']);
    site.on('/feed', { body: rss2([{ ...STORY, guid: '2', title: 'Second' }]), etag: '"2"' });
    expect((await visit()).items.map(({ title }) => title.en)).toEqual(['Second']);
  });

  test('to a document that broke off asks for it whole again', async () => {
    const visit = visitor(feed(), site);
    const whole = rss2([STORY, { ...STORY, guid: '2', title: 'Second' }]);
    site.on('/feed', { body: whole.slice(0, whole.indexOf('Second')), etag: '"1"' });
    const broken = await visit();
    expect(broken.items).toHaveLength(1);
    expect(broken.unreadable).toEqual([{ place: 'item 2', problem: 'breaks off before its end' }]);
    site.on('/feed', { body: whole, etag: '"1"' });
    expect((await visit()).items.map(({ title }) => title.en)).toEqual(['Second']);
  });

  test('that finds a web page says so in one sentence', async () => {
    site.on('/feed', { body: '<!DOCTYPE html><html><body>Just a moment...</body></html>' });
    const { items, unreadable } = await visitor(feed(), site)();
    expect(items).toEqual([]);
    expect(unreadable).toEqual([{ place: 'document', problem: 'is a web page and not a feed; check the address' }]);
  });

  test('goes only to hosts of the feed', () => {
    const config = { name: 'desk', url: 'https://www.coindesk.com/arc/outboundfeeds/rss/' };
    expect(createFeedSource(feedSchema.parse(config))).toMatchObject({
      name: 'rss:desk',
      hosts: ['coindesk.com'],
      everyMs: 300_000,
    });
  });
});

describe('times', () => {
  test('without an offset are Korean in a Korean feed, and those that are missing are missing', async () => {
    publish([
      { ...STORY, guid: 'a', date: '2026-05-12 18:00:00' },
      { title: 'Undated', guid: 'b' },
      { ...STORY, guid: 'c', date: 'gestern' },
      { ...STORY, guid: 'd', date: 'Fri, 01 Jan 2100 00:00:00 GMT' },
    ]);
    const { items } = await visitor(feed({ language: 'ko' }), site)();
    const [given, ...others] = items.map(({ publishedAt }) => publishedAt);
    expect(given).toBe(Date.UTC(2026, 4, 12, 9));
    expect(others).toEqual([null, null, Date.UTC(2100, 0, 1)]);
  });

  test('follow the zone that is set', async () => {
    publish([{ ...STORY, date: '2026-05-12 05:00:00' }]);
    const { items } = await visitor(feed({ zone: '-04:00' }), site)();
    expect(items[0]?.publishedAt).toBe(Date.UTC(2026, 4, 12, 9));
  });
});

describe('Korean', () => {
  const KOREAN = { title: '비트코인 1억원 돌파', guid: '1', description: '뷁 같은 상승장' };
  // "비트코인" in EUC-KR, by the table of KS X 1001.
  const BITCOIN = Buffer.from([0xba, 0xf1, 0xc6, 0xae, 0xc4, 0xda, 0xc0, 0xce]);
  const inEucKr = (encoding: string) => {
    const [before = '', after = ''] = rss2([{ title: '비트코인', guid: '1' }], { encoding }).split('비트코인');
    return Buffer.concat([Buffer.from(before), BITCOIN, Buffer.from(after)]);
  };

  test('text is Korean text, whatever the feed calls itself', async () => {
    publish([KOREAN], { language: 'en' });
    const { items } = await visitor(feed(), site)();
    expect(items[0]).toMatchObject({ title: { ko: KOREAN.title }, body: { ko: KOREAN.description } });
  });

  test.each([
    ['by the header', 'UTF-8', 'text/xml; charset=euc-kr'],
    ['by the document', 'euc-kr', 'text/xml'],
    ['by nobody', 'UTF-8', 'text/xml; charset=utf-8'],
  ])('in EUC-KR declared %s is read', async (_, encoding, contentType) => {
    site.on('/feed', { body: inEucKr(encoding), headers: { 'content-type': contentType } });
    const { items } = await visitor(feed(), site)();
    expect(items[0]?.title).toEqual({ ko: '비트코인' });
  });
});

describe('too much', () => {
  test('of the same is returned once', async () => {
    publish(Array.from({ length: 1_000 }, () => STORY));
    expect((await visitor(feed(), site)()).items).toHaveLength(1);
  });

  test('of a title is cut, and the next item is read', async () => {
    publish([
      { ...STORY, title: '😀'.repeat(2_500_000) },
      { ...STORY, guid: '2', title: 'Second' },
    ]);
    const { items } = await visitor(feed(), site, { maxBytes: 20_000_000 })();
    expect(items.map(({ title }) => title.en)).toEqual(['😀'.repeat(2_000), 'Second']);
  });

  test('of a document is refused by the fetcher, and the source stays as it was', async () => {
    publish([{ ...STORY, title: 'x'.repeat(10_000_000) }]);
    await expect(visitor(feed(), site)()).rejects.toThrow(/./);
    publish([STORY]);
    expect((await visitor(feed(), site)()).items).toHaveLength(1);
  });
});

describe('an answer that is none', () => {
  test('is told with what to do', async () => {
    const visit = visitor(feed(), site);
    site.on('/feed', { status: 429, headers: { 'retry-after': '120' } });
    await expect(visit()).rejects.toMatchObject({
      name: 'SourceUnavailableError',
      code: 'status-429',
      message: 'newsdesk is asked too often; it is left alone for a while. A larger "every" helps',
      retryAfterMs: 120_000,
    });
    site.on('/feed', { status: 403 });
    await expect(visit()).rejects.toMatchObject({
      name: 'SourceRefusedError',
      message: 'newsdesk does not let its feed be read from here; remove it from the feeds, or check its address',
    });
    site.on('/feed', { status: 503 });
    await expect(visit()).rejects.toMatchObject({ name: 'SourceUnavailableError', code: 'status-503' });
  });

  test('costs nothing of what is remembered', async () => {
    const visit = visitor(feed(), site);
    publish([STORY]);
    await visit();
    site.on('/feed', { status: 500 });
    await expect(visit()).rejects.toThrow();
    publish([STORY]);
    expect((await visit()).items).toEqual([]);
  });
});

test('Atom is read by the same source', async () => {
  site.on('/feed', { body: atom([{ ...STORY, date: '2026-05-12T09:00:00Z' }]) });
  const { items } = await visitor(feed(), site)();
  expect(items[0]).toMatchObject({
    title: { en: STORY.title },
    url: `${site.origin}/1`,
    body: { en: STORY.description },
  });
});
