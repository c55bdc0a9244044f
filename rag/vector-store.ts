import type { Embedder } from './embedders/embedder.ts';

export type EmbedderIdentity = Pick<Embedder, 'name' | 'version' | 'kind' | 'dimensions' | 'floor'>;

/** `building`: vectors are being made; `serving`: searches use it; `retired`: another took its place. */
export type EmbedderState = 'building' | 'serving' | 'retired';

export interface KeptEmbedder extends EmbedderIdentity {
  readonly id: number;
  readonly state: EmbedderState;
  readonly vectors: number;
}

export interface ChunkToEmbed {
  readonly chunk: number;
  readonly text: string;
}

/** Where vectors are kept, one collection for each embedder and version; one of them serves. */
export interface VectorStore {
  /** Returns the embedder's collection, made (as `building`) if it was not there. Throws if its dimensions changed. */
  register(embedder: EmbedderIdentity): Promise<KeptEmbedder>;
  list(): Promise<readonly KeptEmbedder[]>;
  serving(): Promise<KeptEmbedder | null>;
  /** Returns chunks that have no vector of this embedder yet, the newest first. */
  missing(embedder: number, limit: number): Promise<readonly ChunkToEmbed[]>;
  countMissing(embedder: number): Promise<number>;
  /** Keeps vectors; one that is there already stays as it was. */
  save(embedder: number, rows: readonly { readonly chunk: number; readonly vector: Float32Array }[]): Promise<void>;
  /** Lets this one serve and retires the one before. */
  serve(embedder: number): Promise<void>;
  /** Removes every vector and forgets every embedder: the next one begins anew. */
  clear(): Promise<void>;
  /** Removes what retired embedders left. */
  removeRetired(): Promise<number>;
  /** Builds the approximate index where the collection has outgrown the exact scan; returns what serves now. */
  chooseIndex(embedder: number): Promise<'exact' | 'hnsw'>;
}
