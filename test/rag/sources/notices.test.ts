import { afterEach, describe, expect, test } from 'vitest';
import { createBinanceAnnouncementSources } from '../../../rag/sources/binance-announcements.ts';
import { createBithumbNoticesSource } from '../../../rag/sources/bithumb-notices.ts';
import { noticeAssets, noticeTopic } from '../../../rag/sources/notice-title.ts';
import type { Source } from '../../../rag/sources/source.ts';
import { createUpbitNoticesSource } from '../../../rag/sources/upbit-notices.ts';
import {
  binanceArticle,
  bithumbNotice,
  startBinanceSite,
  startBithumbSite,
  startUpbitSite,
  upbitNotice,
} from '../../fakes/news-sites/venue-sites.ts';
import type { WebServer } from '../../fakes/web/web-server.ts';
import { visitor } from './loopback.ts';

const open: WebServer[] = [];
afterEach(() => Promise.all(open.splice(0).map((server) => server.close())));

const everyMs = 60_000;

interface Venue {
  readonly source: Source;
  readonly server: WebServer;
  readonly path: string;
  readonly notice: (id: number, title: string, more?: Record<string, unknown>) => unknown;
  publish(notices: readonly unknown[]): void;
}

async function upbit(): Promise<Venue> {
  const server = await startUpbitSite();
  const source = createUpbitNoticesSource({ everyMs, origin: server.origin });
  const publish = (notices: readonly unknown[]) => Object.assign(server, { notices });
  open.push(server);
  return { source, server, path: '/api/v1/announcements', notice: upbitNotice, publish };
}

async function bithumb(): Promise<Venue> {
  const server = await startBithumbSite();
  const source = createBithumbNoticesSource({ everyMs, origin: server.origin });
  const publish = (notices: readonly unknown[]) => Object.assign(server, { notices });
  open.push(server);
  return { source, server, path: '/v1/notices', notice: bithumbNotice, publish };
}

async function binance(): Promise<Venue & { readonly sources: readonly Source[] }> {
  const server = await startBinanceSite();
  const sources = createBinanceAnnouncementSources({ everyMs, origin: server.origin });
  const publish = (notices: readonly unknown[]) => Object.assign(server, { articles: { 48: notices } });
  const path = '/bapi/composite/v1/public/cms/article/list/query';
  open.push(server);
  return { source: sources[0] as Source, sources, server, path, notice: binanceArticle, publish };
}

