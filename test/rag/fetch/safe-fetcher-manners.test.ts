import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { FetcherOptions } from '../../../rag/fetch/safe-fetcher.ts';
import { createLeapingClock, type LeapingClock } from '../../fakes/web/leaping-clock.ts';
import { createLoopbackFetcher } from '../../fakes/web/loopback-fetcher.ts';
import { redirectTo } from '../../fakes/web/web-answer.ts';
import { startWebServer, type WebServer } from '../../fakes/web/web-server.ts';
import { failureOf } from './source-failure.ts';

let server: WebServer;
let clock: LeapingClock;

beforeEach(async () => {
  server = await startWebServer();
  clock = createLeapingClock();
});
afterEach(() => server.close());

/** A fetcher on a leaping clock whose chance always falls in the middle. */
function fetcherWith(changes: Partial<FetcherOptions> = {}) {
  return createLoopbackFetcher([server], { clock, random: () => 0.5, ...changes });
}

function page(path = '/page'): string {
  return `${server.origin}${path}`;
}

const API = { robots: 'api' } as const;

describe('a page seen before', () => {
  const lastModified = 'Tue, 20 May 2025 08:00:00 GMT';

  test('is not sent again while it has the same tag', async () => {
    server.on('/page', { body: 'news', etag: '"a"', lastModified });
    const first = await fetcherWith().get(page());
    expect(first).toMatchObject({ outcome: 'fetched', validators: { etag: '"a"', lastModified } });
    const validators = first.outcome === 'fetched' ? first.validators : {};
    expect(await fetcherWith().get(page(), { validators })).toEqual({ outcome: 'unchanged' });
    server.on('/page', { body: 'more news', etag: '"b"' });
    expect(await fetcherWith().get(page(), { validators })).toMatchObject({ body: Buffer.from('more news') });
  });

  test('nor while it has the same date, also behind a redirect', async () => {
    server.on('/old', redirectTo('/page', 308));
    server.on('/page', { body: 'news', lastModified });
    expect(await fetcherWith().get(page('/old'), { validators: { lastModified } })).toEqual({ outcome: 'unchanged' });
  });

  test('is forgotten where its tag is as long as a letter', async () => {
    server.on('/page', { body: 'news', etag: `"${'a'.repeat(300)}"`, lastModified });
    expect(await fetcherWith().get(page())).toMatchObject({ validators: { etag: undefined, lastModified } });
  });

  test('is a fault of the server where nothing was said of a page before', async () => {
    server.on('/page', { status: 304 });
    expect(await failureOf(fetcherWith().get(page(), API))).toMatchObject({ kind: 'unavailable', code: 'status-304' });
  });
});

describe('an answer that is a refusal', () => {
  test.each([
    [400, 'does not understand what it was asked (400).'],
    [401, 'wants a key, or another one (401): check the key in the configuration.'],
    [403, 'may not be read by us (403).'],
    [404, 'is not there (404): its address may have changed.'],
    [410, 'is gone for good (410): remove it from the sources.'],
    [422, 'answered 422.'],
  ])('is final: %i', async (status, sentence) => {
    server.on('/page', { status, body: 'sorry' });
    expect(await failureOf(fetcherWith().get(`${page()}?auth_token=secret`, API))).toEqual({
      kind: 'refused',
      code: `status-${status}`,
      message: `127.0.0.1:${server.port}/page ${sentence}`,
    });
    expect(server.requests).toHaveLength(1);
  });
});

