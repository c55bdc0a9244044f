/** Numbers in 0..1, without 1, that follow from the seed alone: the same record gives the same interval every time. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  // Mulberry32 by Tommy Ettinger: good enough to draw samples with.
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
