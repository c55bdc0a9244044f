import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCryptoPanicSource, cryptoPanicSchema } from '../../../rag/sources/cryptopanic.ts';
import {
  type CryptoPanicSite,
  cryptoPanicPost,
  startCryptoPanicSite,
} from '../../fakes/news-sites/cryptopanic-site.ts';
import { visitor } from './loopback.ts';

const TOKEN = 'c0ffee/& secret';
const PATH = '/api/developer/v2/posts/';

let site: CryptoPanicSite;
beforeEach(async () => {
  site = await startCryptoPanicSite(TOKEN);
});
afterEach(() => site.close());

const source = (config: Record<string, unknown> = {}, token: string | null = TOKEN) =>
  createCryptoPanicSource({ config: cryptoPanicSchema.parse(config), token, origin: site.origin });
const posts = (from: number, to: number) =>
  Array.from({ length: from - to + 1 }, (_, at) => cryptoPanicPost(from - at));

describe('a visit to CryptoPanic', () => {
  test('returns posts under the name of who published them', async () => {
    site.posts = [cryptoPanicPost(7)];
    const { items, unreadable } = await visitor(source(), site)();
    expect(items).toEqual([
      {
        publishedAt: Date.UTC(2026, 4, 12, 9),
        source: 'coindesk',
        kind: 'news',
        url: 'https://www.coindesk.com/post-7',
        assets: ['BTC'],
        title: { en: 'Post 7' },
        body: { en: 'What post 7 says.' },
      },
    ]);
    expect(unreadable).toEqual([]);
  });

  test('makes do with what the developer plan gives', async () => {
    const { title, description, published_at, created_at, kind } = cryptoPanicPost(7);
    site.posts = [{ title, description, published_at, created_at, kind }];
    const visit = visitor(source(), site);
    expect((await visit()).items[0]).toMatchObject({ source: 'cryptopanic', url: undefined, assets: [] });
    site.posts = [{ title: 'Another', published_at, kind }, ...site.posts];
    expect((await visit()).items.map(({ title: { en } }) => en)).toEqual(['Another']);
  });

  test('asks for the coins and the filter that are set', async () => {
    site.posts = [cryptoPanicPost(2, { instruments: [{ code: 'ETH' }] }), cryptoPanicPost(1)];
    const { items } = await visitor(source({ currencies: ['ETH', 'SOL'], filter: 'important' }), site)();
    expect(items.map(({ title }) => title.en)).toEqual(['Post 2']);
    const [request] = site.requestsTo(PATH);
    expect(request?.query.get('currencies')).toBe('ETH,SOL');
    expect(request?.query.get('filter')).toBe('important');
  });

  test('returns the next time what is new or was edited', async () => {
    const visit = visitor(source(), site);
    site.posts = posts(2, 1);
    await visit();
    site.posts = [cryptoPanicPost(3), cryptoPanicPost(2), cryptoPanicPost(1, { title: 'Post 1, corrected' })];
    expect((await visit()).items.map(({ title }) => title.en)).toEqual(['Post 3', 'Post 1, corrected']);
    expect(await visit()).toMatchObject({ items: [], unchanged: true });
  });

  test('turns the page while everything on it is new, and three times at most', async () => {
    const visit = visitor(source(), site);
    site.posts = posts(20, 1);
    expect((await visit()).items).toHaveLength(20);
    site.posts = posts(50, 1);
    expect((await visit()).items).toHaveLength(30);
    site.posts = posts(200, 1);
    expect((await visit()).items).toHaveLength(60);
    expect(site.requestsTo(PATH).map(({ query }) => query.get('page'))).toEqual([null, null, '2', null, '2', '3']);
  });

  test('loses nothing to a post that is broken', async () => {
    site.posts = [cryptoPanicPost(3), { id: 2, kind: 'news' }, 'nonsense', cryptoPanicPost(1)];
    const { items, unreadable } = await visitor(source(), site)();
    expect(items.map(({ title }) => title.en)).toEqual(['Post 3', 'Post 1']);
    expect(unreadable).toEqual([
      { place: 'post 2', problem: 'its "title" is missing or cannot be used' },
      { place: 'post 3', problem: 'it is not what was expected' },
    ]);
  });

  test('keeps to what is there: dates, titles, duplicates', async () => {
    site.posts = [
      cryptoPanicPost(4, { published_at: '2100-01-01T00:00:00Z' }),
      cryptoPanicPost(3, { published_at: null, created_at: null }),
      cryptoPanicPost(2, { title: '비트코인 급등', original_url: 'javascript:alert(1)', url: 'nonsense' }),
      ...Array.from({ length: 1_000 }, () => cryptoPanicPost(1)),
    ];
    const { items } = await visitor(source(), site)();
    expect(items.map(({ publishedAt }) => publishedAt)).toEqual([
      Date.UTC(2100, 0, 1),
      null,
      Date.UTC(2026, 4, 12, 9),
      Date.UTC(2026, 4, 12, 9),
    ]);
    expect(items[2]).toMatchObject({ title: { ko: '비트코인 급등' }, url: undefined });
  });

  test('cuts a title of ten million characters', async () => {
    site.posts = [cryptoPanicPost(1, { title: 'x'.repeat(10_000_000) })];
    const { items } = await visitor(source(), site, { maxBytes: 20_000_000 })();
    expect(items[0]?.title.en).toHaveLength(4_000);
  });
});

describe('the key', () => {
  const failure = (token: string | null = TOKEN) =>
    visitor(source({}, token), site)().then(
      () => expect.unreachable(),
      (error: unknown) => error as Error & { code: string },
    );

  test('that is wrong or missing is told with the setting to mend', async () => {
    expect(await failure('other')).toMatchObject({
      name: 'SourceRefusedError',
      message: 'CryptoPanic does not accept the key; check CRYPTOPANIC_TOKEN_FILE',
    });
    expect(await failure(null)).toMatchObject({ name: 'SourceRefusedError', code: 'key-missing' });
    expect(site.requests).toHaveLength(1);
  });

  test.each([[403], [404], [429], [500], [302]])('never stands in an error of status %i', async (status) => {
    site.on(PATH, { status, headers: { location: `/elsewhere?auth_token=${encodeURIComponent(TOKEN)}` } });
    const error = await failure();
    const everything = `${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`;
    for (const spelled of [TOKEN, encodeURIComponent(TOKEN), 'c0ffee']) expect(everything).not.toContain(spelled);
  });

  test('never stands in what is remembered, or told', async () => {
    site.posts = [...posts(45, 1), { auth_token: TOKEN }];
    const harvest = await visitor(source(), site)();
    expect(JSON.stringify([harvest.memory, harvest.unreadable])).not.toContain('c0ffee');
  });

  test('that asked too often waits as long as it is told', async () => {
    site.on(PATH, { status: 429, headers: { 'retry-after': '60' } });
    expect(await failure()).toMatchObject({ name: 'SourceUnavailableError', code: 'status-429', retryAfterMs: 60_000 });
  });
});

test.each([
  ['<html>', 'CryptoPanic answered what is not JSON'],
  [
    '{"results": {}}',
    'CryptoPanic answered in another form than it documents: its "results" is missing or cannot be used',
  ],
  ['[]', 'CryptoPanic answered in another form than it documents: it is not what was expected'],
])('the answer %j is told', async (body, message) => {
  site.on(PATH, body);
  await expect(visitor(source(), site)()).rejects.toMatchObject({ name: 'SourceUnavailableError', message });
});
