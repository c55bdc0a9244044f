import { analyse } from '../analysis/terms.ts';
import type { Candidate } from '../search-index.ts';
import { pickDiverse } from './diversity.ts';
import { fuseRankings, LIST_WEIGHTS } from './reciprocal-rank-fusion.ts';
import { aboveFloor, type Evidence } from './relevance-floor.ts';
import { timeDecay } from './time-decay.ts';

export interface RankingOptions {
  readonly asOf: number;
  readonly limit: number;
  /** Whose vectors were compared; null where none were. */
  readonly embedder: { readonly kind: 'lexical' | 'semantic'; readonly floor: number } | null;
}

export interface FusedCandidate {
  readonly candidate: Candidate;
  readonly document: Candidate['document'];
  readonly score: number;
}

/** However old, an answer keeps this share: who asks about an old event wants the old report. */
const TIMELESS_SHARE = 0.5;

/** Returns the answers, best first: fused, cut at the floor, the young before the old, one a story, unlike each other. */
export function rankCandidates(candidates: readonly Candidate[], options: RankingOptions): readonly FusedCandidate[] {
  const { asOf, embedder, limit } = options;
  const weights = LIST_WEIGHTS[embedder?.kind ?? 'lexical'];
  const fused = fuseRankings([
    { ids: ranked(candidates, 'textRank'), weight: weights.text },
    { ids: ranked(candidates, 'vectorRank'), weight: weights.vector },
  ]);
  const found = fused.map(({ id: candidate, score }) => ({ candidate, score, evidence: evidenceOf(candidate) }));
  // Without vectors no cosine can speak, so none is strong.
  const relevant = aboveFloor(found, embedder?.floor ?? Number.POSITIVE_INFINITY).map(({ candidate, score }) => ({
    candidate,
    document: candidate.document,
    story: candidate.document.story,
    relevance: score * ageShare(candidate, asOf),
    score: score * ageShare(candidate, asOf),
    terms: new Set(analyse(candidate.text).counts.keys()),
  }));
  return pickDiverse(relevant, { limit, similarity: (one, other) => overlap(one.terms, other.terms) });
}

function ranked(candidates: readonly Candidate[], by: 'textRank' | 'vectorRank'): readonly Candidate[] {
  return candidates
    .filter((candidate) => candidate[by] !== null)
    .sort((one, other) => (one[by] ?? 0) - (other[by] ?? 0));
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
