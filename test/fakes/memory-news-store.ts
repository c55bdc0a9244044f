import type { NewsDocument } from '../../rag/document.ts';
import type { NewsStore, NewsStoreQuery } from '../../rag/news-store.ts';
import { answers, compare } from '../../rag/retriever.ts';

/** A news store in memory: what the contract says, and nothing more. */
export class MemoryNewsStore implements NewsStore {
  readonly documents: NewsDocument[] = [];

  async insert(documents: readonly NewsDocument[]): Promise<number> {
    const before = this.documents.length;
    for (const document of documents) {
      if (!this.documents.some((known) => known.id === document.id || known.sha256 === document.sha256)) {
        this.documents.push(document);
      }
    }
    return this.documents.length - before;
  }

  async find(query: NewsStoreQuery): Promise<readonly NewsDocument[]> {
    return this.documents
      .filter((document) => answers(document, query))
      .sort((a, b) => compare(a, b, query.assets))
      .slice(0, query.limit);
  }
}