describe('another try', () => {
  test('is made twice at most, after pauses that double', async () => {
    server.on('/page', { status: 503 });
    expect(await failureOf(fetcherWith().get(page(), API))).toEqual({
      kind: 'unavailable',
      code: 'status-503',
      message: `127.0.0.1:${server.port}/page is out of order (503).`,
      retryAfterMs: undefined,
    });
    expect(server.requests).toHaveLength(3);
    expect(clock.sleeps).toEqual([375, 750]);
  });

  test.each([
    ['a reset', { reset: 'before-head' }],
    ['a body cut off', { body: 'a body to be cut', reset: 'mid-body' }],
    ['a server error', { status: 500 }],
    ['a broken redirect', { status: 302 }],
  ] as const)('heals %s', async (_, failure) => {
    server.on('/page', ({ visit }) => (visit < 3 ? failure : 'news'));
    expect(await fetcherWith().get(page(), API)).toMatchObject({ outcome: 'fetched', body: Buffer.from('news') });
    expect(server.requests).toHaveLength(3);
  });

  test('waits as long as the server asks, in seconds or until a date', async () => {
    const date = new Date(clock.now() + 4_000).toUTCString();
    const asked = ['2', date];
    server.on('/page', ({ visit }) => {
      const wait = asked[visit - 1];
      return wait === undefined ? 'news' : { status: visit === 1 ? 429 : 503, headers: { 'retry-after': wait } };
    });
    expect(await fetcherWith().get(page(), API)).toMatchObject({ outcome: 'fetched' });
    expect(clock.sleeps).toEqual([2_000, 2_000]);
  });

  test.each([
    [418, 120],
    [429, 120],
    [503, 120],
    [503, 6],
  ])('is left to the caller where the server asks for a long wait (%i, %i s)', async (status, seconds) => {
    server.on('/page', { status, headers: { 'retry-after': String(seconds) } });
    expect(await failureOf(fetcherWith().get(page(), API))).toMatchObject({
      kind: 'unavailable',
      code: `status-${status}`,
      retryAfterMs: seconds * 1_000,
    });
    expect(clock.sleeps).toEqual([]);
  });

  test('is not made where the server has had enough and does not say for how long', async () => {
    server.on('/page', { status: 429 });
    expect(await failureOf(fetcherWith().get(page(), API))).toMatchObject({
      code: 'status-429',
      retryAfterMs: undefined,
    });
    expect(server.requests).toHaveLength(1);
  });

  test('is not made where its pause would overrun the time of the page', async () => {
    server.on('/page', { status: 503, headers: { 'retry-after': '5' } });
    await failureOf(fetcherWith().get(page(), API));
    expect(clock.sleeps).toEqual([5_000]);
    expect(server.requests).toHaveLength(2);
  });

  test('is not made for a caller who gives up in the pause', async () => {
    server.on('/page', { status: 503 });
    const controller = new AbortController();
    const sleep = async (_: number, signal?: AbortSignal) => {
      controller.abort();
      signal?.throwIfAborted();
    };
    const fetcher = fetcherWith({ clock: { now: clock.now, sleep } });
    expect(await failureOf(fetcher.get(page(), { ...API, signal: controller.signal }))).toMatchObject({
      code: 'aborted',
    });
    expect(server.requests).toHaveLength(1);
  });
});

describe('a host', () => {
  test('is asked once a second, after three at once', async () => {
    const hosts = [{ host: '127.0.0.1', http: true, ports: [server.port] }];
    const fetcher = fetcherWith({ hosts });
    server.on('/page', 'news');
    for (let visit = 0; visit < 5; visit += 1) await fetcher.get(page(), API);
    expect(clock.sleeps).toEqual([1_000, 1_000]);
  });

  test('is asked at its own pace where it has one', async () => {
    const hosts = [{ host: '127.0.0.1', http: true, ports: [server.port], requestsPerSecond: 0.1, burst: 1 }];
    const fetcher = fetcherWith({ hosts });
    server.on('/page', 'news');
    for (let visit = 0; visit < 3; visit += 1) await fetcher.get(page(), API);
    expect(clock.sleeps).toEqual([10_000, 10_000]);
  });

  test('is asked for two pages at a time at most', async () => {
    let open = 0;
    let most = 0;
    server.on('/page', async () => {
      open += 1;
      most = Math.max(most, open);
      await sleep(20);
      open -= 1;
      return 'news';
    });
    const fetcher = fetcherWith();
    await Promise.all(Array.from({ length: 8 }, () => fetcher.get(page(), API)));
    expect(server.requests).toHaveLength(8);
    expect(most).toBe(2);
  });
});

