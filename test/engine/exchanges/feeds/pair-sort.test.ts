import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortPairs } from '../../../../engine/exchanges/feeds/pair-sort.ts';

describe('sortPairs', () => {
  it('sorts by the first number and keeps the order of equal ones, behind its end touching nothing', () => {
    const keys = fc.array(fc.integer({ min: -30, max: 30 }), { maxLength: 700 });
    fc.assert(
      fc.property(keys, (drawn) => {
        const pairs = drawn.map((key, index) => [key, index] as const);
        const values = Float64Array.from([...pairs.flat(), 99, -1, -99, -2]);
        sortPairs(values, pairs.length);
        const expected = pairs.toSorted(([one], [other]) => one - other);
        expect([...values]).toEqual([...expected.flat(), 99, -1, -99, -2]);
      }),
      { numRuns: 200 },
    );
  });

  it('uses runs that rise or fall', () => {
    const values = Float64Array.from([5, 0, 4, 1, 4, 2, 3, 3, 6, 4, 7, 5]);
    sortPairs(values, 6);
    expect([...values]).toEqual([3, 3, 4, 1, 4, 2, 5, 0, 6, 4, 7, 5]);
  });
});
