import { type BilingualText, isKnownAt, type NewsDocument } from './document.ts';
import type { NewsStore, NewsStoreQuery } from './news-store.ts';

/** What a decision or an answer may cite; has the shape of the engine's news evidence. */
export interface RetrievedNews {
  readonly id: string;
  readonly publishedAt: number;
  readonly source: string;
  readonly topic: string;
  readonly assets: readonly string[];
  readonly title: BilingualText;
  readonly tone: number;
  readonly toneBy: string;
  readonly sha256: string;
}

export interface Retriever {
  find(query: NewsStoreQuery): Promise<readonly RetrievedNews[]>;
}

/**
 * Returns a retriever over a store. It applies the as-of rule and the order once more on what the store returns: a
 * store that lets the future through must not be able to spoil a decision.
 */
export function createRetriever(store: NewsStore): Retriever {
  return {
    async find(query) {
      const documents = await store.find(query);
      return documents
        .filter((document) => answers(document, query))
        .sort((a, b) => compare(a, b, query.assets))
        .slice(0, query.limit)
        .map(asEvidence);
    },
  };
}

/** Returns whether a document belongs to the answer to a query. */
export function answers(document: NewsDocument, query: NewsStoreQuery): boolean {
  if (!isKnownAt(document, query.asOf)) return false;
  if (document.publishedAt < query.asOf - query.maxAgeMs) return false;
  return document.assets.length === 0 || isAbout(document, query.assets);
}

/** What is about the asked coins comes before what is about the market; then the newer one, then the lower id. */
export function compare(a: NewsDocument, b: NewsDocument, assets: readonly string[]): number {
  const specific = Number(isAbout(b, assets)) - Number(isAbout(a, assets));
  if (specific !== 0) return specific;
  if (a.publishedAt !== b.publishedAt) return b.publishedAt - a.publishedAt;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}

function isAbout(document: NewsDocument, assets: readonly string[]): boolean {
  return document.assets.some((asset) => assets.includes(asset));
}

function asEvidence(document: NewsDocument): RetrievedNews {
  const { id, publishedAt, source, topic, assets, title, tone, toneBy, sha256 } = document;
  return { id, publishedAt, source, topic, assets, title, tone, toneBy, sha256 };
}
