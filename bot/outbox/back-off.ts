export interface BackOff {
  readonly firstMs: number;
  readonly longestMs: number;
}

export const PATIENT: BackOff = { firstMs: 1000, longestMs: 15 * 60_000 };

/** Returns how long to wait after so many failures: twice as long each time, between half of that and all of it by chance. */
export function backOffMs(failures: number, random: () => number, { firstMs, longestMs }: BackOff = PATIENT): number {
  const full = Math.min(longestMs, firstMs * 2 ** Math.min(30, Math.max(0, failures - 1)));
  return Math.round(full / 2 + (full / 2) * random());
}
