import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuseRankings } from '../../../rag/ranking/reciprocal-rank-fusion.ts';

describe('reciprocal-rank fusion', () => {
  it('sums weight / (60 + rank) over the lists', () => {
    const fused = fuseRankings([
      { ids: ['a', 'b'], weight: 1 },
      { ids: ['b', 'c'], weight: 0.5 },
    ]);
    expect(fused).toEqual([
      { id: 'b', score: 1 / 62 + 0.5 / 61 },
      { id: 'a', score: 1 / 61 },
      { id: 'c', score: 0.5 / 62 },
    ]);
  });

  it('keeps the order of the first list where scores are equal', () => {
    const fused = fuseRankings([
      { ids: ['a', 'b'], weight: 1 },
      { ids: ['b', 'a'], weight: 1 },
    ]);
    expect(fused.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('counts an id at its better place where a list names it twice', () => {
    expect(fuseRankings([{ ids: ['a', 'a', 'b'], weight: 1 }])).toEqual([
      { id: 'a', score: 1 / 61 },
      { id: 'b', score: 1 / 62 },
    ]);
  });

  it('is empty for empty lists', () => {
    expect(fuseRankings([{ ids: [], weight: 1 }])).toEqual([]);
  });

  it('never puts an id behind one that stands behind it in every list', () => {
    const list = fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e'], { minLength: 5 });
    fc.assert(
      fc.property(list, list, (one, other) => {
        const fused = fuseRankings([
          { ids: one, weight: 1 },
          { ids: other, weight: 0.25 },
        ]).map(({ id }) => id);
        for (const a of one) {
          for (const b of one) {
            const ahead = one.indexOf(a) < one.indexOf(b) && other.indexOf(a) < other.indexOf(b);
            if (ahead) expect(fused.indexOf(a)).toBeLessThan(fused.indexOf(b));
          }
        }
      }),
    );
  });
});
