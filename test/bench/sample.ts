/** Returns the value below which a fraction of the sample lies; 0.5 is the median. */
export function quantile(sample: readonly number[], fraction: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(fraction * sorted.length))] ?? Number.NaN;
}

/** Returns each call's time in µs, after calls enough for the optimising compiler to have been there. */
export async function timeCalls(
  calls: number,
  warmUpCalls: number,
  call: (index: number) => unknown,
): Promise<readonly number[]> {
  for (let index = 0; index < warmUpCalls; index += 1) await call(index);
  const times: number[] = [];
  for (let index = 0; index < calls; index += 1) {
    const before = performance.now();
    await call(warmUpCalls + index);
    times.push((performance.now() - before) * 1_000);
  }
  return times;
}
