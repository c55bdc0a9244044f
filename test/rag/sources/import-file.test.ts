import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SourceItem } from '../../../rag/document.ts';
import { readImportFile } from '../../../rag/sources/import-file.ts';
import type { Unreadable } from '../../../rag/sources/source.ts';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'assent-import-'));
});
afterAll(() => rm(home, { recursive: true }));

async function read(path: string) {
  const items: SourceItem[] = [];
  const unreadable: Unreadable[] = [];
  for await (const item of readImportFile(path, { onUnreadable: (one) => unreadable.push(one) })) items.push(item);
  return { items, unreadable };
}

const file = async (name: string, content: string | Buffer) => {
  const path = join(home, name);
  await writeFile(path, content);
  return path;
};
const titles = (items: readonly SourceItem[]) => items.map(({ title }) => title.en);

describe('a file to import', () => {
  test.each([
    ['news.jsonl', Buffer.from('{"title":"One"}\nnonsense\n{"title":"Three"}')],
    ['news.jsonl.gz', gzipSync('{"title":"One"}\nnonsense\n{"title":"Three"}')],
    ['news.csv', Buffer.from('title,body\nOne,1\nnonsense\nThree,3')],
    ['news.CSV.gz', gzipSync('title,body\nOne,1\nnonsense\nThree,3')],
  ])('%s is read line by line, its last one included', async (name, content) => {
    const { items, unreadable } = await read(await file(name, content));
    expect(titles(items)).toEqual(['One', 'Three']);
    expect(unreadable.map(({ place }) => place)).toEqual([`${name}:${name.includes('jsonl') ? 2 : 3}`]);
  });

  test('in the columns of a news collection is read', async () => {
    const header = 'id,published_ms,title,summary,source,url,tickers,topics,votes,sentiment,sentiment_score,dataset';
    const row =
      'n1,1747360948000,"Fund, sold",The fund sold.,coindesk,https://news.example/1,BTC|ETH,etf|funds,,neutral,0.0,x';
    const { items, unreadable } = await read(await file('collection.csv', `${header}\n${row}\n`));
    expect(unreadable).toEqual([]);
    expect(items).toEqual([
      {
        publishedAt: 1_747_360_948_000,
        source: 'coindesk',
        kind: 'news',
        url: 'https://news.example/1',
        topic: 'etf',
        assets: ['BTC', 'ETH'],
        title: { en: 'Fund, sold' },
        body: { en: 'The fund sold.' },
      },
    ]);
  });

  test('as this product writes it keeps its numbers and both languages', async () => {
    const written = {
      id: 'N-7',
      publishedAt: 1_747_360_948_000,
      topic: 'etf',
      assets: ['BTC'],
      source: 'desk',
      title: { en: 'Sold', ko: '매각' },
      body: { en: 'It sold.' },
    };
    const { items } = await read(await file('own.jsonl', JSON.stringify(written)));
    expect(items[0]).toMatchObject(written);
  });

  test('of thirty thousand items is read as it is taken', async () => {
    const path = await file(
      'many.csv',
      `title,body\n${Array.from({ length: 30_000 }, (_, at) => `Item ${at},"a, b"`).join('\n')}`,
    );
    let taken = 0;
    for await (const item of readImportFile(path, { onUnreadable: () => expect.unreachable() })) {
      if (item.title.en === `Item ${taken}`) taken += 1;
    }
    expect(taken).toBe(30_000);
  });

  test('is let go of where somebody stops taking', async () => {
    const path = await file('stop.jsonl', '{"title":"One"}\n'.repeat(50_000));
    for await (const item of readImportFile(path, { onUnreadable: () => {} })) {
      expect(item.title.en).toBe('One');
      break;
    }
  });

  test('that cannot be used is told', async () => {
    const packed = gzipSync('{"title":"One"}\n'.repeat(10_000));
    const cases: readonly (readonly [string, string])[] = [
      [join(home, 'gone.csv'), 'is not there'],
      [await file('news.txt', ''), 'is not one of .jsonl, .csv, .jsonl.gz, .csv.gz'],
      [
        await file('cut.jsonl.gz', packed.subarray(0, packed.length - 20)),
        'breaks off: it cannot be unpacked to its end',
      ],
      [await file('plain.jsonl.gz', '{"title":"One"}\n'), 'is damaged: it cannot be unpacked to its end'],
    ];
    for (const [path, problem] of cases) {
      await expect(read(path)).rejects.toMatchObject({ name: 'SourceRefusedError', message: `${path} ${problem}` });
    }
  });
});

const SHARED = '../shared/data/news.csv.gz';
test.skipIf(!existsSync(SHARED))('the shared collection is read whole (skipped where it is not there)', async () => {
  const { items, unreadable } = await read(SHARED);
  expect(items).toHaveLength(14_507);
  expect(unreadable).toEqual([]);
  expect(items.filter(({ publishedAt }) => publishedAt === null)).toEqual([]);
});
