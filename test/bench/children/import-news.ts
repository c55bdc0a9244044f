import { monitorEventLoopDelay } from 'node:perf_hooks';
import { migrate } from '../../../db/migrate.ts';
import { NewsDocuments } from '../../../db/news-documents.ts';
import { EMBEDDED_HNSW_ABOVE, NewsVectors } from '../../../db/news-vectors.ts';
import { openPgliteDatabase } from '../../../db/pglite-database.ts';
import { openPreparingRoom } from '../../../rag/background/preparing-room.ts';
import { embedMissing } from '../../../rag/embed-missing.ts';
import { Ingester } from '../../../rag/ingest.ts';
import { createAssetIndex } from '../../../rag/sentiment/asset-index.ts';
import { NEWS_END, newsTexts } from '../knowledge-texts.ts';

/** What an import took, and how long the main thread was kept from its events meanwhile. */
export interface ImportedNews {
  readonly items: number;
  readonly stored: number;
  readonly chunks: number;
  readonly takeMs: number;
  readonly embedMs: number;
  readonly takeGapMs: number;
  readonly embedGapMs: number;
  readonly gapP999Ms: number;
  readonly rssMb: number;
  readonly rssBeforeMb: number;
  readonly pausesMs: readonly number[];
}

/** As `assent news import` hands them over. */
const PORTION = 250;

const [directory = '', count = '25000'] = process.argv.slice(2);
const items = newsTexts().items(Number(count));
const database = await openPgliteDatabase(directory);
await migrate(database);
const room = openPreparingRoom();
const documents = new NewsDocuments(database);
const vectors = new NewsVectors(database, { hnswAbove: EMBEDDED_HNSW_ABOVE });
const mood = createAssetIndex();
const ingester = new Ingester({
  documents,
  preparer: room,
  onStored: (stored) => {
    for (const document of stored) mood.add(document);
  },
});
const rssBeforeMb = memoryMb();
let peakMb = rssBeforeMb;

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
const startedAt = performance.now();
let stored = 0;
const pausesMs: number[] = [];
for (let from = 0; from < items.length; from += PORTION) {
  const context = { feed: 'bench', now: NEWS_END, heard: 'when-published' } as const;
  const before = performance.now();
  stored += (await ingester.take(items.slice(from, from + PORTION), context)).stored;
  pausesMs.push(performance.now() - before);
  peakMb = Math.max(peakMb, memoryMb());
}
const takeMs = performance.now() - startedAt;
const takeGapMs = delay.max / 1e6;
const gapP999Ms = delay.percentile(99.9) / 1e6;
delay.reset();
const embeddedAt = performance.now();
const { vectors: chunks } = await embedMissing({ vectors, embedder: room.lexical });
const embedMs = performance.now() - embeddedAt;
peakMb = Math.max(peakMb, memoryMb());
const embedGapMs = delay.max / 1e6;
await room.close();
await database.close();

const imported: ImportedNews = {
  ...{ items: items.length, stored, chunks, takeMs, embedMs, takeGapMs, embedGapMs, gapP999Ms },
  ...{ rssMb: peakMb, rssBeforeMb, pausesMs: pausesMs.slice(-3) },
};
process.stdout.write(`${JSON.stringify(imported)}\n`);

function memoryMb(): number {
  return process.memoryUsage().rss / 2 ** 20;
}
