import { analyse } from '../analysis/terms.ts';
import type { Embedder } from '../embedders/embedder.ts';
import type { Candidate } from '../search-index.ts';
import { pickDiverse } from './diversity.ts';
import { aboveFloor, type Evidence } from './relevance-floor.ts';
import { fuseScores, LIST_WEIGHTS } from './score-fusion.ts';
import { timeDecay } from './time-decay.ts';

/** Whose vectors were compared; null where none were. */
type Compared = Pick<Embedder, 'kind' | 'floor'> | null;

export interface RankingOptions {
  readonly asOf: number;
  readonly limit: number;
  readonly embedder: Compared;
}

export interface FusedCandidate {
  readonly candidate: Candidate;
  readonly document: Candidate['document'];
  readonly score: number;
}

/** However old, an answer keeps this share: who asks about an old event wants the old report. */
const TIMELESS_SHARE = 0.5;

/** What stands further down is too little relevant to be taken for being different. */
const WEIGHED_PER_ANSWER = 6;
const WEIGHED_AT_LEAST = 40;

/** Returns all candidates, best first by both rankings alone: what is measured when rankings are compared. */
export function fuseCandidates(candidates: readonly Candidate[], embedder: Compared): readonly FusedCandidate[] {
  const weights = LIST_WEIGHTS[embedder?.kind ?? 'lexical'];
  return fuseScores([
    { matches: listed(candidates, 'textRank', 'textScore'), weight: weights.text },
    { matches: listed(candidates, 'vectorRank', 'cosine'), weight: weights.vector },
  ]).map(({ id: candidate, score }) => ({ candidate, document: candidate.document, score }));
}

/** Returns those that have to do with the question, in the order given; none where it has no answer. */
export function relevantCandidates(fused: readonly FusedCandidate[], embedder: Compared): readonly FusedCandidate[] {
  const judged = fused.map((one) => ({ one, evidence: evidenceOf(one.candidate) }));
  // Without vectors no cosine can speak, so none is strong.
  return aboveFloor(judged, embedder?.floor ?? Number.POSITIVE_INFINITY).map(({ one }) => one);
}

/** Returns the answers, best first: fused, cut at the floor, the young before the old, one a story, unlike each other. */
export function rankCandidates(candidates: readonly Candidate[], options: RankingOptions): readonly FusedCandidate[] {
  const { asOf, embedder, limit } = options;
  const aged = relevantCandidates(fuseCandidates(candidates, embedder), embedder)
    .map((one) => ({ ...one, score: one.score * ageShare(one.candidate, asOf) }))
    .sort((one, other) => other.score - one.score);
  const weighed = aged.slice(0, Math.max(WEIGHED_AT_LEAST, limit * WEIGHED_PER_ANSWER)).map((one) => {
    const { text } = one.candidate;
    const terms = new Set(analyse(text).counts.keys());
    return { ...one, relevance: one.score, story: one.document.story, terms };
  });
  return pickDiverse(weighed, { limit, similarity: (one, other) => overlap(one.terms, other.terms) });
}

function listed(candidates: readonly Candidate[], rank: 'textRank' | 'vectorRank', score: 'textScore' | 'cosine') {
  return candidates
    .filter((candidate) => candidate[rank] !== null)
    .sort((one, other) => (one[rank] ?? 0) - (other[rank] ?? 0))
    .map((candidate) => ({ id: candidate, score: candidate[score] ?? 0 }));
}

function evidenceOf({ share, mass, cosine }: Candidate): Evidence {
  return { share: share ?? 0, mass: mass ?? 0, cosine };
}

function ageShare({ document }: Candidate, asOf: number): number {
  return TIMELESS_SHARE + (1 - TIMELESS_SHARE) * timeDecay(document.kind, document.publishedAt, asOf);
}

/** Jaccard: the share of all terms of two chunks that both have. */
function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let common = 0;
  for (const term of one) if (other.has(term)) common += 1;
  const all = one.size + other.size - common;
  return all === 0 ? 0 : common / all;
}
