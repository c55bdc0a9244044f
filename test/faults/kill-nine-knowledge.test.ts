import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../db/open-database.ts';
import type { FakeOllama } from '../fakes/ollama/ollama-server.ts';
import { startFakeOllama } from '../fakes/ollama/ollama-server.ts';
import { cli, startCli } from '../journeys/cli.ts';
import { seededRandom } from './seeded-random.ts';

const REPORTS = 1_500;
/** More on demand: KNOWLEDGE_KILLS=6. */
const KILLS = Number(process.env.KNOWLEDGE_KILLS ?? 3);
/** The tables grow by several times this before all are stored. */
const MOST_GROWTH_BYTES = 3_000_000;

let folder = '';
let ollama: FakeOllama;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assent-kill-news-'));
  ollama = await startFakeOllama([{ name: 'tiny:latest' }]);
  writeFileSync(join(folder, 'news.csv'), csvOf(REPORTS));
  configure('lexical');
});

afterAll(async () => {
  await ollama.close();
  rmSync(folder, { recursive: true, force: true });
});

function csvOf(count: number): string {
  const deeds = ['opens a branch', 'bans mining', 'taxes gains', 'tests a wallet', 'sues a broker'];
  const rows = Array.from({ length: count }, (_, index) => {
    const at = new Date(Date.UTC(2025, 0, 1) + index * 3_600_000).toISOString();
    const text = `Office ${index * 104_729} ${deeds[index % 5]} in case ${index * 7919}`;
    return `${at},${text},"${text}, says paper ${index * 31}.",paper-${index % 7},https://a.example/${index}`;
  });
  return ['published,title,body,source,url', ...rows, ''].join('\n');
}

function configure(embedder: string): void {
  writeFileSync(join(folder, 'config.yaml'), `news: { embedder: "${embedder}", ollamaUrl: "${ollama.url}" }\n`);
}

/** Starts the command and kills it once `moment` has come; false where it ended before. */
async function killed(args: readonly string[], moment: Promise<unknown>): Promise<boolean> {
  const running = startCli(['news', ...args], { workingDirectory: folder });
  const ended = running.ended();
  await Promise.race([moment, ended]);
  running.process.kill('SIGKILL');
  const { code, stderr } = await ended;
  if (code !== null && code !== 0) throw new Error(`ended with ${code}: ${stderr}`);
  return code === null;
}

/** Resolves once the tables have grown by so much: a moment in the middle of storing, however fast the machine is. */
async function grown(bytes: number): Promise<void> {
  const before = sizeOfTables();
  while (sizeOfTables() < before + bytes) await sleep(5);
}

function sizeOfTables(): number {
  const tables = join(folder, 'data/pglite/base');
  const files = readdirSync(tables, { recursive: true, encoding: 'utf8' });
  return files.reduce((sum, file) => sum + (statSync(join(tables, file), { throwIfNoEntry: false })?.size ?? 0), 0);
}

/** What is stored, in numbers that must agree with each other. */
async function stored() {
  const database = await openDatabase({ dataDirectory: join(folder, 'data') });
  try {
    const [row] = await database.query<Readonly<Record<string, number>>>(
      `select (select count(*)::int from news_document) as documents,
         (select count(distinct url)::int from news_document) as urls,
         (select count(*)::int from news_chunk) as chunks,
         (select chunks::int from news_corpus) as counted,
         (select count(*)::int from news_document d where not exists (select from news_chunk c where c.document = d.number)) as bare`,
    );
    const embedders = await database.query<Readonly<Record<string, string | number>>>(
      `select e.name, e.state, count(v.chunk)::int as vectors, count(distinct v.chunk)::int as chunks
       from news_embedder e left join news_embedding v on v.embedder = e.id group by e.id order by e.id`,
    );
    return { documents: 0, chunks: 0, ...row, embedders };
  } finally {
    await database.close();
  }
}

it(`an import killed ${KILLS} times at random moments ends with every report stored once and one vector a chunk`, async () => {
  const random = seededRandom(20250520);
  // Makes the database: what is killed below is an import and not that.
  expect(await stored()).toMatchObject({ documents: 0 });
  const before: number[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    await killed(['import', 'news.csv', '--as-published'], grown((0.2 + random()) * MOST_GROWTH_BYTES));
    before.push((await stored()).documents);
  }
  console.log(`reports stored at each kill: ${before.join(', ')}`);
  expect(before.some((count) => count > 0 && count < REPORTS)).toBe(true);
  const { code, stdout } = await cli(['news', 'import', 'news.csv', '--as-published', '--json'], {
    workingDirectory: folder,
  });
  expect(code).toBe(0);
  const told = JSON.parse(stdout);
  expect(told).toMatchObject({ offered: REPORTS, stored: REPORTS - (before.at(-1) ?? 0), refused: 0, unreadable: 0 });
  const { chunks, ...rest } = await stored();
  expect(rest).toEqual({
    documents: REPORTS,
    urls: REPORTS,
    counted: chunks,
    bare: 0,
    embedders: [{ name: 'lexical', state: 'serving', vectors: chunks, chunks }],
  });
}, 300_000);

it('an embedding killed twice in its middle is finished by the same command; the old vectors serve until then', async () => {
  configure('ollama:tiny');
  ollama.fail('slow');
  const vectors: number[] = [];
  for (const batches of [20, 32]) {
    const from = ollama.requests.length;
    expect(await killed(['reindex'], asked(from + batches))).toBe(true);
    const { embedders, chunks } = await stored();
    expect(embedders[0]).toMatchObject({ name: 'lexical', state: 'serving', vectors: chunks });
    expect(embedders[1]).toMatchObject({ name: 'ollama:tiny', state: 'building' });
    vectors.push(Number(embedders[1]?.vectors));
  }
  ollama.recover();
  console.log(`vectors made at each kill: ${vectors.join(', ')}`);
  expect(vectors[0]).toBeGreaterThan(0);
  expect(vectors[1]).toBeGreaterThan(vectors[0] ?? 0);
  const from = ollama.requests.length;
  expect(await cli(['news', 'reindex'], { workingDirectory: folder })).toMatchObject({ code: 0 });
  const { chunks, embedders } = await stored();
  expect(embedders).toEqual([{ name: 'ollama:tiny', state: 'serving', vectors: chunks, chunks }]);
  const texts = ollama.requests.slice(from).flatMap(({ body }) => (Array.isArray(body?.input) ? body.input : []));
  const passages = texts.filter((text) => String(text).includes('in case'));
  expect(passages).toHaveLength(chunks - (vectors[1] ?? 0));
}, 300_000);

async function asked(count: number): Promise<void> {
  while (ollama.requests.length < count) await sleep(10);
}
