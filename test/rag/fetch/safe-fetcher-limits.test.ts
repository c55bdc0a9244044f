import { type AddressInfo, createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { FetchRequest } from '../../../rag/fetch/fetcher.ts';
import type { FetcherOptions } from '../../../rag/fetch/safe-fetcher.ts';
import { createLoopbackFetcher } from '../../fakes/web/loopback-fetcher.ts';
import { type Answering, redirectTo } from '../../fakes/web/web-answer.ts';
import { startWebServer, type WebServer } from '../../fakes/web/web-server.ts';
import { failureOf } from './source-failure.ts';

let server: WebServer | undefined;

/** Serves one page and fails to get it once, without further tries. */
async function failToGet(page: Answering, options: Partial<FetcherOptions> = {}, request: FetchRequest = {}) {
  server = await startWebServer({ '/page': page });
  const fetcher = createLoopbackFetcher([server], { ...options, limits: { retries: 0, ...options.limits } });
  return await failureOf(fetcher.get(`${server.origin}/page?key=secret`, { robots: 'api', ...request }));
}

afterEach(async () => {
  await server?.close();
  server = undefined;
});

const MEGABYTE = Buffer.alloc(1_000_000, 'news ');

describe('a page too large', () => {
  test('is refused by what it says of itself', async () => {
    const failure = await failToGet({ body: Buffer.alloc(10_000_000) });
    expect(failure).toMatchObject({ kind: 'refused', code: 'too-large' });
    expect(failure.message).toBe(`127.0.0.1:${server?.port}/page says that it is larger than 2000000 bytes.`);
  });

  test('is refused once that much has come, if it says nothing of itself', async () => {
    const failure = await failToGet({ repeat: { bytes: MEGABYTE, times: 10 } });
    expect(failure).toMatchObject({ kind: 'refused', code: 'too-large' });
    expect(failure.message).toBe(
      `127.0.0.1:${server?.port}/page is larger than 2000000 bytes and was not read further.`,
    );
  });

  test('is not read to its end, even if it has none', async () => {
    expect(await failToGet({ repeat: { bytes: MEGABYTE } })).toMatchObject({ code: 'too-large' });
  });

  test('is refused when it is one gigabyte of zeros in a megabyte', async () => {
    const before = process.memoryUsage().rss;
    const zeros = gzipSync(Buffer.alloc(2 ** 24));
    const headers = { 'content-encoding': 'gzip' };
    expect(await failToGet({ headers, repeat: { bytes: zeros, times: 64 } })).toMatchObject({
      kind: 'refused',
      code: 'bomb',
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  });

  test('is refused for its headers, too', async () => {
    expect(await failToGet({ headers: { 'x-long': 'x'.repeat(20_000) }, body: 'news' })).toMatchObject({
      kind: 'refused',
      code: 'headers-too-large',
    });
    await server?.close();
    const limits = { maxHeaderBytes: 1_000 };
    expect(await failToGet({ headers: { 'x-long': 'x'.repeat(2_000) } }, { limits })).toMatchObject({
      code: 'headers-too-large',
    });
  });

  test('is hung up on, also where only its status was of use', async () => {
    expect(await failToGet({ status: 404, repeat: { bytes: MEGABYTE } })).toMatchObject({ code: 'status-404' });
    await vi.waitFor(() => expect(server?.openConnections).toBe(0), { interval: 5 });
  });
});

describe('a page too slow', () => {
  test('is given up at the end of its time, however steadily it drips', async () => {
    const startedAt = performance.now();
    const failure = await failToGet({ body: MEGABYTE, drip: { bytes: 10, everyMs: 20 } }, { limits: { totalMs: 300 } });
    expect(failure).toMatchObject({ kind: 'unavailable', code: 'timeout' });
    expect(failure.message).toBe(`127.0.0.1:${server?.port}/page did not come whole within 300 ms.`);
    expect(performance.now() - startedAt).toBeLessThan(4_500);
  });

  test('is given up even while its host is still looked up', async () => {
    const hosts = [{ host: 'slow.example' }];
    server = await startWebServer();
    const limits = { totalMs: 150, retries: 0 };
    const fetcher = createLoopbackFetcher([server], { hosts, limits, resolve: () => new Promise(() => {}) });
    expect(await failureOf(fetcher.get('https://slow.example/', { robots: 'api' }))).toMatchObject({ code: 'timeout' });
  });

  test('has that time once, for all its redirects together', async () => {
    // Each page alone is quick enough, so that only the sum of them can be too slow, however slow the machine.
    const slow = ({ visit }: { visit: number }) => ({ ...redirectTo(visit < 4 ? '/page' : '/end'), delayMs: 400 });
    const failure = await failToGet(slow, { limits: { totalMs: 1_000 } });
    expect(failure).toMatchObject({ code: 'timeout' });
    expect(server?.requestsTo('/page').length).toBeLessThan(4);
  });

  test.each(['before-head', 'mid-body'] as const)('is given up when nothing comes for a while (%s)', async (hang) => {
    const failure = await failToGet({ body: 'news', hang }, { limits: { idleMs: 150 } });
    expect(failure).toMatchObject({ kind: 'unavailable', code: 'idle' });
    expect(failure.message).toBe(`127.0.0.1:${server?.port}/page was silent for 150 ms.`);
  });

  test('is not waited for by a caller who gives up', async () => {
    const startedAt = performance.now();
    const failure = await failToGet({ hang: 'before-head' }, {}, { signal: AbortSignal.timeout(100) });
    expect(failure).toMatchObject({ kind: 'unavailable', code: 'aborted' });
    expect(performance.now() - startedAt).toBeLessThan(4_500);
  });

  test('is not even asked for by one who had given up before', async () => {
    expect(await failToGet('news', {}, { signal: AbortSignal.abort() })).toMatchObject({ code: 'aborted' });
    expect(server?.requests).toEqual([]);
  });
});

describe('a broken answer', () => {
  test.each([
    ['a connection reset before the answer', { reset: 'before-head' }],
    ['a connection reset in the middle', { body: MEGABYTE, reset: 'mid-body' }],
    ['a body shorter than it says', { body: 'news', headers: { 'content-length': '400', connection: 'close' } }],
  ] as const)('is told: %s', async (_, answer) => {
    const failure = await failToGet(answer);
    expect(failure).toMatchObject({ kind: 'unavailable', code: 'connection' });
    expect(failure.message).not.toContain('secret');
  });

  test('is read as far as it says, if it is longer than it says', async () => {
    server = await startWebServer({ '/page': { body: 'news and more', headers: { 'content-length': '4' } } });
    const answer = await createLoopbackFetcher([server]).get(`${server.origin}/page`, { robots: 'api' });
    expect(answer).toMatchObject({ outcome: 'fetched', body: Buffer.from('news') });
  });

  test('is told: something that is no HTTP, none of which is passed on', async () => {
    const other = createServer((socket) => socket.end('SSH-2.0-OpenSSH_9.6 secret\r\n'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const hosts = [{ host: '127.0.0.1', http: true, ports: [port] }];
    const fetcher = createLoopbackFetcher([], { hosts, limits: { retries: 0 } });
    const error = await fetcher.get(`http://127.0.0.1:${port}/`, { robots: 'api' }).catch((reason: unknown) => reason);
    other.close();
    expect(error).toMatchObject({ code: 'broken-answer', cause: undefined });
    expect(String(error)).toBe(
      `SourceUnavailableError: 127.0.0.1:${port}/ answered in broken HTTP (HPE_INVALID_CONSTANT).`,
    );
  });

  test('is told: a host that nobody serves', async () => {
    server = await startWebServer();
    await server.close();
    const fetcher = createLoopbackFetcher([server], { limits: { retries: 0 } });
    expect(await failureOf(fetcher.get(`${server.origin}/`, { robots: 'api' }))).toMatchObject({
      kind: 'unavailable',
      code: 'connection',
      message: `The connection to 127.0.0.1:${server.port}/ failed (ECONNREFUSED).`,
    });
  });

  test('is told: a host without an address', async () => {
    server = await startWebServer();
    const fetcher = createLoopbackFetcher([server], {
      hosts: [{ host: 'gone.example' }],
      resolve: () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' })),
      limits: { retries: 0 },
    });
    expect(await failureOf(fetcher.get('https://gone.example/', { robots: 'api' }))).toMatchObject({ code: 'dns' });
  });
});

test.each(['gzip', 'br', 'deflate', 'deflate-raw'] as const)('a page packed as %s comes unpacked', async (encoding) => {
  const headers = { 'content-type': 'text/xml; charset=euc-kr' };
  server = await startWebServer({ '/page': { body: '<rss>뉴스</rss>', encoding, headers } });
  expect(await createLoopbackFetcher([server]).get(`${server.origin}/page`)).toEqual({
    outcome: 'fetched',
    body: Buffer.from('<rss>뉴스</rss>'),
    contentType: 'text/xml; charset=euc-kr',
    validators: { etag: undefined, lastModified: undefined },
    url: `${server.origin}/page`,
  });
});
