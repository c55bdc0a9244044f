import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Database } from '../../db/database.ts';
import { migrate } from '../../db/migrate.ts';
import { openMemoryDatabase } from '../../db/pglite-database.ts';
import { openPostgresDatabase } from '../../db/postgres-database.ts';
import type { Embedder } from '../../rag/embedders/embedder.ts';
import { createLexicalEmbedder } from '../../rag/embedders/lexical-embedder.ts';
import { createOllamaEmbedder } from '../../rag/embedders/ollama-embedder.ts';
import { createOnnxEmbedder } from '../../rag/embedders/onnx-embedder.ts';
import { printTable } from '../bench/table.ts';
import { prepareSet, storeSet } from './retrieval-collection.ts';
import { rankInDatabase } from './retrieval-database-ranking.ts';
import { EVERYDAY_QUESTIONS } from './retrieval-everyday.ts';
import { STATED_BM25 } from './retrieval-floors.ts';
import { meanOfMeasures, measureRanking, type RetrievalMeasures } from './retrieval-measures.ts';
import { createReferenceRanking, RANKING_MODES } from './retrieval-reference.ts';
import { loadRetrievalSet, RETRIEVAL_SETS, type RetrievalSet } from './retrieval-sets.ts';

const USAGE = `npm run eval:retrieval -- [--database URL] [--embedder onnx:FOLDER|ollama:MODEL]... [--set NAME]... [--check]
  Ranks the shared sets by the product's own SQL: on PGlite in memory, or in a new database on the server at URL.
  --check: fails where a hybrid ranking does not beat the stated BM25 on every set and measure.
`;

const EMBEDDED_AT_ONCE = 32;

/** Measures every set with the lexical embedder and those named; prints a table and nothing else. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      database: { type: 'string' },
      embedder: { type: 'string', multiple: true, default: [] },
      set: { type: 'string', multiple: true, default: [...RETRIEVAL_SETS] },
      check: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  const sets = RETRIEVAL_SETS.filter((name) => values.set.includes(name)).map((name) => loadRetrievalSet(name));
  const present = sets.filter((set) => set !== null);
  if (present.length === 0) {
    console.log('Skipped: the shared evaluation sets are not beside this checkout.');
    return 0;
  }
  const embedders = [createLexicalEmbedder(), ...(await Promise.all(values.embedder.map(openEmbedder)))].map(
    remembering,
  );
  try {
    const missed = [];
    for (const set of present) missed.push(...(await measureSet(set, embedders, values.database)));
    for (const sentence of missed) console.log(`missed: ${sentence}`);
    return values.check === true && missed.length > 0 ? 1 : 0;
  } finally {
    for (const embedder of embedders) await embedder.close();
  }
}

async function openEmbedder(named: string): Promise<Embedder> {
  const [provider, model] = [named.slice(0, named.indexOf(':')), named.slice(named.indexOf(':') + 1)];
  if (provider === 'onnx') return createOnnxEmbedder({ directory: model });
  if (provider === 'ollama') {
    return createOllamaEmbedder({ baseUrl: 'http://127.0.0.1:11434', model, timeoutMs: 60_000 });
  }
  throw new Error(`"${named}" names no embedder; write onnx:FOLDER or ollama:MODEL.`);
}

/** In memory and in the database the same texts are embedded; a model takes its time for each. */
function remembering(embedder: Embedder): Embedder {
  const known = new Map<string, Float32Array>();
  return {
    ...embedder,
    async embed(texts, role, signal) {
      const fresh = [...new Set(texts)].filter((text) => !known.has(`${role} ${text}`));
      for (let from = 0; from < fresh.length; from += EMBEDDED_AT_ONCE) {
        const batch = fresh.slice(from, from + EMBEDDED_AT_ONCE);
        const made = await embedder.embed(batch, role, signal);
        for (const [place, text] of batch.entries()) known.set(`${role} ${text}`, made[place] ?? new Float32Array());
      }
      return texts.map((text) => known.get(`${role} ${text}`) ?? new Float32Array());
    },
  };
}

