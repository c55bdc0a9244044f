/** What the weight of a term needs to know of a collection. Documents are what is searched: chunks, where texts are cut. */
export interface CollectionFigures {
  readonly documents: number;
  /** In how many documents a term stands. */
  documentFrequency(term: string): number;
}

interface CountedTerms {
  readonly counts: ReadonlyMap<string, number>;
  readonly length: number;
}

/** k1: how slowly a repeated term stops counting. b: how much a long document is held back, 0..1. */
export interface Bm25Constants {
  readonly k1: number;
  readonly b: number;
}

export const BM25: Bm25Constants = { k1: 1.2, b: 0.75 };

/** Returns ln(1 + (N − df + 0.5) / (df + 0.5)), which is never negative: a term in every document still counts a little. */
export function inverseDocumentFrequency(documents: number, documentFrequency: number): number {
  return Math.log(1 + (documents - documentFrequency + 0.5) / (documentFrequency + 0.5));
}

/** Returns the share of a term's IDF that a document earns by holding it `count` times; below k1 + 1, above zero. */
export function saturation(
  count: number,
  length: number,
  averageLength: number,
  { k1, b }: Bm25Constants = BM25,
): number {
  const relativeLength = averageLength === 0 ? 1 : length / averageLength;
  return (count * (k1 + 1)) / (count + k1 * (1 - b + b * relativeLength));
}

/** What a term of a question may earn at most, by how rare it is and how much it counts. */
export interface QueryTerm {
  readonly term: string;
  readonly weight: number;
}

/**
 * Returns the terms of a question with the weight of each: its IDF, times what `termWeight` says of its form. A term said
 * twice counts once, for a long question repeats what matters least.
 */
export function weighQuery(
  terms: Iterable<string>,
  collection: CollectionFigures,
  termWeight: (term: string) => number,
): readonly QueryTerm[] {
  return [...new Set(terms)].map((term) => ({
    term,
    weight: termWeight(term) * inverseDocumentFrequency(collection.documents, collection.documentFrequency(term)),
  }));
}

/**
 * Returns how well a document answers a question by its words; zero where they share none.
 * Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, section 3.5.
 */
export function bm25(
  query: readonly QueryTerm[],
  document: CountedTerms,
  averageLength: number,
  constants: Bm25Constants = BM25,
): number {
  let score = 0;
  for (const { term, weight } of query) {
    const count = document.counts.get(term);
    if (count !== undefined) score += weight * saturation(count, document.length, averageLength, constants);
  }
  return score;
}
