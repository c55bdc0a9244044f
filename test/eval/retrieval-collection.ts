import { createHash } from 'node:crypto';
import type { Database } from '../../db/database.ts';
import { NewsDocuments } from '../../db/news-documents.ts';
import { NewsVectors } from '../../db/news-vectors.ts';
import { embedMissing } from '../../rag/embed-missing.ts';
import type { Embedder } from '../../rag/embedders/embedder.ts';
import { prepareDocument } from '../../rag/prepare.ts';
import type { PlacedDocument } from '../../rag/prepared-document.ts';
import type { RetrievalSet } from './retrieval-sets.ts';

/** All texts of a set are published at one moment, so that age says nothing about them. */
export const PUBLISHED_AT = Date.UTC(2025, 0, 1);

const FEED = 'retrieval-set';
const BATCH = 250;
/** The texts have no headline and the preparation wants one; it holds no word and is taken off again. */
const NO_HEADLINE = '—';

/** A set's text as the product would keep it, a story of its own even where another one has the same words. */
export interface StoredText {
  readonly id: string;
  readonly document: PlacedDocument;
}

/** Reads the texts of a set as ingestion reads a news item. */
export function prepareSet({ corpus }: Pick<RetrievalSet, 'corpus'>): readonly StoredText[] {
  return corpus.map(({ id, text }, place) => {
    const prepared = prepareDocument(
      { publishedAt: PUBLISHED_AT, source: 'set', kind: 'news', title: { en: NO_HEADLINE }, body: { en: text } },
      { feed: FEED, now: PUBLISHED_AT, heard: 'when-published' },
    );
    if (prepared.outcome === 'refused') throw new Error(`${id} cannot be prepared: ${prepared.reason}`);
    const number = `N-${place + 1}`;
    const chunks = prepared.document.chunks.map((chunk) => ({
      ...chunk,
      embedded: chunk.embedded.replace(NO_HEADLINE, '').trim(),
    }));
    const placed = { id: number, story: number, printSha256: prepared.document.textSha256 };
    return { id, document: { ...prepared.document, chunks, ...placed, sha256: hashOf(id) } };
  });
}

/** Fills an empty collection with a set; returns which text each document is. */
export async function storeSet(
  database: Database,
  texts: readonly StoredText[],
  embedder: Embedder,
): Promise<ReadonlyMap<string, string>> {
  const documents = new NewsDocuments(database);
  const vectors = new NewsVectors(database);
  await documents.removeFeed(FEED);
  for (let from = 0; from < texts.length; from += BATCH) {
    await documents.insert(texts.slice(from, from + BATCH).map(({ document }) => document));
  }
  await embedMissing({ vectors, embedder });
  return new Map(texts.map(({ id, document }) => [document.id, id]));
}

function hashOf(id: string): string {
  return createHash('sha256').update(id).digest('hex');
}
