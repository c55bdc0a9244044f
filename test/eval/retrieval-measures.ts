export interface RetrievalMeasures {
  readonly ndcg: number;
  readonly mrr: number;
  readonly hit: number;
}

const DEPTH = 10;

/**
 * Returns nDCG@10, MRR@10 and hit@10 of one ranking, best first: equal gain for every relevant id, discount
 * 1 / log2(rank + 1), and the ideal ranking holds as many relevant ids as fit into ten places.
 */
export function measureRanking(ranking: readonly string[], relevant: readonly string[]): RetrievalMeasures {
  const wanted = new Set(relevant);
  const places = ranking.slice(0, DEPTH).flatMap((id, index) => (wanted.has(id) ? [index + 1] : []));
  const ideal = Array.from({ length: Math.min(wanted.size, DEPTH) }, (_, index) => index + 1);
  const first = places[0];
  return {
    ndcg: ideal.length === 0 ? 0 : gain(places) / gain(ideal),
    mrr: first === undefined ? 0 : 1 / first,
    hit: first === undefined ? 0 : 1,
  };
}

/** Returns the mean of each measure over all questions; zeros for none. */
export function meanOfMeasures(all: readonly RetrievalMeasures[]): RetrievalMeasures {
  const mean = (pick: (one: RetrievalMeasures) => number) =>
    all.length === 0 ? 0 : all.reduce((sum, one) => sum + pick(one), 0) / all.length;
  return { ndcg: mean(({ ndcg }) => ndcg), mrr: mean(({ mrr }) => mrr), hit: mean(({ hit }) => hit) };
}

function gain(places: readonly number[]): number {
  return places.reduce((sum, place) => sum + 1 / Math.log2(place + 1), 0);
}
