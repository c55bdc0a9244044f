import { appendFile, mkdir, mkdtemp, rename, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fetcher } from '../../../rag/fetch/fetcher.ts';
import { createFolderSource } from '../../../rag/sources/folder.ts';
import type { SourceMemory } from '../../../rag/sources/source.ts';

const NOBODY: Fetcher = { get: () => Promise.reject(new Error('a folder asks nobody')) };

let home: string;
let folder: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'assent-folder-'));
  folder = join(home, 'news');
  await mkdir(folder);
});
afterEach(() => rm(home, { recursive: true }));

/** Visits again and again, with the memory of the visit before. */
function visitor() {
  const source = createFolderSource({ path: folder, every: 60_000 });
  let memory: SourceMemory = {};
  return async () => {
    const harvest = await source.visit({ fetcher: NOBODY, memory: JSON.parse(JSON.stringify(memory)), now: 0 });
    memory = harvest.memory;
    const titles = harvest.items.map(({ title }) => title.ko ?? title.en);
    return { ...harvest, titles };
  };
}

const write = (name: string, text: string | Buffer) => writeFile(join(folder, name), text);
const line = (title: string, more: object = {}) => `${JSON.stringify({ title, ...more })}\n`;

describe('JSON lines', () => {
  test('are items', async () => {
    const story = {
      published: '2026-05-12T09:00:00Z',
      body: 'It did.',
      source: 'desk',
      url: 'https://news.example/1',
      assets: ['BTC'],
    };
    await write('a.jsonl', line('Bank buys bitcoin', story));
    const { items } = await visitor()();
    expect(items).toEqual([
      {
        publishedAt: Date.UTC(2026, 4, 12, 9),
        source: 'desk',
        kind: 'news',
        url: 'https://news.example/1',
        topic: undefined,
        assets: ['BTC'],
        title: { en: 'Bank buys bitcoin' },
        body: { en: 'It did.' },
      },
    ]);
  });

  test('are read on where lines were added, and not from the beginning', async () => {
    const visit = visitor();
    await write('a.jsonl', line('One') + line('Two'));
    expect((await visit()).titles).toEqual(['One', 'Two']);
    expect(await visit()).toMatchObject({ titles: [], unchanged: true });
    await appendFile(join(folder, 'a.jsonl'), line('Three'));
    expect((await visit()).titles).toEqual(['Three']);
  });

  test('are read anew where the file was written anew', async () => {
    const visit = visitor();
    await write('a.jsonl', line('One') + line('Two'));
    await visit();
    await write('a.jsonl', line('Uno') + line('Due') + line('Tre'));
    expect((await visit()).titles).toEqual(['Uno', 'Due', 'Tre']);
    await truncate(join(folder, 'a.jsonl'), line('Uno').length);
    expect((await visit()).titles).toEqual(['Uno']);
  });

  test('that are half written wait until they are whole', async () => {
    const visit = visitor();
    const half = line('Half').slice(0, 7);
    await write('a.jsonl', line('One') + half);
    expect(await visit()).toMatchObject({ titles: ['One'], unreadable: [] });
    await appendFile(join(folder, 'a.jsonl'), line('Half').slice(7));
    expect((await visit()).titles).toEqual(['Half']);
  });

  test('that end without a line end are read once nobody writes any more', async () => {
    const visit = visitor();
    await write('a.jsonl', line('One') + line('Last').trimEnd());
    expect((await visit()).titles).toEqual(['One']);
    expect((await visit()).titles).toEqual(['Last']);
    expect((await visit()).unchanged).toBe(true);
  });

  test('that are broken are told by file and line, and cost no other', async () => {
    const visit = visitor();
    const broken = '{"title": \n\n["Two"]\n{"title": ""}\n{"title": "Six", "url": 7}\n';
    await write('a.jsonl', line('One') + broken + line('Seven'));
    const { titles, unreadable } = await visit();
    expect(titles).toEqual(['One', 'Seven']);
    expect(unreadable).toEqual([
      { place: 'a.jsonl:2', problem: 'is not a JSON object' },
      { place: 'a.jsonl:4', problem: 'is not a JSON object' },
      { place: 'a.jsonl:5', problem: 'has no title' },
      { place: 'a.jsonl:6', problem: 'has a url that cannot be used' },
    ]);
    await appendFile(join(folder, 'a.jsonl'), 'nonsense\n');
    expect((await visit()).unreadable).toEqual([{ place: 'a.jsonl:8', problem: 'is not a JSON object' }]);
  });

  test('by the thousand are handed over in parts', async () => {
    const visit = visitor();
    await write('a.jsonl', Array.from({ length: 12_000 }, (_, at) => line(`${at}`)).join(''));
    const parts = [await visit(), await visit(), await visit(), await visit()];
    expect(parts.map(({ items }) => items.length)).toEqual([5_000, 5_000, 2_000, 0]);
    expect(new Set(parts.flatMap(({ titles }) => titles)).size).toBe(12_000);
  });

  test('of ten million characters are read and cut; of more than sixteen megabytes are told', async () => {
    await write('a.jsonl', line('x'.repeat(10_000_000)) + line('y'.repeat(17_000_000)) + line('After'));
    const { items, unreadable, titles } = await visitor()();
    expect(items[0]?.title.en).toHaveLength(4_000);
    expect(titles[1]).toBe('After');
    expect(unreadable).toEqual([{ place: 'a.jsonl:2', problem: 'is longer than 16 MB' }]);
  });

  test('keep what is missing missing, and the future as it is', async () => {
    await write(
      'a.jsonl',
      line('Undated') + line('Future', { published: '2099-01-01T00:00:00Z' }) + line('Odd', { date: 'soon' }),
    );
    const { items } = await visitor()();
    expect(items.map(({ publishedAt, source }) => [publishedAt, source])).toEqual([
      [null, 'file'],
      [Date.UTC(2099, 0, 1), 'file'],
      [null, 'file'],
    ]);
  });
});

