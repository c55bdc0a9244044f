import { createHash } from 'node:crypto';
import type { Database } from '../../db/database.ts';
import { loadMigrations, migrate } from '../../db/migrate.ts';
import { filterParams } from '../../db/news-filter.ts';
import { NewsSearch } from '../../db/news-search.ts';
import { nearestSql } from '../../db/news-vector-ranking.ts';
import { NewsVectors, vectorText } from '../../db/news-vectors.ts';
import { openPostgresDatabase } from '../../db/postgres-database.ts';
import type { Embedder } from '../../rag/embedders/embedder.ts';
import { createLexicalEmbedder } from '../../rag/embedders/lexical-embedder.ts';
import { storeItems, storeVectors } from './knowledge-collection.ts';
import { timeSearches } from './knowledge-searches.ts';
import { NEWS_END, newsTexts } from './knowledge-texts.ts';
import { printTable } from './table.ts';

const ITEMS = 90_000;
const PREFIX = 'assent_bench_retrieval_';
const ASKED = 60;
const RARE = 'XLM';

/** Keeps the collection for the next run: filling it takes ten minutes. Drop the database to begin anew. */
export async function measureServer(serverUrl: string): Promise<void> {
  const database = await openBench(serverUrl);
  try {
    const embedder = createLexicalEmbedder();
    const vectors = new NewsVectors(database);
    const id = await fill(database, vectors, embedder);
    const [corpus] = await database.query<{ chunks: number }>('select chunks from news_corpus');
    console.log(`  PostgreSQL, ${corpus?.chunks ?? 0} chunks, ms a search:`);
    printTable(await timeSearches(database, embedder));
    printTable(await measureRecall(database, embedder, id));
    printTable(await sizes(database, corpus?.chunks ?? 1));
  } finally {
    await database.close();
  }
}

async function openBench(serverUrl: string): Promise<Database> {
  const server = await openPostgresDatabase(serverUrl);
  const name = databaseName();
  const there = await server.query<{ datname: string }>('select datname from pg_database where datname like $1', [
    `${PREFIX}%`,
  ]);
  for (const { datname } of there) if (datname !== name) await server.query(`drop database ${datname}`);
  if (!there.some(({ datname }) => datname === name)) await server.query(`create database ${name}`);
  await server.close();
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const database = await openPostgresDatabase(url.href);
  await migrate(database);
  return database;
}

/** Named after its schema: a collection of an older one is of no use. */
function databaseName(): string {
  const hash = createHash('sha256');
  for (const { sha256 } of loadMigrations()) hash.update(sha256);
  return `${PREFIX}${hash.digest('hex').slice(0, 12)}`;
}

async function fill(database: Database, vectors: NewsVectors, embedder: Embedder): Promise<number> {
  const { id, vectors: there } = await vectors.register(embedder);
  if (there > 0) return id;
  const startedAt = performance.now();
  await storeItems(database, newsTexts().items(ITEMS));
  const storedAt = performance.now();
  await storeVectors(vectors, embedder);
  const embeddedAt = performance.now();
  await vectors.chooseIndex(id);
  await vectors.serve(id);
  const seconds = (from: number, to: number) => `${((to - from) / 1_000).toFixed(0)} s`;
  console.log(
    `  filled: texts and words ${seconds(startedAt, storedAt)}, vectors ${seconds(storedAt, embeddedAt)}, HNSW ${seconds(embeddedAt, performance.now())}`,
  );
  return id;
}

/** How many of the ten nearest of the exact scan the search brings up, and whether it went through the index. */
async function measureRecall(database: Database, embedder: Embedder, id: number) {
  const search = new NewsSearch(database);
  const rows = [];
  for (const assets of [null, ['BTC'], [RARE]]) {
    let [found, wanted, whole] = [0, 0, 0];
    for (const text of newsTexts().questions(ASKED)) {
      const [values = new Float32Array()] = await embedder.embed([text], 'query');
      const query = {
        ...{ terms: new Map(), vector: { embedder, values }, depth: 100 },
        ...{ asOf: NEWS_END, assets, maxAgeMs: null },
      };
      const exact = await database.query<{ cosine: number }>(
        nearestSql({ id, dimensions: embedder.dimensions }, query, 'passing-first'),
        [...filterParams(query), 10, vectorText(values)],
      );
      // Among equals it does not matter which of them was brought up.
      const last = (exact.at(-1)?.cosine ?? 0) - 1e-6;
      const brought = (await search.candidates(query)).slice(0, 10);
      found += brought.filter(({ cosine }) => (cosine ?? 0) >= last).length;
      wanted += exact.length;
      whole += brought.length === exact.length ? 1 : 0;
    }
    rows.push({
      'vectors about': assets?.[0] ?? 'anything',
      'recall@10': found / wanted,
      'k of k': `${whole} of ${ASKED}`,
    });
  }
  const anything = { asOf: NEWS_END, assets: null, maxAgeMs: null };
  const plan = await database.query<Record<string, string>>(
    `explain ${nearestSql({ id, dimensions: embedder.dimensions }, anything, 'hnsw')}`,
    [...filterParams(anything), 100, `[${Array(embedder.dimensions).fill(0.05)}]`],
  );
  const usesIndex = plan.some((line) => line['QUERY PLAN']?.includes(`news_embedding_hnsw_${id}`));
  console.log(`  the plan ${usesIndex ? 'goes through the HNSW index' : 'DOES NOT USE THE HNSW INDEX'}`);
  return rows;
}

async function sizes(database: Database, chunks: number) {
  const rows = await database.query<{ name: string; bytes: number }>(
    `select relname as name, pg_relation_size(oid)::bigint as bytes from pg_class
     where relname like 'news\\_%' and relkind in ('r', 'i') and pg_relation_size(oid) > 1000000 order by bytes desc`,
  );
  const total = rows.reduce((sum, { bytes }) => sum + bytes, 0);
  return [...rows, { name: 'together', bytes: total }].map(({ name, bytes }) => ({
    'table or index': name,
    MB: bytes / 2 ** 20,
    'bytes a chunk': bytes / chunks,
  }));
}
