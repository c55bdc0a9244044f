import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli, startCli } from './cli.ts';

let folder = '';
let data = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assent-news-'));
  data = join(folder, 'data');
  mkdirSync(join(folder, 'folder.csv'));
  write('news.csv', csvOf(0, 3));
  const run = await news('import', 'news.csv', '--as-published');
  expect(run).toEqual({
    code: 0,
    stdout: '3 read: 3 stored (0 tell a known story), 0 were there already, 0 refused, 0 unreadable.\n',
    stderr: '',
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string | Uint8Array): void {
  writeFileSync(join(folder, name), content);
}

const COINS = ['Bitcoin', 'Ethereum', 'Solana'] as const;
const PLACES = ['Busan', 'Lisbon', 'Nairobi', 'Oslo', 'Quito', 'Riga', 'Tallinn', 'Zug'] as const;
const DEEDS = ['opens a branch', 'bans mining', 'taxes gains', 'tests a wallet', 'sues a broker'] as const;

/** Reports that no two of tell the same story, an hour apart. */
function csvOf(from: number, to: number): string {
  const rows = Array.from({ length: to - from }, (_, index) => {
    const number = from + index;
    const [coin, place, deed] = [COINS[number % 3], PLACES[number % 8], DEEDS[number % 5]];
    const at = new Date(Date.UTC(2025, 0, 1) + number * 3_600_000).toISOString();
    const body = `"${place} ${deed}, case ${number * 7919} of ${coin}, says office ${number * 104_729}."`;
    return `${at},${place} ${deed} in case ${number * 7919} of ${coin},${body},paper-${number % 7},https://a.example/${number}`;
  });
  return ['published,title,body,source,url', ...rows, ''].join('\n');
}

function news(...args: string[]) {
  return cli(['news', ...args, '--data', data], { workingDirectory: folder });
}

describe('assent news', () => {
  it.each([
    [[], 'Say what to do with the news:\n  assent news fetch [SOURCE]'],
    [['serch'], 'There is no "assent news serch". Did you mean "search"?\n'],
    [['list', 'BTC'], '"news list" takes no "BTC".\n'],
    [['fetch', 'a', 'b'], '"news fetch" takes no "b".\n'],
    [['list', '--all'], '"news list" does not know --all; it belongs to fetch.\n'],
    [['stats', '--asset', 'BTC'], '"news stats" does not know --asset; it belongs to list and search.\n'],
    [['import'], 'Name one file: assent news import news.csv.gz\n'],
    [['search'], 'Say what to look for: assent news search ETF approval\n'],
    [['search', '\u001b[2J\u200b'], 'Say what to look for'],
    [['list', '--limit', '1e2'], '--limit must be a whole number from 1 to 1000.\n'],
    [['list', '--limit', '0'], '--limit must be a whole number from 1 to 1000.\n'],
    [['list', '--kind', 'gossip'], '--kind must be one of news, notice, post, macro.\n'],
    [['list', '--asset', ','], '--asset names no coin. Write it like BTC, or BTC,ETH for several.\n'],
    [['search', 'x', '--as-of', '2025-02-30'], '--as-of is "2025-02-30". Use a date such as 2025-05-22, or a time'],
  ])('%j is wrong use: code 2 and a sentence', async (args, text) => {
    const run = await news(...args);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(text);
  });

  it('answers in JSON and nothing else where that is asked for', async () => {
    write('more.jsonl', '{"title":"Bitcoin again","published":"2025-02-01T00:00Z"}\n[]\n');
    const parsed: unknown[] = [];
    for (const args of [['import', 'more.jsonl'], ['list'], ['search', 'bitcoin'], ['reindex'], ['stats']]) {
      const { code, stdout, stderr } = await news(...args, '--json');
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      parsed.push(JSON.parse(stdout));
    }
    expect(parsed).toMatchObject([
      { offered: 1, stored: 1, problem: null, unreadable: 1, faults: [{ place: 'more.jsonl:2' }] },
      [{ title: { en: 'Bitcoin again' } }, {}, {}, {}],
      { text: 'bitcoin', outcome: 'found', embedder: { name: 'lexical', kind: 'lexical' } },
      { serving: { name: 'lexical', state: 'serving', vectors: 4 }, removed: 0 },
      { documents: 4, embedders: [{ kind: 'lexical' }], sources: [] },
    ]);
  });
});

describe('assent news list and search', () => {
  it('show what is about a coin and nothing else, what was known then, and by whom', async () => {
    const titles = async (...flags: string[]) => {
      const { stdout } = await news('list', '--json', ...flags);
      return (JSON.parse(stdout) as { title: { en: string } }[]).map(({ title }) => title.en.split(' of ').at(-1));
    };
    expect(await titles('--asset', 'sol')).toEqual(['Solana']);
    expect(await titles('--asset', 'NOPE')).toEqual([]);
    expect(await titles('--as-of', '2025-01-01T01:30Z')).toEqual(['Ethereum', 'Bitcoin']);
    expect(await titles('--source', 'paper-0, PAPER-2')).toEqual(['Solana', 'Bitcoin']);
  });

  it.each([["'; drop table news_document; --"], ['🚀🚀 "'], ['x'.repeat(10_000)]])(
    'search takes %j calmly',
    async (words) => {
      expect(await news('search', words)).toEqual({ code: 0, stdout: 'Nothing relevant is stored.\n', stderr: '' });
    },
  );

  it('search finds the report, says where it stands, and that only wording was compared', async () => {
    const { stdout } = await news('search', 'who opens a branch in Busan', '--limit', '1');
    expect(stdout).toMatch(/^N-\d+ {2}2025-01-01 00:00Z {2}paper-0: Busan opens a branch in case 0 of Bitcoin\n/);
    expect(stdout).toContain('\n      https://a.example/0\n');
    expect(stdout).toContain('(lexical: by wording, not by meaning)\n');
  });
});

describe('assent news import', () => {
  it.each([
    ['missing.csv', /missing\.csv is not there\.\n$/],
    ['folder.csv', /folder\.csv is a folder\.\n$/],
    ['damaged.csv.gz', /damaged\.csv\.gz is damaged: it cannot be unpacked to its end\.\n$/],
    ['empty.jsonl', /empty\.jsonl holds no item that could be read\.\n$/],
    ['\u001b[31mred.csv', /\/red\.csv is not there\.\n$/],
  ])('of %j says in a sentence why it cannot be read: code 1', async (file, sentence) => {
    write('damaged.csv.gz', 'not packed');
    write('empty.jsonl', '');
    const run = await news('import', file);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(sentence);
  });

  it('of a file with other columns names them', async () => {
    write('wrong.csv', 'a,b\n1,2\n');
    const run = await news('import', 'wrong.csv');
    expect(run).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('wrong.csv holds no item that could be read'),
    });
    expect(run.stdout).toContain(
      '  wrong.csv:1: names no column "title"; the first line of a CSV file names its columns',
    );
  });

  it('of a file that breaks off keeps what could be read, makes its vectors, and ends with code 1', async () => {
    const packed = gzipSync(csvOf(100, 420));
    write('half.csv.gz', packed.subarray(0, Math.trunc(packed.length * 0.8)));
    const run = await news('import', 'half.csv.gz', '--json');
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/half\.csv\.gz breaks off: it cannot be unpacked to its end\.\n$/);
    const { stored, problem } = JSON.parse(run.stdout);
    expect(stored).toBeGreaterThan(0);
    expect(problem).toContain('half.csv.gz breaks off');
    const { stdout } = await news('stats', '--json');
    const { chunks, embedders } = JSON.parse(stdout);
    expect(embedders).toMatchObject([{ state: 'serving', vectors: chunks }]);
  });

  it('that is stopped by Ctrl-C says so, and the same command goes on', async () => {
    const from = 1_000;
    write('long.csv', csvOf(from, from + 3_000));
    const opened = timesOpened();
    const running = startCli(['news', 'import', join(folder, 'long.csv'), '--data', data]);
    await someDocuments(running.process.pid, opened);
    running.process.kill('SIGINT');
    const stopped = await running.ended();
    expect(stopped).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Stopped. What was stored stays; the same command goes on from there.\n',
    });
    const again = await news('import', 'long.csv', '--json');
    const { offered, stored, duplicates } = JSON.parse(again.stdout);
    expect({ code: again.code, offered, sum: stored + duplicates }).toEqual({ code: 0, offered: 3_000, sum: 3_000 });
    expect(duplicates).toBeGreaterThan(0);
  }, 120_000);

  it('where a desk works says so and touches nothing', async () => {
    const desk = startCli(['start', '--data', data, '--speed', '1']);
    await desk.printed(/>|assent/i);
    const run = await news('import', 'news.csv');
    desk.process.stdin?.end('/quit\n');
    await desk.ended();
    expect(run).toMatchObject({ code: 78, stdout: '' });
    expect(run.stderr).toMatch(/^Another Assent \(process \d+\) works in /);
    expect(run.stderr).toContain('leave it with Ctrl-D, then try again.');
  });
});

/** Waits until the import has surely begun to store: since it opened the database it has used the processor for a while. */
async function someDocuments(pid: number | undefined, opened: number): Promise<void> {
  let from: number | null = null;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (timesOpened() === opened) continue;
    const times = Number(execFileSync('ps', ['-o', 'times=', '-p', String(pid)], { encoding: 'utf8' }));
    from ??= times;
    if (times - from >= 3) return;
  }
}

/** Returns how often a database was opened in the data folder, by its log. */
function timesOpened(): number {
  const log = join(data, 'assent.log');
  return existsSync(log) ? readFileSync(log, 'utf8').split('"Opened PGlite').length - 1 : 0;
}
