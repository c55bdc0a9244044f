import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CryptoPanicSite } from '../fakes/news-sites/cryptopanic-site.ts';
import { startCryptoPanicSite } from '../fakes/news-sites/cryptopanic-site.ts';
import { type PublishedItem, rss2 } from '../fakes/news-sites/feed-site.ts';
import { startAlternativeMe } from '../fakes/series-sites/alternative-me.ts';
import type { SeriesSite } from '../fakes/series-sites/series-site.ts';
import { redirectTo } from '../fakes/web/web-answer.ts';
import { startWebServer, type WebServer } from '../fakes/web/web-server.ts';
import { cli } from './cli.ts';

const TOKEN = 'canary-4711-token';
const DAY_MS = 86_400_000;
const FEEDS = ['sound', 'down', 'malformed', 'gone', 'closed', 'away', 'inside'] as const;

let folder = '';
let data = '';
let config = '';
let site: WebServer;
let panic: CryptoPanicSite;
let index: SeriesSite;
const output: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assent-fetch-'));
  data = join(folder, 'data');
  mkdirSync(join(folder, 'inbox'));
  site = await startWebServer({
    '/robots.txt': 'User-agent: *\nDisallow: /closed\n',
    '/sound': { body: rss2(published('as it was')), etag: '"1"' },
    '/down': { status: 503, headers: { 'retry-after': '7200' } },
    '/malformed': 'no feed at all',
    '/gone': { status: 404 },
    '/closed': rss2(published('not for us')),
    '/away': redirectTo('http://10.0.0.1/feed'),
    '/inside': redirectTo('http://127.0.0.1:9/feed'),
  });
  panic = await startCryptoPanicSite(TOKEN);
  const midnight = Math.trunc(Date.now() / DAY_MS) * DAY_MS;
  index = await startAlternativeMe([{ at: midnight, value: 71 }]);
  config = join(folder, 'config.yaml');
  writeFileSync(config, configText());
});

afterAll(async () => {
  await Promise.all([site.close(), panic.close(), index.close()]);
  rmSync(folder, { recursive: true, force: true });
});

function published(text: string): readonly PublishedItem[] {
  const date = new Date(Date.now() - 3_600_000).toUTCString();
  return [
    { title: 'Bitcoin miners move to the north', link: 'https://sound.example/1', description: text, date },
    { title: '업비트, 새로운 코인을 상장한다', link: 'https://sound.example/2', date },
  ];
}

function configText(): string {
  const origins = [site.origin, panic.origin, index.origin];
  return [
    'news:',
    `  privateHosts: ${origins.map((origin) => new URL(origin).host).join(', ')}`,
    '  sources:',
    '    feeds:',
    ...FEEDS.map((name) => `      - { name: ${name}, url: "${site.origin}/${name}" }`),
    '    cryptopanic: { enabled: true }',
    '    folder: { path: inbox }',
    '    notices: { upbit: false, binance: false, bithumb: false }',
    '  figures: { funding: { enabled: false }, mempool: false }',
    `  addresses: { cryptopanic: "${panic.origin}", fearGreed: "${index.origin}" }`,
  ].join('\n');
}

async function news(...args: string[]) {
  const environment = { CRYPTOPANIC_TOKEN: TOKEN };
  const run = await cli(['news', ...args, '--data', data, '--config', config], {
    environment,
    workingDirectory: folder,
  });
  output.push(run.stdout, run.stderr);
  return run;
}

interface Report {
  readonly source: string;
  readonly outcome: string;
  readonly unchanged?: boolean;
  readonly problem?: string;
  readonly documents?: Readonly<Record<string, unknown>> | null;
  readonly nextVisitAt?: number;
}

async function fetched(...args: string[]): Promise<ReadonlyMap<string, Report>> {
  const { stdout } = await news('fetch', '--json', ...args);
  return new Map((JSON.parse(stdout) as Report[]).map((report) => [report.source, report]));
}

