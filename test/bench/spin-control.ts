const GAP_MS = 1;
/** A quiet machine takes the processor away from a spinning thread less often than this; else figures are void. */
const QUIET_GAPS_PER_SECOND = 10;

export interface SpinGaps {
  readonly perSecond: number;
  readonly longestMs: number;
}

/**
 * Spins and counts the moments at which somebody else had the processor. Runs before and after a measurement and not
 * beside it: on two cores it would take one of them away from what is measured.
 */
export function spinGaps(durationMs = 1_000): SpinGaps {
  let gaps = 0;
  let longestMs = 0;
  const start = performance.now();
  for (let last = start; last - start < durationMs; ) {
    const now = performance.now();
    if (now - last > GAP_MS) gaps += 1;
    longestMs = Math.max(longestMs, now - last);
    last = now;
  }
  return { perSecond: (gaps * 1_000) / durationMs, longestMs };
}

/** Returns one line about two controls. */
export function describeControl(before: SpinGaps, after: SpinGaps): string {
  const noisy = Math.max(before.perSecond, after.perSecond) > QUIET_GAPS_PER_SECOND;
  const told = [before, after].map((gaps) => `${gaps.perSecond.toFixed(0)}/s up to ${gaps.longestMs.toFixed(0)} ms`);
  const verdict = noisy ? 'NOISY: wall times are void, believe ratios, minima and CPU' : 'quiet';
  return `control: gaps over ${GAP_MS} ms before ${told[0]}, after ${told[1]}: ${verdict}`;
}
