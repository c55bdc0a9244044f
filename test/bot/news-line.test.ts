import { describe, expect, test } from 'vitest';
import { newsCommand } from '../../bot/app/news.ts';
import { openFetcher, openSources } from '../../bot/app/news-sources.ts';
import { loadConfig } from '../../bot/config/config.ts';
import type { NewsConfig } from '../../bot/config/config-news.ts';
import { FILTER_FLAGS, filterProblem, filtersOf } from '../../bot/news-line/filters.ts';
import { momentOf, utcMinute } from '../../bot/news-line/news-line.ts';
import { NEWS_LINE } from '../../bot/news-line/registry.ts';
import { SourceRefusedError } from '../../rag/source-error.ts';
import { startWebServer } from '../fakes/web/web-server.ts';

const NOW = Date.UTC(2025, 4, 24, 12);
const now = () => NOW;

describe('the filters of list and search', () => {
  test('are read as they are written by hand', () => {
    const flags = { asset: 'btc, eth', source: 'coindesk', kind: 'notice', 'as-of': '2025-05-22 14:30', limit: '7' };
    expect(filtersOf({ flags, now }, 20)).toEqual({
      assets: ['BTC', 'ETH'],
      sources: ['coindesk'],
      kinds: ['notice'],
      asOf: Date.UTC(2025, 4, 22, 14, 30),
      limit: 7,
    });
  });

  test('may all be left out: everything known now', () => {
    expect(filtersOf({ flags: {}, now }, 20)).toEqual({
      assets: null,
      sources: undefined,
      kinds: undefined,
      asOf: NOW,
      limit: 20,
    });
  });

  test.each(['0', '-1', '1.5', '1e2', '', ' 5', '1001', 'abc', '٣', '0x10'])('refuse a limit of %j', (limit) => {
    expect(filterProblem({ flags: { limit }, now })).toBe('--limit must be a whole number from 1 to 1000.');
  });

  test.each([' ', ',', ' , ,'])('refuse %j as a list', (written) => {
    expect(filterProblem({ flags: { asset: written }, now })).toContain('--asset names no coin.');
    expect(filterProblem({ flags: { source: written }, now })).toContain('--source names no publisher.');
  });
});

describe('a time', () => {
  test.each([
    ['2025-05-22', '2025-05-22T23:59:59.999Z'],
    ['2025-05-22T14:30', '2025-05-22T14:30:00.000Z'],
    ['2025-05-22 14:30:05Z', '2025-05-22T14:30:05.000Z'],
    ['2024-02-29', '2024-02-29T23:59:59.999Z'],
  ])('written %s is %s', (written, meant) => {
    expect(momentOf(written)).toBe(Date.parse(meant));
  });

  test.each(['2025-02-29', '2025-04-31T10:00Z', '2025-05-22T24:00', '2025-13-01', 'yesterday', '2025-5-2', ''])(
    'is not %j',
    (written) => {
      expect(momentOf(written)).toBeNull();
    },
  );

  test('is told in UTC, to the minute', () => {
    expect(utcMinute(NOW + 59_999)).toBe('2025-05-24 12:00Z');
  });
});

test('every command names its flags, and none that the command line does not know', async () => {
  const { COMMAND_LINE } = await import('../../bot/command-line.ts');
  const known = Object.keys(COMMAND_LINE.find(({ name }) => name === 'news')?.flags ?? {});
  const own = NEWS_LINE.flatMap(({ flags }) => flags);
  expect(own.filter((flag) => !known.includes(flag))).toEqual([]);
  expect(own).toEqual(expect.arrayContaining([...FILTER_FLAGS]));
  expect(newsCommand).toBeTypeOf('function');
});

function newsOf(text: object): NewsConfig {
  const flags = {};
  const { config } = loadConfig({ workingDirectory: '/nowhere', flags, environment: {}, strategies: [] });
  return { ...config.news, ...text };
}

describe('the fetcher of the news', () => {
  const feed = (url: string) => ({ name: 'own', url, every: 300_000 });

  test('reaches several ports of one host of the own network, and none that was not named', async () => {
    const [one, other, third] = await Promise.all([
      startWebServer({ '/': 'a' }),
      startWebServer({ '/': 'b' }),
      startWebServer({ '/': 'c' }),
    ]);
    try {
      const news = newsOf({ privateHosts: [`127.0.0.1:${one.port}`, `127.0.0.1:${other.port}`] });
      const fetcher = openFetcher(news, openSources(news), '0.0.0');
      const get = (origin: string) => fetcher.get(`${origin}/`, { robots: 'api' });
      expect(await get(one.origin)).toMatchObject({ outcome: 'fetched' });
      expect(await get(other.origin)).toMatchObject({ outcome: 'fetched' });
      await expect(get(third.origin)).rejects.toThrow(/may not be asked on port/);
    } finally {
      await Promise.all([one.close(), other.close(), third.close()]);
    }
  });

  test.each([
    ['http://intranet/feed', 'is not on the list of hosts that may be asked'],
    ['http://127.0.0.1:1/feed', /private|own network|not.*public/i],
  ])('refuses %s where privateHosts does not name it', async (url, text) => {
    const standard = newsOf({});
    const news = { ...standard, sources: { ...standard.sources, feeds: [feed(url)] } };
    const fetcher = openFetcher(news, openSources(news), '0.0.0');
    const refused = fetcher.get(url, { robots: 'api' });
    await expect(refused).rejects.toThrow(text);
    await expect(refused).rejects.toBeInstanceOf(SourceRefusedError);
  });

  test('asks a mirror over https only, on the port that was written', async () => {
    const news = newsOf({ addresses: { mempool: 'https://mirror.example:8443' } });
    const sources = openSources(news);
    expect(sources.find(({ name }) => name === 'series:mempool')?.hosts).toEqual(['mirror.example']);
    const fetcher = openFetcher(news, sources, '0.0.0');
    await expect(fetcher.get('http://mirror.example:8443/', { robots: 'api' })).rejects.toThrow(
      'only be asked over https',
    );
    await expect(fetcher.get('https://mirror.example:1/', { robots: 'api' })).rejects.toThrow('port 1');
  });
});
