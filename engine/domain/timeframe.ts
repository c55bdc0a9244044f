/** Length of each supported bar in milliseconds. */
export const TIMEFRAME_MS = {
  '1m': 60_000,
  '5m': 300_000,
  '15m': 900_000,
  '1h': 3_600_000,
  '4h': 14_400_000,
  '1d': 86_400_000,
} as const;

export type Timeframe = keyof typeof TIMEFRAME_MS;

/** Returns the open time of the bar that holds `at`; bars are aligned to the epoch in UTC. */
export function barOpenTime(at: number, timeframe: Timeframe): number {
  return at - (at % TIMEFRAME_MS[timeframe]);
}
