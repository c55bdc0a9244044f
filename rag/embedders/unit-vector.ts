/** Returns the vector at unit length, or null where it has no direction: not finite, or all zeros. */
export function unitVector(values: ArrayLike<number>): Float32Array | null {
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i] ?? 0);
    if (!Number.isFinite(size)) return null;
    if (size > largest) largest = size;
  }
  if (largest === 0) return null;
  // Against the largest, so that squares of the very small do not vanish and those of the very large stay finite.
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += ((values[i] ?? 0) / largest) ** 2;
  const length = Math.sqrt(sum);
  return Float32Array.from(values, (value) => value / largest / length);
}
