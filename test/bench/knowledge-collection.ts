import type { Database } from '../../db/database.ts';
import { NewsDocuments } from '../../db/news-documents.ts';
import type { SourceItem } from '../../rag/document.ts';
import type { Embedder } from '../../rag/embedders/embedder.ts';
import { type PreparationContext, prepareDocument } from '../../rag/prepare.ts';
import type { VectorStore } from '../../rag/vector-store.ts';
import { NEWS_END } from './knowledge-texts.ts';

const BATCH = 500;
const CONTEXT: PreparationContext = { feed: 'bench', now: NEWS_END, heard: 'when-published' };

/**
 * Stores items with all that search needs, each a story of its own: what is measured is finding, and placing a hundred
 * thousand of them would take longer than all the rest.
 */
export async function storeItems(database: Database, items: readonly SourceItem[]): Promise<void> {
  const documents = new NewsDocuments(database);
  let number = 0;
  for (let from = 0; from < items.length; from += BATCH) {
    const prepared = items.slice(from, from + BATCH).flatMap((item) => {
      const one = prepareDocument(item, CONTEXT);
      return one.outcome === 'ready' ? [one.document] : [];
    });
    await documents.insert(
      prepared.map((document) => {
        number += 1;
        return { ...document, id: `N-${number}`, story: `N-${number}`, printSha256: document.textSha256 };
      }),
    );
  }
}

/** Makes every missing vector, in larger batches than the product does beside its market. */
export async function storeVectors(vectors: VectorStore, embedder: Embedder): Promise<number> {
  const { id } = await vectors.register(embedder);
  for (;;) {
    const missing = await vectors.missing(id, BATCH);
    if (missing.length === 0) return id;
    const made = await embedder.embed(
      missing.map(({ text }) => text),
      'passage',
    );
    await vectors.save(
      id,
      missing.flatMap(({ chunk }, place) => {
        const vector = made[place];
        return vector === undefined ? [] : [{ chunk, vector }];
      }),
    );
  }
}