describe.each([
  ['Upbit', upbit],
  ['Bithumb', bithumb],
  ['Binance', binance],
] as const)('the notices of %s', (name, start) => {
  test('are returned when they are new or were edited', async () => {
    const { source, server, notice, publish } = await start();
    const visit = visitor(source, server);
    publish([notice(2, 'Second (BBB)'), notice(1, 'First (AAA)')]);
    expect((await visit()).items.map(({ title }) => title.en)).toEqual(['Second (BBB)', 'First (AAA)']);
    publish([notice(3, 'Third (CCC)'), notice(2, 'Second (BBB) (done)'), notice(1, 'First (AAA)')]);
    expect((await visit()).items.map(({ title }) => title.en)).toEqual(['Third (CCC)', 'Second (BBB) (done)']);
  });

  test('are not sent again where nothing has changed', async () => {
    const { source, server, notice, publish } = await start();
    const visit = visitor(source, server);
    publish([notice(1, 'First')]);
    await visit();
    expect(await visit()).toMatchObject({ items: [], unchanged: true });
  });

  test('are notices of the venue at their time', async () => {
    const { source, server, notice, publish } = await start();
    publish([notice(1, 'First (AAA)')]);
    const { items } = await visitor(source, server)();
    expect(items[0]).toMatchObject({ kind: 'notice', source: name.toLowerCase(), assets: ['AAA'] });
    expect(items[0]?.url).toMatch(/^https:\/\/(upbit|feed\.bithumb|www\.binance)\.com\//);
  });

  test('lose nothing to one that is broken', async () => {
    const { source, server, notice, publish } = await start();
    publish([notice(3, 'Third'), null, notice(2, ''), notice(1, 'First')]);
    const { items, unreadable } = await visitor(source, server)();
    expect(items.map(({ title }) => title.en)).toEqual(['Third', 'First']);
    expect(unreadable.map(({ place, problem }) => `${place.split(' ')[1]} ${problem}`)).toEqual([
      '2 it is not what was expected',
      '3 its "title" is missing or cannot be used',
    ]);
  });

  test('are cut where they have no end, and come once where they come often', async () => {
    const { source, server, notice, publish } = await start();
    publish([notice(2, '나'.repeat(3_000_000)), ...Array.from({ length: 1_000 }, () => notice(1, 'First'))]);
    const { items } = await visitor(source, server, { maxBytes: 20_000_000 })();
    expect(items.map(({ title }) => (title.ko ?? title.en)?.length)).toEqual([4_000, 5]);
  });

  test('in EUC-KR are read', async () => {
    const { source, server, path, notice } = await start();
    const notices = [notice(1, '@@', { category: 'notice', categories: [] })];
    const answer = name === 'Bithumb' ? notices : { success: true, data: { notices, articles: notices } };
    const [before = '', ...after] = JSON.stringify(answer).split('@@');
    const coin = Buffer.from([0xc4, 0xda, 0xc0, 0xce]); // "코인", by the table of KS X 1001.
    server.on(path, Buffer.concat([Buffer.from(before), ...after.flatMap((text) => [coin, Buffer.from(text)])]));
    expect((await visitor(source, server)()).items[0]?.title).toEqual({ ko: '코인' });
  });

  test.each([
    ['<html>Attention Required</html>', /answered what is not JSON/],
    ['{"data": 0}', /answered in another form than it documents/],
    ['null', /answered in another form than it documents/],
  ])('that are %s are told', async (body, message) => {
    const { source, server, path } = await start();
    server.on(path, body);
    await expect(visitor(source, server)()).rejects.toThrow(message);
  });

  test('that may not be read are told with the venue’s name', async () => {
    const { source, server, path } = await start();
    const visit = visitor(source, server);
    server.on(path, { status: 429, headers: { 'retry-after': '30' } });
    await expect(visit()).rejects.toMatchObject({ code: 'status-429', retryAfterMs: 30_000 });
    server.on(path, { status: 403 });
    await expect(visit()).rejects.toThrow(
      new RegExp(`^${name} does not let its (notices|announcements) be read from here`),
    );
  });
});

test('Upbit’s time is that of the last change, and Korean where it names no offset', async () => {
  const { source, server, publish } = await upbit();
  publish([
    upbitNotice(3, '가', { listed_at: '2026-05-12T18:00:00+09:00', first_listed_at: '2026-05-01T18:00:00+09:00' }),
    upbitNotice(2, '나', { listed_at: '2026-05-12T18:00:00' }),
    upbitNotice(1, '다', { listed_at: null, first_listed_at: null }),
    upbitNotice(4, '라', { listed_at: '2099-01-01T00:00:00+09:00' }),
  ]);
  const { items } = await visitor(source, server)();
  const nine = Date.UTC(2026, 4, 12, 9);
  expect(items.map(({ publishedAt }) => publishedAt)).toEqual([nine, nine, null, Date.UTC(2098, 11, 31, 15)]);
});

test('Bithumb’s time is Korean', async () => {
  const { source, server, publish } = await bithumb();
  publish([bithumbNotice(1, '가', { published_at: '2026-05-12 18:00:00' })]);
  expect((await visitor(source, server)()).items[0]?.publishedAt).toBe(Date.UTC(2026, 4, 12, 9));
});

test('Binance’s catalogues are sources of their own', async () => {
  const { sources, server } = await binance();
  Object.assign(server, {
    articles: {
      48: [binanceArticle(1, 'Binance Will List Example Coin (EXC)')],
      161: [binanceArticle(2, 'Binance Will Delist AAA, BBB')],
      157: [binanceArticle(3, 'Wallet Maintenance for Example Network (EXN)')],
    },
  });
  const harvests = await Promise.all(sources.map((source) => visitor(source, server)()));
  expect(sources.map(({ name }) => name)).toEqual([
    'notices:binance-listings',
    'notices:binance-delistings',
    'notices:binance-maintenance',
  ]);
  expect(harvests.map(({ items }) => items.map(({ topic, assets }) => [topic, assets]))).toEqual([
    [['listing', ['EXC']]],
    [['delisting', []]],
    [['maintenance', ['EXN']]],
  ]);
});

test('Binance’s answer without a list, as to one who asks too often, is no empty list', async () => {
  const { source, server } = await binance();
  Object.assign(server, { throttled: true });
  await expect(visitor(source, server)()).rejects.toMatchObject({ name: 'SourceUnavailableError' });
});

describe('the title of a notice', () => {
  test.each([
    ['인튜이션(TRUST) 신규 거래지원 안내 (KRW, BTC, USDT 마켓)', 'listing', ['TRUST']],
    ['딥북(DEEP) KRW 마켓 디지털 자산 추가', 'listing', ['DEEP']],
    ['Market Support for Meteora(MET2) (KRW, BTC, USDT Market)', 'listing', ['MET2']],
    ['비트코인골드(BTG) 거래지원 종료 안내 (5/30 15:00)', 'delisting', ['BTG']],
    ['예시코인(EXC) 거래 유의 종목 지정 안내', 'delisting', ['EXC']],
    ['네트워크 이슈에 따른 밸리디티(VAL) 입출금 일시 중단 안내 (완료)', 'maintenance', ['VAL']],
    ['서버 점검 안내 (05/13 03:00 ~ 05:00 KST)', 'maintenance', []],
    ['Binance Will Delist EXA (EXA), EXB (EXB) on 2026-05-20', 'delisting', ['EXA', 'EXB']],
    ['Binance Will Support the Example (EXC) Network Upgrade & Hard Fork', 'maintenance', ['EXC']],
    ['[안내] 설문 조사', undefined, []],
  ])('%s', (title, topic, assets) => {
    expect(noticeTopic(title)).toBe(topic);
    expect(noticeAssets(title)).toEqual(assets);
  });
});
