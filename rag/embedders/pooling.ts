/** How the vectors of a text's tokens become one; sentence-transformers names them so in `1_Pooling/config.json`. */
export type Pooling = 'mean' | 'cls' | 'max' | 'lasttoken';

/** Token vectors of a batch, row after row: `texts` × `tokens` × `dimensions`. */
export interface TokenVectors {
  readonly values: Float32Array;
  readonly tokens: number;
  readonly dimensions: number;
}

/** Returns the vector of one text, of whose row only the first `length` tokens are its own and the rest is padding. */
export function pool(
  { values, tokens, dimensions }: TokenVectors,
  row: number,
  length: number,
  pooling: Pooling,
): Float32Array {
  const start = row * tokens * dimensions;
  const token = (place: number) => values.subarray(start + place * dimensions, start + (place + 1) * dimensions);
  if (pooling === 'cls') return token(0);
  if (pooling === 'lasttoken') return token(length - 1);

  const pooled = new Float32Array(dimensions).fill(pooling === 'max' ? Number.NEGATIVE_INFINITY : 0);
  for (let place = 0; place < length; place++) {
    const vector = token(place);
    for (let i = 0; i < dimensions; i++) {
      const [before = 0, value = 0] = [pooled[i], vector[i]];
      pooled[i] = pooling === 'max' ? Math.max(before, value) : before + value / length;
    }
  }
  return pooled;
}
