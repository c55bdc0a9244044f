import { describe, expect, it } from 'vitest';
import { type Pooling, pool, type TokenVectors } from '../../../rag/embedders/pooling.ts';

/** Two texts of three tokens in two dimensions; the last token of the second text is padding. */
const vectors: TokenVectors = {
  values: Float32Array.of(1, 2, 3, 4, 5, 9, -1, -2, -3, 4, 99, 99),
  tokens: 3,
  dimensions: 2,
};

describe('pooling', () => {
  it.each<[Pooling, number[], number[]]>([
    ['mean', [3, 5], [-2, 1]],
    ['cls', [1, 2], [-1, -2]],
    ['max', [5, 9], [-1, 4]],
    ['lasttoken', [5, 9], [-3, 4]],
  ])('by %s takes no padding in', (pooling, first, second) => {
    expect([...pool(vectors, 0, 3, pooling)]).toEqual(first.map((value) => expect.closeTo(value, 5)));
    expect([...pool(vectors, 1, 2, pooling)]).toEqual(second.map((value) => expect.closeTo(value, 5)));
  });
});
