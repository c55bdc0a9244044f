import type { DocumentHead, DocumentKind } from './document.ts';

export interface SearchFilter {
  /** Mandatory: nothing published or ingested later than this is returned. */
  readonly asOf: number;
  /** Documents about one of these coins only; null: about whatever. */
  readonly assets: readonly string[] | null;
  readonly sources?: readonly string[] | undefined;
  readonly kinds?: readonly DocumentKind[] | undefined;
  /** Nothing published longer ago than this before `asOf`; null: however old. */
  readonly maxAgeMs: number | null;
}

export interface QuestionVector {
  readonly embedder: { readonly name: string; readonly version: string };
  readonly values: Float32Array;
}

export interface CandidateQuery extends SearchFilter {
  /** The question's terms with the weight of their form, 1 for a whole word; empty: no text ranking. */
  readonly terms: ReadonlyMap<string, number>;
  /** The question's vector, to be compared with those of the same embedder; null: no vector ranking. */
  readonly vector: QuestionVector | null;
  /** How many of each ranking. */
  readonly depth: number;
}

/** A chunk that one of the rankings brought up, with its place in each. */
export interface Candidate {
  readonly document: DocumentHead;
  readonly ordinal: number;
  readonly part: 'head' | 'body';
  readonly language: 'en' | 'ko';
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** From 1; null where the ranking did not bring it up. */
  readonly textRank: number | null;
  readonly vectorRank: number | null;
  /** BM25; null likewise. */
  readonly textScore: number | null;
  /** What its words say of whether the chunk has to do with the question: see rag/ranking/relevance-floor.ts. */
  readonly share: number | null;
  readonly mass: number | null;
  readonly cosine: number | null;
}

/** The two rankings over one collection, both filtered before they are cut. */
export interface SearchIndex {
  candidates(query: CandidateQuery): Promise<readonly Candidate[]>;
}