describe('CSV', () => {
  test('in the simple form is items', async () => {
    const visit = visitor();
    const row = '2026-05-12T09:00:00Z,"Bank, ""the"" bank","Two\nlines",desk,https://news.example/1,BTC ETH\n';
    await write('a.csv', `published,title,body,source,url,assets\n${row}`);
    const { items } = await visit();
    expect(items[0]).toMatchObject({
      publishedAt: Date.UTC(2026, 4, 12, 9),
      title: { en: 'Bank, "the" bank' },
      body: { en: 'Two\nlines' },
      assets: ['BTC', 'ETH'],
    });
    await appendFile(join(folder, 'a.csv'), '2026-05-12T09:00:00Z,Added,,desk,,\n');
    expect((await visit()).titles).toEqual(['Added']);
  });

  test('that ends within quotes waits until they are closed', async () => {
    const visit = visitor();
    await write('a.csv', 'title,body\nOne,1\nTwo,"first\n');
    expect(await visit()).toMatchObject({ titles: ['One'], unreadable: [] });
    await appendFile(join(folder, 'a.csv'), 'second"\n');
    const { items } = await visit();
    expect(items.map(({ body }) => body.en)).toEqual(['first\nsecond']);
  });

  test('of Korean Windows is read, syllables beyond the old standard included', async () => {
    // "뷁" in CP949 (not in KS X 1001), then "코인".
    const title = Buffer.from([0x94, 0xee, 0xc4, 0xda, 0xc0, 0xce]);
    await write('a.csv', Buffer.concat([Buffer.from('title,body\r\n'), title, Buffer.from(',x\r\n')]));
    expect((await visitor()()).titles).toEqual(['뷁코인']);
  });
});

