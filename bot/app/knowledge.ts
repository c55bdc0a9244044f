import type { CallLogger } from '../../agent/models/call-log.ts';
import type { Database } from '../../db/database.ts';
import { NewsDocuments } from '../../db/news-documents.ts';
import { NewsReadings } from '../../db/news-readings.ts';
import { NewsSearch } from '../../db/news-search.ts';
import { EMBEDDED_HNSW_ABOVE, NewsVectors } from '../../db/news-vectors.ts';
import { SeriesTable } from '../../db/series-table.ts';
import { SourceTable } from '../../db/source-table.ts';
import type { SeriesEvidence } from '../../engine/domain/evidence.ts';
import type { Sentiment } from '../../engine/ports/sentiment.ts';
import type { SeriesSource } from '../../engine/ports/series-source.ts';
import { openPreparingRoom } from '../../rag/background/preparing-room.ts';
import type { NewsDocument } from '../../rag/document.ts';
import type { DocumentStore } from '../../rag/document-store.ts';
import { EmbeddingService } from '../../rag/embedding-service.ts';
import { Ingester } from '../../rag/ingest.ts';
import { ReadingService } from '../../rag/reading-service.ts';
import type { RecordedNews } from '../../rag/recorded-news.ts';
import { takeRecordedNews } from '../../rag/recorded-news.ts';
import type { Retriever } from '../../rag/retriever.ts';
import { createRetriever } from '../../rag/retriever.ts';
import { createAssetIndex } from '../../rag/sentiment/asset-index.ts';
import type { SeriesStore } from '../../rag/series-store.ts';
import type { SourceJournal } from '../../rag/source-journal.ts';
import { describeSeries } from '../../rag/sources/series/series-names.ts';
import type { VectorStore } from '../../rag/vector-store.ts';
import type { NewsConfig } from '../config/config-news.ts';
import { moodOf } from '../news-mood.ts';
import { embedderOpener } from './embedder.ts';
import { openNewsReader } from './news-reader.ts';

/** What the desk knows of the world: news, figures, and how to find them as of a time. */
export interface Knowledge {
  readonly documents: DocumentStore;
  readonly retriever: Retriever;
  readonly vectors: VectorStore;
  readonly series: SeriesStore;
  readonly sources: SourceJournal;
  readonly ingester: Ingester;
  readonly sentiment: Sentiment;
  readonly figures: SeriesSource;
  readonly embedding: EmbeddingService;
  /** Returns the documents that the mood of the recorded days rests on, with the tones that are known of them now. */
  moodDocuments(): Promise<readonly NewsDocument[]>;
  close(): Promise<void>;
}

export interface KnowledgeOptions {
  readonly database: Database;
  /** Whether the database runs inside this process. */
  readonly embedded: boolean;
  readonly news: NewsConfig;
  /** The news of the recording that is played; null where none is. */
  readonly recorded: RecordedNews | null;
  readonly logger: CallLogger;
}

/** More than this is embedded in the worker; below it starting one costs more than the work. */
const FEW = 500;
const HOUR_MS = 3_600_000;
/** What a reading and its change over a day look back on. */
const MOOD_MS = 100 * HOUR_MS;
const MOST_RECENT = 20_000;

/** Opens what is known: takes in the recording's news the first time, makes the few vectors that are missing. */
export async function openKnowledge(options: KnowledgeOptions): Promise<Knowledge> {
  const { database, embedded, news, recorded, logger } = options;
  const room = openPreparingRoom();
  const documents = new NewsDocuments(database);
  const vectors = new NewsVectors(database, embedded ? { hnswAbove: EMBEDDED_HNSW_ABOVE } : {});
  const series = new SeriesTable(database);
  const sources = new SourceTable(database);
  const mood = createAssetIndex();
  const { reader, settled } = await openNewsReader(news, database, logger);
  const reading = new ReadingService({
    reader,
    readings: new NewsReadings(database),
    now: Date.now,
    onToned: (document) => mood.add(document),
  });
  const embedding = new EmbeddingService({ vectors, lexical: room.lexical, open: embedderOpener(news) });
  const close = async () => {
    await reading.close();
    await settled();
    await embedding.close();
    await room.close();
  };
  const asOf = endOf(recorded);
  const moodDocuments = async () => reading.overlaid(await documentsOfMood(documents, recorded, asOf), asOf);
  try {
    if (recorded !== null) await takeRecordedNews({ documents, journal: sources }, recorded);
    await embedding.start(FEW);
    for (const document of await moodDocuments()) mood.add(document);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ...{ documents, vectors, series, sources, embedding, moodDocuments, close },
    ingester: new Ingester({ documents, preparer: room, onStored: (stored) => reading.take(stored) }),
    retriever: createRetriever({
      documents,
      index: new NewsSearch(database),
      embedder: () => embedding.active,
      overlaid: (found, asOf) => reading.overlaid(found, asOf),
    }),
    sentiment: { read: (asset, asOf) => moodOf(mood, asset, asOf) },
    figures: { series: (asOf) => freshSeries(series, asOf) },
  };
}

/** When the last word of a recording was said; without one, now. */
function endOf(recorded: RecordedNews | null): number {
  const times = recorded?.items.map(({ publishedAt }) => publishedAt) ?? [];
  return times.length === 0 ? Date.now() : Math.max(...times);
}

/** What the mood rests on: the whole recording, since the desk may stand anywhere in it, or the last days. */
function documentsOfMood(
  documents: DocumentStore,
  recorded: RecordedNews | null,
  asOf: number,
): Promise<readonly NewsDocument[]> {
  const times = recorded?.items.map(({ publishedAt }) => publishedAt) ?? [];
  const maxAgeMs = times.length === 0 ? MOOD_MS : asOf - Math.min(...times);
  return documents.find({ assets: null, asOf, maxAgeMs, limit: MOST_RECENT });
}

/** The last value of each series, unless the next one failed to come. */
async function freshSeries(series: SeriesStore, asOf: number): Promise<readonly SeriesEvidence[]> {
  const latest = await series.latest('', asOf);
  return latest
    .filter((reading) => asOf - reading.knownAt <= (describeSeries(reading.series)?.staleAfterMs ?? 0))
    .map(({ series: name, at, knownAt, value, previous, unit, source }) => {
      return { series: name, at, knownAt, value, previous, unit, source };
    });
}
