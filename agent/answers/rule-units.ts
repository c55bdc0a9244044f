import type { Unit } from './answer.ts';

const UNITS: Readonly<Record<string, Unit>> = {
  'loss-cooldown': 'duration',
  'stale-market': 'duration',
  'open-positions': 'count',
  'orders-per-minute': 'count',
  'orders-per-day': 'count',
  'unresolved-order': 'count',
  'opposite-position': 'count',
  'spot-short': 'count',
  'order-grid': 'number',
  'news-alarm': 'number',
  'reduce-quantity': 'number',
};

/** Rules where the value must reach the limit; everywhere else it must not pass it. */
const MINIMA: ReadonlySet<string> = new Set(['loss-cooldown', 'news-alarm']);

/** Returns how a rule's value and limit are written; most are fractions of equity or of price. */
export function unitOfRule(rule: string): Unit {
  return Object.hasOwn(UNITS, rule) ? (UNITS[rule] ?? 'percent') : 'percent';
}

/** Rules that are met or not: nearness to a limit means nothing there. */
const FLAGS: ReadonlySet<string> = new Set([
  'order-grid',
  'unresolved-order',
  'stop-required',
  'opposite-position',
  'spot-short',
  'reduce-only',
  'reduce-side',
  'reduce-quantity',
]);

/** Returns how far a rule was from tipping, in units of its limit: 0 is on it. Null where that means nothing. */
export function roomOf(rule: {
  readonly rule: string;
  readonly value: number | null;
  readonly limit: number | null;
}): number | null {
  const { value, limit } = rule;
  if (value === null || limit === null || limit === 0 || FLAGS.has(rule.rule)) return null;
  const room = MINIMA.has(rule.rule) ? value - limit : limit - value;
  return room / Math.abs(limit);
}