/** Prints the tables of a set; returns what fell short of the stated BM25. */
async function measureSet(
  set: RetrievalSet,
  embedders: readonly Embedder[],
  server: string | undefined,
): Promise<readonly string[]> {
  const texts = prepareSet(set);
  const chunks = texts.reduce((sum, { document }) => sum + document.chunks.length, 0);
  console.log(`\n${set.name}: ${set.corpus.length} texts in ${chunks} chunks, ${set.queries.length} questions`);
  const stated = STATED_BM25[set.name];
  const rows = [{ ranking: 'BM25 as stated', ...columns(stated, stated) }];
  const floors = [];
  const missed: string[] = [];
  for (const embedder of embedders) {
    const reference = await measureReference(set, texts, embedder);
    rows.push(...reference.map(({ mode, measures }) => row(`${embedder.name} ${mode}, in memory`, measures, stated)));
    const { measures, floor } = await withDatabase(server, (database) =>
      measureDatabase(database, set, texts, embedder),
    );
    rows.push(...measures.map(({ mode, measures: own }) => row(`${embedder.name} ${mode}, SQL`, own, stated)));
    floors.push({ floor: embedder.name, ...floor });
    const hybrid = measures.find(({ mode }) => mode === 'hybrid')?.measures;
    for (const name of ['ndcg', 'mrr', 'hit'] as const) {
      if (hybrid === undefined || hybrid[name] <= stated[name])
        missed.push(`${set.name}, ${embedder.name}, ${name}@10`);
    }
  }
  printTable(rows);
  printTable(floors);
  return missed;
}

function row(ranking: string, measures: RetrievalMeasures, stated: RetrievalMeasures) {
  return { ranking, ...columns(measures, stated) };
}

function columns({ ndcg, mrr, hit }: RetrievalMeasures, stated: RetrievalMeasures) {
  const beside = (value: number, base: number) => `${value.toFixed(3)} ${percent(value / base - 1)}`;
  return {
    'nDCG@10': beside(ndcg, stated.ndcg),
    'MRR@10': beside(mrr, stated.mrr),
    'hit@10': beside(hit, stated.hit),
  };
}

function percent(share: number): string {
  return `(${share >= 0 ? '+' : ''}${(share * 100).toFixed(1)} %)`;
}

async function measureReference(set: RetrievalSet, texts: ReturnType<typeof prepareSet>, embedder: Embedder) {
  const ranking = await createReferenceRanking(
    texts.map(({ id, document }) => ({ id, chunks: document.chunks.map(({ embedded }) => embedded) })),
    embedder,
  );
  const all = [];
  for (const mode of RANKING_MODES) {
    const measured: RetrievalMeasures[] = [];
    for (const { text, relevant } of set.queries)
      measured.push(measureRanking(await ranking.rank(text, mode), relevant));
    all.push({ mode, measures: meanOfMeasures(measured) });
  }
  return all;
}

async function measureDatabase(
  database: Database,
  set: RetrievalSet,
  texts: ReturnType<typeof prepareSet>,
  embedder: Embedder,
) {
  const textOf = await storeSet(database, texts, embedder);
  const measured = { text: [], vector: [], hybrid: [] } as Record<(typeof RANKING_MODES)[number], RetrievalMeasures[]>;
  let found = 0;
  let kept = 0;
  for (const { text, relevant } of set.queries) {
    const ranking = await rankInDatabase({ database, embedder, textOf }, text);
    for (const mode of RANKING_MODES) measured[mode].push(measureRanking(ranking[mode], relevant));
    const first = ranking.hybrid.slice(0, 10);
    found += relevant.filter((id) => first.includes(id)).length;
    kept += relevant.filter((id) => ranking.answer.includes(id)).length;
  }
  let refused = 0;
  for (const question of EVERYDAY_QUESTIONS) {
    const { answer } = await rankInDatabase({ database, embedder, textOf }, question);
    if (answer.length === 0) refused += 1;
  }
  return {
    measures: RANKING_MODES.map((mode) => ({ mode, measures: meanOfMeasures(measured[mode]) })),
    floor: {
      'true answers in the first ten': found,
      'lost at the floor': `${found - kept} (${((100 * (found - kept)) / Math.max(1, found)).toFixed(1)} %)`,
      'everyday questions refused': `${refused} of ${EVERYDAY_QUESTIONS.length}`,
    },
  };
}

/** Gives an empty, migrated database to `work` and takes it away again. */
async function withDatabase<T>(server: string | undefined, work: (database: Database) => Promise<T>): Promise<T> {
  if (server === undefined) {
    const database = await openMemoryDatabase();
    await migrate(database);
    return work(database).finally(() => database.close());
  }
  const name = `retrieval_${randomUUID().replaceAll('-', '')}`;
  const admin = await openPostgresDatabase(server);
  await admin.query(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const database = await openPostgresDatabase(url.href);
  try {
    await migrate(database);
    return await work(database);
  } finally {
    await database.close();
    await admin.query(`drop database ${name}`);
    await admin.close();
  }
}

process.exitCode = await main();
