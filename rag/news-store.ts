import type { NewsDocument } from './document.ts';

export interface NewsStoreQuery {
  /** Documents about any of these coins, and those about no coin in particular. */
  readonly assets: readonly string[];
  /** Nothing published or ingested later than this is returned. */
  readonly asOf: number;
  /** Nothing published longer ago than this before `asOf` is returned. */
  readonly maxAgeMs: number;
  readonly limit: number;
}

/** Where documents are kept. A document once inserted never changes. */
export interface NewsStore {
  /** Returns how many were new; one whose id or hash is there already is left as it was. */
  insert(documents: readonly NewsDocument[]): Promise<number>;
  /** Returns documents about the asked coins first, then general ones; in each newest first, then by id (code units). */
  find(query: NewsStoreQuery): Promise<readonly NewsDocument[]>;
}
