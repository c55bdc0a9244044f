import { instantOf, wallTime } from './zone.ts';

/** When somebody does not want to be woken: minutes since midnight in their zone; `from` after `to` spans midnight. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
  /** IANA name. */
  readonly zone: string;
}

/** How one person wants to be asked about entries; null stands for what the desk does by itself. */
export interface PersonPolicy {
  readonly mode: 'auto' | 'ask-above' | 'ask-always' | null;
  readonly askAboveFraction: number | null;
  /** What becomes of a question while they sleep: nothing, half of it, or all of it. */
  readonly asleep: 'skip' | 'half' | 'auto';
  readonly quietHours: QuietHours | null;
}

export const NO_POLICY: PersonPolicy = { mode: null, askAboveFraction: null, asleep: 'skip', quietHours: null };

/**
 * Returns when the quiet span ends that `at` lies in, or null outside of one. A span runs from the first moment that
 * the wall shows `from` to the first that it shows `to`, so an hour that comes twice is quiet once; none where both
 * are the same.
 */
export function quietUntil(hours: QuietHours, at: number): number | null {
  const { year, month, day } = wallTime(at, hours.zone);
  const onDay = (dayOfMonth: number, minute: number) =>
    instantOf({ year, month, day: dayOfMonth, hour: 0, minute, second: 0 }, hours.zone);
  // The span may have begun yesterday.
  for (const first of [day - 1, day]) {
    const from = onDay(first, hours.from);
    const to = onDay(hours.to < hours.from ? first + 1 : first, hours.to);
    if (from <= at && at < to) return to;
  }
  return null;
}

const ASLEEP_RANKS = { skip: 0, half: 1, auto: 2 } as const;
const MODE_RANKS = { auto: 0, none: 1, 'ask-above': 2, 'ask-always': 3 } as const;

/** Tells whether a change asks its person less, or lets more happen while they sleep: what is confirmed with a code. */
export function isLaxer(from: PersonPolicy, to: PersonPolicy): boolean {
  if (ASLEEP_RANKS[to.asleep] > ASLEEP_RANKS[from.asleep]) return true;
  const sleepsAnew = to.quietHours !== null && !isSameSpan(to.quietHours, from.quietHours);
  // Whoever lets the desk act while they sleep gives it more by sleeping at other hours.
  if (to.asleep !== 'skip' && sleepsAnew) return true;
  const before = MODE_RANKS[from.mode ?? 'none'];
  const after = MODE_RANKS[to.mode ?? 'none'];
  if (before !== after) return after < before;
  return to.mode === 'ask-above' && to.askAboveFraction !== from.askAboveFraction && !isLower(to, from);
}

function isLower(to: PersonPolicy, from: PersonPolicy): boolean {
  return to.askAboveFraction !== null && from.askAboveFraction !== null && to.askAboveFraction < from.askAboveFraction;
}

/** Tells whether two quiet spans are one. */
export function isSameSpan(a: QuietHours | null, b: QuietHours | null): boolean {
  if (a === null || b === null) return a === b;
  return a.from === b.from && a.to === b.to && a.zone === b.zone;
}

/** Tells whether two policies say the same. */
export function isSamePolicy(a: PersonPolicy, b: PersonPolicy): boolean {
  const sameMode = a.mode === b.mode && a.askAboveFraction === b.askAboveFraction;
  return sameMode && a.asleep === b.asleep && isSameSpan(a.quietHours, b.quietHours);
}
