import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuseScores } from '../../../rag/ranking/score-fusion.ts';

const matches = (scores: Readonly<Record<string, number>>) =>
  Object.entries(scores).map(([id, score]) => ({ id, score }));

describe('score fusion', () => {
  it('sums the weights, each list from 1 for its best to 0 for its last', () => {
    const fused = fuseScores([
      { matches: matches({ a: 12, b: 9, c: 8 }), weight: 0.5 },
      { matches: matches({ b: 0.6, d: 0.2 }), weight: 0.25 },
    ]);
    expect(fused).toEqual([
      { id: 'a', score: 0.5 },
      { id: 'b', score: 0.375 },
      { id: 'c', score: 0 },
      { id: 'd', score: 0 },
    ]);
  });

  it('takes whatever stands alone, or beside its equals, for the best', () => {
    expect(fuseScores([{ matches: matches({ a: -3, b: -3 }), weight: 0.5 }])).toEqual([
      { id: 'a', score: 0.5 },
      { id: 'b', score: 0.5 },
    ]);
  });

  it('is empty for empty lists', () => {
    expect(fuseScores([{ matches: [], weight: 1 }])).toEqual([]);
  });

  it('is the same whatever the scale of a list', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(scores, scores, (one, other) => {
        const lists = (scale: number) =>
          [one, other].map((list) => ({
            matches: list.map((score, id) => ({ id, score: score * scale })),
            weight: 0.5,
          }));
        expect(fuseScores(lists(8))).toEqual(fuseScores(lists(1)));
      }),
    );
  });

  it('never puts an id behind one that scores less in every list', () => {
    const scores = fc.uniqueArray(fc.integer(), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(scores, scores, (one, other) => {
        const place = fuseScores(
          [one, other].map((list) => ({ matches: list.map((score, id) => ({ id, score })), weight: 0.5 })),
        ).map(({ id }) => id);
        for (const [a, score] of one.entries()) {
          for (const [b, lower] of one.entries()) {
            const isAhead = score > lower && (other[a] ?? 0) > (other[b] ?? 0);
            if (isAhead) expect(place.indexOf(a)).toBeLessThan(place.indexOf(b));
          }
        }
      }),
    );
  });
});
