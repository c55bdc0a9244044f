/** How much relevance weighs against being unlike what was already taken. */
export const DIVERSITY_LAMBDA = 0.7;

export interface Candidate {
  /** Any scale; only the ratio to the best counts. */
  readonly relevance: number;
  /** At most one of a story is taken. */
  readonly story: string;
}

export interface DiversityOptions<C extends Candidate> {
  readonly limit: number;
  /** 0 for nothing in common, 1 for the same. */
  readonly similarity: (one: C, other: C) => number;
  /** 1 ranks by relevance alone. */
  readonly lambda?: number;
}

/**
 * Returns at most `limit` candidates, best first, one per story, each chosen for λ · relevance − (1 − λ) · likeness to
 * the nearest one taken before. Relevance is divided by the best one's, so that both terms speak on one scale.
 * Carbonell and Goldstein, "The Use of MMR, Diversity-Based Reranking", SIGIR 1998.
 */
export function pickDiverse<C extends Candidate>(
  candidates: readonly C[],
  { limit, similarity, lambda = DIVERSITY_LAMBDA }: DiversityOptions<C>,
): readonly C[] {
  const best = Math.max(0, ...candidates.map(({ relevance }) => relevance));
  const share = ({ relevance }: C) => (best === 0 ? 0 : relevance / best);
  let open = bestOfEachStory(candidates).map((candidate) => ({ candidate, likeness: 0 }));
  const taken: C[] = [];
  while (taken.length < limit && open.length > 0) {
    const value = (entry: (typeof open)[number]) => lambda * share(entry.candidate) - (1 - lambda) * entry.likeness;
    const chosen = open.reduce((top, entry) => (value(entry) > value(top) ? entry : top));
    taken.push(chosen.candidate);
    open = open
      .filter((entry) => entry !== chosen)
      .map(({ candidate, likeness }) => ({
        candidate,
        likeness: Math.max(likeness, similarity(candidate, chosen.candidate)),
      }));
  }
  return taken;
}

function bestOfEachStory<C extends Candidate>(candidates: readonly C[]): readonly C[] {
  const best = new Map<string, C>();
  for (const candidate of candidates) {
    const rival = best.get(candidate.story);
    if (rival === undefined || candidate.relevance > rival.relevance) best.set(candidate.story, candidate);
  }
  return [...best.values()];
}
