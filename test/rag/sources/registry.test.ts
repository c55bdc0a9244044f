import { describe, expect, test } from 'vitest';
import { createTextSources, newsSourcesSchema } from '../../../rag/sources/registry.ts';

const NO_KEYS = { cryptopanicToken: null, xBearer: null };
const names = (config: unknown) =>
  createTextSources(newsSourcesSchema.parse(config), NO_KEYS).map(({ name, everyMs }) => [name, everyMs]);

describe('the sources of texts', () => {
  test('are six feeds and the notices of two venues where nothing is set', () => {
    expect(names({})).toEqual([
      ['rss:coindesk', 300_000],
      ['rss:cointelegraph', 300_000],
      ['rss:decrypt', 300_000],
      ['rss:theblock', 300_000],
      ['rss:tokenpost', 300_000],
      ['rss:blockmedia', 300_000],
      ['notices:upbit', 60_000],
      ['notices:binance-listings', 60_000],
      ['notices:binance-delistings', 60_000],
      ['notices:binance-maintenance', 60_000],
    ]);
  });

  test('are those that are set', () => {
    const config = {
      feeds: [{ name: 'desk', url: 'https://news.example/rss', every: '1h30m', language: 'ko', zone: '+09:00' }],
      cryptopanic: { enabled: true },
      x: { enabled: true, query: 'bitcoin', every: '20m' },
      folder: { path: 'news' },
      notices: { upbit: false, binance: false, bithumb: true, every: '2m' },
    };
    expect(names(config)).toEqual([
      ['rss:desk', 5_400_000],
      ['cryptopanic', 600_000],
      ['x', 1_200_000],
      ['folder', 60_000],
      ['notices:bithumb', 120_000],
    ]);
  });

  test('name every host they go to', () => {
    const config = newsSourcesSchema.parse({
      cryptopanic: { enabled: true },
      x: { enabled: true },
      notices: { bithumb: true },
    });
    const hosts = createTextSources(config, NO_KEYS).flatMap((source) => source.hosts);
    expect([...new Set(hosts)]).toEqual([
      'coindesk.com',
      'cointelegraph.com',
      'decrypt.co',
      'theblock.co',
      'tokenpost.kr',
      'blockmedia.co.kr',
      'cryptopanic.com',
      'api.x.com',
      'api-manager.upbit.com',
      'www.binance.com',
      'api.bithumb.com',
    ]);
  });

  test.each([
    [{ feeds: [{ name: 'a', url: 'ftp://news.example' }] }, 'must be the http or https address of a feed'],
    [{ feeds: [{ name: 'A b', url: 'https://news.example' }] }, 'must be lower-case letters, digits and dashes'],
    [{ feeds: [1, 2].map(() => ({ name: 'a', url: 'https://news.example' })) }, 'must not name a feed twice'],
    [{ feeds: [{ name: 'a', url: 'https://news.example', every: 'often' }] }, 'must be a duration such as 5m'],
    [{ notices: { every: '1s' } }, 'must be at least 30s: the source would shut us out'],
    [{ cryptopanic: { currencies: ['btc'] } }, 'must be a coin name such as BTC'],
    [{ folder: { path: '' } }, 'must be the path of a folder'],
  ])('that are set to %j are refused with a reason', (config, message) => {
    expect(newsSourcesSchema.safeParse(config).error?.issues[0]?.message).toBe(message);
  });
});
