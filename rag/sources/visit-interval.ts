import { z } from 'zod';

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const WRITTEN = /^(?:\d{1,6}[smhd] ?)+$/;

/** How often a source is visited, written like 30s, 5m or 1h30m; milliseconds once read. */
export function visitInterval(least: string, usual: string) {
  const leastMs = durationMs(least);
  return z
    .string()
    .regex(WRITTEN, `must be a duration such as ${usual}`)
    .transform(durationMs)
    .refine((ms) => ms >= leastMs, `must be at least ${least}: the source would shut us out`)
    .prefault(usual);
}

function durationMs(written: string): number {
  const parts = [...written.matchAll(/(\d+)([smhd])/g)];
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNIT_MS[unit ?? ''] ?? 0), 0);
}
