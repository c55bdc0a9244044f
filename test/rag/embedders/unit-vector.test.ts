import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unitVector } from '../../../rag/embedders/unit-vector.ts';

describe('a unit vector', () => {
  it('points the same way at length one', () => {
    expect([...(unitVector([3, 0, -4]) ?? [])]).toEqual([expect.closeTo(0.6, 6), 0, expect.closeTo(-0.8, 6)]);
  });

  it.each([[[]], [[0, 0]], [[1, Number.NaN]], [[Number.POSITIVE_INFINITY, 1]]])('is none for %j', (values) => {
    expect(unitVector(values)).toBeNull();
  });

  it.each([1.57e-162, 5e-324, 1e300])('has length one of %d alone', (value) => {
    expect([...(unitVector([value]) ?? [])]).toEqual([1]);
  });

  it('has length one whatever it is made of, or is none', () => {
    fc.assert(
      fc.property(fc.array(fc.double(), { minLength: 1, maxLength: 40 }), (values) => {
        const vector = unitVector(values);
        const length = vector?.reduce((sum, value) => sum + value * value, 0) ?? 1;
        expect(length).toBeCloseTo(1, 4);
      }),
    );
  });
});