describe('robots.txt', () => {
  test('is asked for once a day, and what it closes is left alone', async () => {
    server.on(
      '/robots.txt',
      'User-agent: *\nDisallow: /private\n\nUser-agent: Assent\nDisallow: /members\nAllow: /members/free',
    );
    for (const path of ['/members/free', '/private']) server.on(path, 'news');
    const fetcher = fetcherWith();
    expect(await fetcher.get(page('/members/free'))).toMatchObject({ outcome: 'fetched' });
    expect(await fetcher.get(page('/private'))).toMatchObject({ outcome: 'fetched' });
    expect(await failureOf(fetcher.get(page('/members/paid?key=secret')))).toEqual({
      kind: 'refused',
      code: 'robots',
      message: `127.0.0.1:${server.port}/members/paid is closed to programs by the robots.txt of its host.`,
    });
    expect(server.requestsTo('/members/paid')).toEqual([]);
    expect(server.requestsTo('/robots.txt')).toHaveLength(1);
    clock.leap(24 * 3_600_000);
    await fetcher.get(page('/private'));
    expect(server.requestsTo('/robots.txt')).toHaveLength(2);
  });

  test('counts after a redirect, too', async () => {
    server.on('/robots.txt', 'User-agent: *\nDisallow: /closed');
    server.on('/open', redirectTo('/closed'));
    expect(await failureOf(fetcherWith().get(page('/open')))).toMatchObject({ code: 'robots' });
    expect(server.requestsTo('/closed')).toEqual([]);
  });

  test('is not asked for before an API', async () => {
    server.on('/robots.txt', 'User-agent: *\nDisallow: /');
    server.on('/page', 'news');
    expect(await fetcherWith().get(page(), API)).toMatchObject({ outcome: 'fetched' });
    expect(server.requestsTo('/robots.txt')).toEqual([]);
  });

  test.each([
    ['is not there', { status: 404 }],
    ['is closed to us', { status: 403 }],
    ['is a page about something else', '<html><body>Welcome</body></html>'],
    ['lies where we do not go', redirectTo('https://elsewhere.example/robots.txt')],
    ['is empty', ''],
  ])('allows all where it %s', async (_, answer) => {
    server.on('/robots.txt', answer);
    server.on('/page', 'news');
    expect(await fetcherWith().get(page())).toMatchObject({ outcome: 'fetched' });
  });

  test.each([
    ['fails', { status: 500 }],
    ['is asked for too often', { status: 429 }],
    ['breaks off', { reset: 'before-head' }],
  ] as const)('keeps us away where it %s, and is asked for again after a minute', async (_, answer) => {
    server.on('/robots.txt', answer);
    server.on('/page', 'news');
    const fetcher = fetcherWith();
    const unreachable = { kind: 'unavailable', code: 'robots-unreachable' };
    expect(await failureOf(fetcher.get(page()))).toMatchObject(unreachable);
    const asked = server.requests.length;
    expect(await failureOf(fetcher.get(page()))).toMatchObject(unreachable);
    expect(server.requests).toHaveLength(asked);
    expect(server.requestsTo('/page')).toEqual([]);
    server.on('/robots.txt', { status: 404 });
    clock.leap(60_000);
    expect(await fetcher.get(page())).toMatchObject({ outcome: 'fetched' });
  });

  test('slows us down, within reason', async () => {
    server.on('/page', 'news');
    server.on('/robots.txt', 'User-agent: *\nCrawl-delay: 4');
    const fetcher = fetcherWith();
    for (let visit = 0; visit < 3; visit += 1) await fetcher.get(page());
    expect(clock.sleeps).toEqual([4_000, 4_000]);
    server.on('/robots.txt', 'User-agent: *\nCrawl-delay: 86400');
    const patient = fetcherWith();
    for (let visit = 0; visit < 2; visit += 1) await patient.get(page());
    expect(clock.sleeps).toEqual([4_000, 4_000, 30_000]);
  });

  test('is fetched once for all who wait, and for nobody once all have given up', async () => {
    server.on('/page', 'news');
    server.on('/robots.txt', { body: '', delayMs: 30 });
    const fetcher = fetcherWith();
    await Promise.all([fetcher.get(page()), fetcher.get(page()), fetcher.get(page())]);
    expect(server.requestsTo('/robots.txt')).toHaveLength(1);

    server.on('/robots.txt', { hang: 'before-head' });
    const alone = fetcherWith();
    expect(await failureOf(alone.get(page(), { signal: AbortSignal.timeout(30) }))).toMatchObject({ code: 'aborted' });
    await vi.waitFor(() => expect(server.openConnections).toBe(0), { interval: 5 });
    server.on('/robots.txt', 'User-agent: *\nDisallow: /page');
    expect(await failureOf(alone.get(page()))).toMatchObject({ code: 'robots' });
  });
});
