import { describe, expect, it } from 'vitest';
import type { Embedder } from '../../../rag/embedders/embedder.ts';
import { relevanceFloor } from '../../../rag/embedders/relevance-floor.ts';

/** Every question meets half of the passages at one cosine and half at another. */
function meeting(low: number, high: number): Embedder['embed'] {
  return async (texts, role) =>
    texts.map((_, place) => {
      const cosine = place % 2 === 0 ? low : high;
      return role === 'query' ? Float32Array.of(1, 0) : Float32Array.of(cosine, Math.sqrt(1 - cosine ** 2));
    });
}

describe('the relevance floor', () => {
  it('lies four deviations above the mean of unrelated pairs', async () => {
    expect(await relevanceFloor(meeting(0, 0.1))).toBe(0.25);
  });

  it('is high for a model whose unrelated texts are close together', async () => {
    expect(await relevanceFloor(meeting(0.7, 0.74))).toBe(0.8);
  });

  it('is never above one', async () => {
    expect(await relevanceFloor(meeting(-0.9, 0.9))).toBe(1);
  });
});
