/** Damps the first places, so that one list alone cannot decide; 60 as in the paper. */
export const RRF_K = 60;

/** One ranking, best first, and how much it has to say. */
export interface RankedList<Id> {
  readonly ids: readonly Id[];
  readonly weight: number;
}

/**
 * Returns the ids of all lists with Σ weight / (k + rank), best first; an id that stands twice in a list counts at its
 * better place. Equal scores keep the order in which the lists name them.
 * Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods",
 * SIGIR 2009; the weights are ours.
 */
export function fuseRankings<Id>(
  lists: readonly RankedList<Id>[],
  k: number = RRF_K,
): readonly { readonly id: Id; readonly score: number }[] {
  const scores = new Map<Id, number>();
  for (const { ids, weight } of lists) {
    for (const [index, id] of [...new Set(ids)].entries()) {
      scores.set(id, (scores.get(id) ?? 0) + weight / (k + index + 1));
    }
  }
  return [...scores].map(([id, score]) => ({ id, score })).sort((one, other) => other.score - one.score);
}

/** How many of each list are fused: what stands further down than this could not reach the first ten. */
export const CANDIDATES_A_LIST = 50;

/**
 * What the word ranking and the vector ranking have to say, by the kind of embedder. A lexical vector compares the same
 * words again, only more coarsely, so it may move what the words rank close together and no more.
 */
export const LIST_WEIGHTS = {
  lexical: { text: 1, vector: 0.25 },
  semantic: { text: 1, vector: 1 },
} as const;