describe('assent news fetch', () => {
  it('stores what sound sources give and tells of each other one what is wrong with it', async () => {
    writeFileSync(join(folder, 'inbox', 'own.md'), '# Ether staking grows\n\nSeen by ourselves.\n');
    panic.posts = [{ title: 'A whale wakes', published_at: new Date().toISOString(), instruments: [{ code: 'BTC' }] }];
    const before = Date.now();
    const { code, stdout, stderr } = await news('fetch');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n').sort();
    expect(lines).toEqual([
      '  document: is neither RSS nor Atom; check the address',
      'cryptopanic: 1 new of 1.',
      'folder: 1 new of 1.',
      expect.stringMatching(/^rss:away: FAILED\. .*10\.0\.0\.1.* It is tried again from /),
      expect.stringMatching(/^rss:closed: FAILED\. .*robots\.txt/),
      expect.stringMatching(/^rss:down: FAILED\. .*It is tried again from /),
      expect.stringMatching(/^rss:gone: FAILED\. gone has no feed at this address any more; check it/),
      expect.stringMatching(/^rss:inside: FAILED\. .*may not be asked on port 9/),
      'rss:malformed: 1 unreadable.',
      'rss:sound: 2 new of 2.',
      expect.stringMatching(/^series:fear-greed: \d+ values\.$/),
    ]);
    expect(Date.now() - before).toBeLessThan(40_000);
    expect(site.requestsTo('/closed')).toEqual([]);
  });

  it('keeps how it goes with each source for the next process: none is due, and one asked to be left alone', async () => {
    expect(await news('fetch')).toMatchObject({
      code: 0,
      stdout: 'No source is due yet. With --all they are visited all the same.\n',
    });
    const { stdout } = await news('stats', '--json');
    const { sources } = JSON.parse(stdout);
    const down = sources.find(({ name }: { name: string }) => name === 'rss:down');
    expect(down).toMatchObject({ failures: 1, lastSuccessAt: null });
    expect(down.nextVisitAt - down.lastVisitAt).toBe(7_200_000);
    const gone = sources.find(({ name }: { name: string }) => name === 'rss:gone');
    expect(gone.nextVisitAt - gone.lastVisitAt).toBe(6 * 3_600_000);
  });

  it('finds nothing new the second time, asks with what the server gave, and counts the failures on', async () => {
    const reports = await fetched('--all');
    expect(reports.get('rss:sound')).toMatchObject({ outcome: 'visited', unchanged: true, documents: null });
    expect(site.requestsTo('/sound').at(-1)?.headers['if-none-match']).toBe('"1"');
    expect(reports.get('cryptopanic')).toMatchObject({ outcome: 'visited', documents: null });
    expect(reports.get('folder')).toMatchObject({ outcome: 'visited', documents: null });
    const { stdout } = await news('stats', '--json');
    const { documents, sources } = JSON.parse(stdout);
    expect(documents).toBe(4);
    expect(sources.find(({ name }: { name: string }) => name === 'rss:closed')).toMatchObject({ failures: 2 });
  });

  it('takes an edited item for a revision of what it was', async () => {
    site.on('/sound', { body: rss2(published('as it was corrected, with another number in it')), etag: '"2"' });
    expect(await news('fetch', 'rss:sound')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^rss:sound: 1 new of 1, .*1 revised/),
    });
    const { stdout } = await news('list', '--source', 'sound', '--json');
    const stored = JSON.parse(stdout) as { title: { en?: string }; flags: string[]; story: string }[];
    expect(stored.filter(({ title }) => title.en?.startsWith('Bitcoin miners')).map(({ flags }) => flags)).toEqual(
      expect.arrayContaining([expect.arrayContaining(['revised']), expect.not.arrayContaining(['revised'])]),
    );
  });

  it('ends with code 1 where the only source that was asked fails, and with 2 where there is none of the name', async () => {
    expect(await news('fetch', 'rss:gone')).toMatchObject({ code: 1 });
    expect(await news('fetch', 'rss:sond')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: 'There is no source "rss:sond". Did you mean rss:sound?\n',
    });
  });

  it('is not held up by a source that never answers, and says so', async () => {
    site.on('/sound', { hang: 'before-head' });
    site.on('/malformed', { body: rss2(published('mended')), hang: 'mid-body' });
    const before = Date.now();
    const reports = await fetched('--all');
    expect(Date.now() - before).toBeLessThan(60_000);
    expect(reports.get('rss:sound')).toMatchObject({ outcome: 'failed', problem: expect.stringContaining('/sound') });
    expect(reports.get('rss:malformed')).toMatchObject({ outcome: 'failed' });
    expect(reports.get('series:fear-greed')).toMatchObject({ outcome: 'visited' });
    expect(reports.size).toBe(FEEDS.length + 3);
  }, 90_000);

  it('shows the key nowhere: not where it is refused, not in the log, not in the database', async () => {
    panic.on('/api/developer/v2/posts/', ({ query }) => ({ status: 500, body: `no: ${query.get('auth_token')}` }));
    expect(await fetched('cryptopanic')).toMatchObject(new Map([['cryptopanic', { outcome: 'failed' }]]));
    expect(panic.requests.at(-1)?.query.get('auth_token')).toBe(TOKEN);
    output.push(readFileSync(join(data, 'assent.log'), 'utf8'));
    expect(output.join('\n')).not.toContain(TOKEN);
    expect(() => execFileSync('grep', ['-rlaF', TOKEN, data])).toThrow();
  });
});
