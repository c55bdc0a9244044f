import { offsetAt } from '../domain/zone.ts';

/** Weeks begin on Monday. */
export type PeriodUnit = 'day' | 'week' | 'month';

/** Half open: `end` is the first moment no longer in it. */
export interface Period {
  readonly start: number;
  readonly end: number;
}

interface LocalDate {
  readonly year: number;
  /** 1 to 12; what lies outside counts on into the years beside. */
  readonly month: number;
  readonly day: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Returns the day, week or month that holds `at` in a time zone such as `Asia/Seoul`; RangeError for an unknown one. */
export function periodOf(at: number, unit: PeriodUnit, timeZone: string): Period {
  const first = firstDay(localDate(at, timeZone), unit);
  return { start: startOfDay(first, timeZone), end: startOfDay(following(first, unit), timeZone) };
}

/** Returns the period before the one that holds `at`. */
export function periodBefore(at: number, unit: PeriodUnit, timeZone: string): Period {
  return periodOf(periodOf(at, unit, timeZone).start - 1, unit, timeZone);
}

/** Returns the periods that overlap `since` ≤ t < `until`, oldest first, whole at both ends. */
export function periodsBetween(since: number, until: number, unit: PeriodUnit, timeZone: string): readonly Period[] {
  const periods: Period[] = [];
  for (let at = since; at < until; ) {
    const period = periodOf(at, unit, timeZone);
    periods.push(period);
    at = period.end;
  }
  return periods;
}

function firstDay(date: LocalDate, unit: PeriodUnit): LocalDate {
  if (unit === 'month') return { ...date, day: 1 };
  if (unit === 'day') return date;
  const sundayBased = new Date(asUtc(date)).getUTCDay();
  return { ...date, day: date.day - ((sundayBased + 6) % 7) };
}

function following({ year, month, day }: LocalDate, unit: PeriodUnit): LocalDate {
  if (unit === 'month') return { year, month: month + 1, day };
  return { year, month, day: day + (unit === 'week' ? 7 : 1) };
}

/** Returns the first moment of a local date: midnight, or where the clocks jump over midnight, the moment after. */
function startOfDay(date: LocalDate, timeZone: string): number {
  const utc = asUtc(date);
  // The offset at the start is not known before the start is; it is one of those in force within a day around.
  const offsets = new Set([utc - DAY_MS, utc, utc + DAY_MS].map((moment) => offsetAt(moment, timeZone)));
  const starts = [...offsets].map((offset) => utc - offset).sort((a, b) => a - b);
  const onDate = starts.filter((moment) => asUtc(localDate(moment, timeZone)) === utc);
  return onDate.find((moment) => asUtc(localDate(moment - 1, timeZone)) < utc) ?? onDate.at(0) ?? utc;
}

function asUtc({ year, month, day }: LocalDate): number {
  return Date.UTC(year, month - 1, day);
}

function localDate(at: number, timeZone: string): LocalDate {
  const wall = new Date(at + offsetAt(at, timeZone));
  return { year: wall.getUTCFullYear(), month: wall.getUTCMonth() + 1, day: wall.getUTCDate() };
}
