import type { QueryTerm } from './bm25.ts';
import { inverseDocumentFrequency } from './bm25.ts';

/** What speaks for a document having to do with a question. */
export interface Evidence {
  /** 0..1: which part of the question's words, by IDF, stands in the document. */
  readonly share: number;
  /** The IDF of the words that stand in it, in words nobody else has: 1 is one word found in a single document. */
  readonly mass: number;
  /** Cosine of the two vectors; null where the vectors were not compared. */
  readonly cosine: number | null;
}

/** Words of a question that are all, or nearly all, in a document answer it, however common they are: `bitcoin price`. */
const FULL_SHARE = 0.65;
/** Share times mass: neither one rare word of a long question nor a few common ones of a short one are enough. */
const OPENING_EVIDENCE = 0.24;
/** Once a question has found something, what else was found may say less. */
const KEEPING_EVIDENCE = 0.1;

/**
 * Returns share and mass for a document that holds the terms of which `holds` says so. Takes single words alone; give it
 * the terms whose `termWeight` is 1, or else the pairs count what the words counted already.
 */
export function evidenceOfWords(
  query: readonly QueryTerm[],
  holds: (term: string) => boolean,
  documents: number,
): Pick<Evidence, 'share' | 'mass'> {
  const total = query.reduce((sum, { weight }) => sum + weight, 0);
  const found = query.reduce((sum, { term, weight }) => sum + (holds(term) ? weight : 0), 0);
  const rarest = inverseDocumentFrequency(documents, 0);
  return { share: total === 0 ? 0 : found / total, mass: rarest === 0 ? 0 : found / rarest };
}

/** Returns whether one document alone shows that the collection has something on the question. */
export function opensAnswer(evidence: Evidence, cosineFloor: number): boolean {
  return isStrong(evidence, cosineFloor) || evidence.share * evidence.mass >= OPENING_EVIDENCE;
}

/**
 * Returns the candidates that have to do with the question, in the order given; none where not one of them is strong
 * enough to show that the collection has something on it. An empty answer means "nothing relevant".
 */
export function aboveFloor<C extends { readonly evidence: Evidence }>(
  candidates: readonly C[],
  cosineFloor: number,
): readonly C[] {
  if (!candidates.some(({ evidence }) => opensAnswer(evidence, cosineFloor))) return [];
  return candidates.filter(
    ({ evidence }) => isStrong(evidence, cosineFloor) || evidence.share * evidence.mass >= KEEPING_EVIDENCE,
  );
}

function isStrong({ share, cosine }: Evidence, cosineFloor: number): boolean {
  return share >= FULL_SHARE || (cosine !== null && cosine >= cosineFloor);
}
