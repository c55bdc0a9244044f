import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createXSearchSource, xSearchSchema } from '../../../rag/sources/x-recent-search.ts';
import { postId, startXSite, type XPost, type XSite } from '../../fakes/news-sites/x-site.ts';
import { jsonOf } from '../../fakes/web/web-answer.ts';
import { NOW, visitor } from './loopback.ts';

const BEARER = 'AAAA-bearer-secret';
const PATH = '/2/tweets/search/recent';
const MINUTE = 60_000;

let site: XSite;
beforeEach(async () => {
  site = await startXSite(BEARER, NOW);
  site.users = [{ id: '1', username: 'DeskOfNews', name: 'Desk' }];
});
afterEach(() => site.close());

const source = (bearer: string | null = BEARER) =>
  createXSearchSource({ config: xSearchSchema.parse({ query: 'bitcoin lang:ko' }), bearer, origin: site.origin });

function post(minutesAgo: number, more: Partial<XPost> = {}): XPost {
  const at = NOW - minutesAgo * MINUTE;
  const text = `Said ${minutesAgo} minutes ago`;
  return { id: postId(at), text, created_at: new Date(at).toISOString(), lang: 'en', author_id: '1', ...more };
}

describe('a visit to the search on X', () => {
  test('returns posts under the name of who wrote them', async () => {
    site.posts = [post(5, { entities: { cashtags: [{ start: 0, end: 4, tag: 'btc' }] } })];
    const { items, unreadable } = await visitor(source(), site)();
    expect(items).toEqual([
      {
        publishedAt: NOW - 5 * MINUTE,
        source: '@deskofnews',
        kind: 'post',
        url: `https://x.com/DeskOfNews/status/${post(5).id}`,
        assets: ['BTC'],
        title: { en: 'Said 5 minutes ago' },
        body: {},
      },
    ]);
    expect(unreadable).toEqual([]);
    const [request] = site.requestsTo(PATH);
    expect(Object.fromEntries(request?.query ?? [])).toEqual({
      query: 'bitcoin lang:ko',
      max_results: '100',
      'tweet.fields': 'created_at,lang,entities,public_metrics',
      expansions: 'author_id',
      'user.fields': 'username',
    });
  });

  test('goes on from the newest post of the last one', async () => {
    const visit = visitor(source(), site);
    site.posts = [post(5), post(6)];
    await visit();
    site.posts = [post(1), ...site.posts];
    expect((await visit()).items.map(({ title }) => title.en)).toEqual(['Said 1 minutes ago']);
    expect((await visit()).items).toEqual([]);
    expect(site.requests.map(({ query }) => query.get('since_id'))).toEqual([null, post(5).id, post(1).id]);
  });

  test('after more than a week begins anew instead of being refused', async () => {
    const visit = visitor(source(), site);
    site.posts = [post(8 * 24 * 60)];
    await visit(NOW - 8 * 86_400_000);
    site.posts = [post(1)];
    expect((await visit()).items).toHaveLength(1);
  });

  test('turns three pages, and tells what it leaves', async () => {
    site.posts = Array.from({ length: 450 }, (_, at) => post(at + 1));
    const { items, unreadable, memory } = await visitor(source(), site)();
    expect(items).toHaveLength(300);
    expect(unreadable).toEqual([
      {
        place: 'search',
        problem: 'more than 300 posts since the last visit; the older ones are left. Narrow the query',
      },
    ]);
    expect(memory.cursor).toBe(post(1).id);
  });

  test('keeps a long post whole beneath its beginning', async () => {
    site.posts = [post(1, { text: '길다 '.repeat(400), lang: 'ko' }), post(2, { text: 'x'.repeat(10_000_000) })];
    const { items } = await visitor(source(), site, { maxBytes: 20_000_000 })();
    expect(items[0]?.title.ko).toHaveLength(280);
    expect(items[0]?.body.ko).toHaveLength(1_199);
    expect(items[1]?.body.en).toHaveLength(200_000);
  });

  test('loses nothing to a post that is broken', async () => {
    site.posts = [post(1), { id: 'x', text: '' }, post(3, { author_id: '9', created_at: 'soon' })];
    const { items, unreadable } = await visitor(source(), site)();
    expect(items.map(({ source: name, publishedAt }) => [name, publishedAt])).toEqual([
      ['@deskofnews', NOW - MINUTE],
      ['x', null],
    ]);
    expect(unreadable).toEqual([{ place: 'post 2', problem: 'its "id" is missing or cannot be used' }]);
  });

  test('tells that X left something out', async () => {
    site.on(PATH, jsonOf({ errors: [{ title: 'Not Found Error' }, { title: 'Not Found Error' }], meta: {} }));
    const { unreadable } = await visitor(source(), site)();
    expect(unreadable).toEqual([{ place: 'search', problem: 'X left out 2 of its answers' }]);
  });
});

describe('a refusal', () => {
  test.each([
    [400, 'X does not understand the query, or the place to go on from; check the query of the search on X'],
    [401, 'X does not accept the bearer token; check X_BEARER_TOKEN_FILE'],
    [403, 'X does not allow this search to the account of the bearer token; see its plan, and X_BEARER_TOKEN_FILE'],
    [429, 'X is asked too often, or the month of the plan is used up; it is left alone for a while'],
  ])('of status %i is told with what to do, and without the key', async (status, message) => {
    site.on(PATH, { status, body: `{"detail": "${BEARER}"}` });
    const error = await visitor(source(), site)().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: `status-${status}`, message });
    expect(JSON.stringify(error)).not.toContain(BEARER);
  });

  test('for want of a key asks nobody', async () => {
    await expect(visitor(source(null), site)()).rejects.toMatchObject({ code: 'key-missing' });
    expect(site.requests).toEqual([]);
  });

  test('of another key is X’s own', async () => {
    await expect(visitor(source('other'), site)()).rejects.toMatchObject({ code: 'status-401' });
  });
});

test('a query longer than X allows is not accepted', () => {
  expect(xSearchSchema.safeParse({ query: 'x'.repeat(513) }).error?.issues[0]?.message).toBe(
    'must be at most 512 characters, as X allows',
  );
});