describe('Markdown', () => {
  const NOTE =
    '---\ntitle: Bank buys bitcoin\ndate: 2026-05-12T09:00:00Z\nsource: desk\nassets: [BTC, ETH]\nurl: https://news.example/1\n---\nIt *did*.\n';

  test('is an item a file', async () => {
    await write('note.md', NOTE);
    expect((await visitor()()).items).toEqual([
      {
        publishedAt: Date.UTC(2026, 4, 12, 9),
        source: 'desk',
        kind: 'news',
        url: 'https://news.example/1',
        topic: undefined,
        assets: ['BTC', 'ETH'],
        title: { en: 'Bank buys bitcoin' },
        body: { en: 'It *did*.' },
      },
    ]);
  });

  test('without front matter is named by its heading, or its file', async () => {
    await write('a.md', '# 비트코인 급등\n본문\n');
    await write('b.md', 'Only text\n');
    expect((await visitor()()).titles).toEqual(['비트코인 급등', 'b']);
  });

  test('is returned again where it was edited', async () => {
    const visit = visitor();
    await write('note.md', NOTE);
    await visit();
    await write('note.md', NOTE.replace('buys', 'sells'));
    expect((await visit()).titles).toEqual(['Bank sells bitcoin']);
    await utimes(join(folder, 'note.md'), 1, 1);
    expect((await visit()).titles).toEqual(['Bank sells bitcoin']);
  });

  test.each([
    ['---\ntitle: Half\n', 'opens front matter with --- and never closes it'],
    ['---\n: [\n---\nText\n', 'has front matter that is not YAML'],
    [
      `---\n${Array.from({ length: 9 }, (_, at) => `a${at}: &a${at} [${at === 0 ? 'x' : Array(9).fill(`*a${at - 1}`)}]`).join('\n')}\n---\n`,
      'has front matter that is not YAML',
    ],
    ['x'.repeat(2_000_001), 'is longer than 2 MB'],
  ])('that cannot be read is told', async (text, problem) => {
    await write('note.md', text);
    await write('other.md', 'Other');
    const { unreadable, titles } = await visitor()();
    expect(unreadable).toEqual([{ place: 'note.md', problem }]);
    expect(titles).toEqual(['other']);
  });
});

describe('the folder', () => {
  test('is read with those in it, and without what is hidden or of another kind', async () => {
    await mkdir(join(folder, '2026'));
    await mkdir(join(folder, '.git'));
    await Promise.all([
      write('2026/may.jsonl', line('Within')),
      write('.git/x.jsonl', line('Hidden')),
      write('.half.jsonl', line('Hidden')),
      write('a.txt', 'Text'),
      write('B.JSONL', line('Loud')),
    ]);
    expect((await visitor()()).titles).toEqual(['Within', 'Loud']);
  });

  test('is not left by a link', async () => {
    await writeFile(join(home, 'secret.md'), 'A key');
    await mkdir(join(home, 'elsewhere'));
    await writeFile(join(home, 'elsewhere', 'a.md'), 'Another key');
    await symlink(join(home, 'secret.md'), join(folder, 'link.md'));
    await symlink(join(home, 'elsewhere'), join(folder, 'rooms'));
    await symlink(join(folder, 'real.md'), join(folder, 'same.md'));
    await write('real.md', 'Here');
    const { titles, unreadable } = await visitor()();
    expect(titles).toEqual(['real']);
    expect(unreadable.map(({ place }) => place).sort()).toEqual(['link.md', 'rooms']);
    expect(unreadable[0]?.problem).toBe('is a link to a place outside the folder; it is not read');
  });

  test('that is not there is told with what to do', async () => {
    await rename(folder, join(home, 'gone'));
    await expect(visitor()()).rejects.toMatchObject({
      name: 'SourceRefusedError',
      message: `The news folder ${folder} is not there; make it, or change its path`,
    });
  });

  test('forgets files that are gone, and reads them again when they come back', async () => {
    const visit = visitor();
    await write('a.jsonl', line('One'));
    await visit();
    await rename(join(folder, 'a.jsonl'), join(home, 'a.jsonl'));
    expect((await visit()).memory.cursor).toBe('{}');
    await rename(join(home, 'a.jsonl'), join(folder, 'a.jsonl'));
    expect((await visit()).titles).toEqual(['One']);
  });

  test('is read whole where the memory was damaged', async () => {
    await write('a.jsonl', line('One'));
    const source = createFolderSource({ path: folder, every: 1 });
    for (const cursor of ['{', '7', '{"a.jsonl": "x"}']) {
      expect((await source.visit({ fetcher: NOBODY, memory: { cursor }, now: 0 })).items).toHaveLength(1);
    }
  });
});
