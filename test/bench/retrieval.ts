import { migrate } from '../../db/migrate.ts';
import { NewsVectors } from '../../db/news-vectors.ts';
import { openMemoryDatabase } from '../../db/pglite-database.ts';
import { createLexicalEmbedder } from '../../rag/embedders/lexical-embedder.ts';
import type { Benchmark } from './benchmark.ts';
import { runChild } from './child-script.ts';
import type { ImportedNews } from './children/import-news.ts';
import { storeItems, storeVectors } from './knowledge-collection.ts';
import { timeSearches } from './knowledge-searches.ts';
import { measureServer } from './knowledge-server.ts';
import { newsTexts } from './knowledge-texts.ts';
import { withScratch } from './scratch.ts';
import { printTable } from './table.ts';

const EMBEDDED_ITEMS = 9_900;
const IMPORTED_ITEMS = 25_000;

/** Settings of the bench alone: a large server takes minutes to fill, and an import nearly as long. */
const server = process.env.BENCH_DATABASE_URL ?? process.env.TEST_DATABASE_URL;
const parts = process.env.BENCH_RETRIEVAL?.split(',') ?? ['embedded', 'server', 'import'];

export const retrieval: Benchmark = {
  name: 'retrieval',
  about: 'searching 10,000 chunks on PGlite and 100,000 on PostgreSQL, in ms; importing 25,000 items beside a market',
  async run() {
    const texts = newsTexts();
    console.log(`  texts: ${texts.from}`);
    if (parts.includes('embedded')) await measureEmbedded();
    if (parts.includes('server')) {
      if (server === undefined) console.log('  PostgreSQL: skipped, set BENCH_DATABASE_URL (see .ci/postgres)');
      else await measureServer(server);
    }
    if (parts.includes('import')) await measureImport();
  },
};

async function measureEmbedded(): Promise<void> {
  const database = await openMemoryDatabase();
  try {
    await migrate(database);
    const embedder = createLexicalEmbedder();
    const vectors = new NewsVectors(database);
    await storeItems(database, newsTexts().items(EMBEDDED_ITEMS));
    const id = await storeVectors(vectors, embedder);
    await vectors.chooseIndex(id);
    await vectors.serve(id);
    const [corpus] = await database.query<{ chunks: number }>('select chunks from news_corpus');
    console.log(`  PGlite, ${corpus?.chunks ?? 0} chunks, ms a search:`);
    printTable(await timeSearches(database, embedder));
  } finally {
    await database.close();
  }
}

async function measureImport(): Promise<void> {
  const one = await withScratch((directory) =>
    runChild<ImportedNews>('import-news.ts', [`${directory}/pglite`, String(IMPORTED_ITEMS)]),
  );
  console.log('  import into PGlite through the worker threads; gaps are of the main thread:');
  printTable([
    {
      step: 'take in',
      seconds: one.takeMs / 1_000,
      'items/s': (one.items * 1_000) / one.takeMs,
      stored: one.stored,
      'longest gap ms': one.takeGapMs,
      'p99.9 gap ms': one.gapP999Ms,
      'most MB': one.rssMb,
    },
    {
      step: 'embed',
      seconds: one.embedMs / 1_000,
      'items/s': (one.chunks * 1_000) / one.embedMs,
      stored: one.chunks,
      'longest gap ms': one.embedGapMs,
    },
  ]);
}
