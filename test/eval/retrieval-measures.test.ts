import { describe, expect, it } from 'vitest';
import { meanOfMeasures, measureRanking } from './retrieval-measures.ts';

describe('the measures of a ranking', () => {
  it('are all one where the relevant documents come first', () => {
    expect(measureRanking(['a', 'b', 'c'], ['b', 'a'])).toEqual({ ndcg: 1, mrr: 1, hit: 1 });
  });

  it('discount by the logarithm of the place, and count the first hit for MRR', () => {
    const { ndcg, mrr, hit } = measureRanking(['x', 'a', 'b'], ['a', 'b']);
    expect(ndcg).toBeCloseTo((1 / Math.log2(3) + 1 / Math.log2(4)) / (1 + 1 / Math.log2(3)), 12);
    expect(mrr).toBe(0.5);
    expect(hit).toBe(1);
  });

  it('are zero for what stands behind the tenth place', () => {
    const ranking = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a'];
    expect(measureRanking(ranking, ['a'])).toEqual({ ndcg: 0, mrr: 0, hit: 0 });
  });

  it('have a mean, zeros for no question', () => {
    expect(
      meanOfMeasures([
        { ndcg: 1, mrr: 1, hit: 1 },
        { ndcg: 0, mrr: 0.5, hit: 1 },
      ]),
    ).toEqual({
      ndcg: 0.5,
      mrr: 0.75,
      hit: 1,
    });
    expect(meanOfMeasures([])).toEqual({ ndcg: 0, mrr: 0, hit: 0 });
  });
});
