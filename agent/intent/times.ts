import { offsetAt } from '../../engine/domain/zone.ts';

/** A moment, a span, or nothing said about time. Spans include `from` and exclude `to`. */
export type AskedTime = number | { readonly from: number; readonly to: number } | null;

/** How the surface reads times in the person's own zone. */
export type ParseTime = (text: string) => AskedTime;

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
const WEEK = 7 * DAY;
/** 1 January 1970 was a Thursday; weeks begin on Monday. */
const FIRST_MONDAY = 4 * DAY;

/** Returns a plain reader of the commonest time words, as the wall clock of `zone` (IANA) has them. */
export function createTimeReader(now: number, zone = 'UTC'): ParseTime {
  const offsetMs = offsetAt(now, zone);
  const midnight = startOf(now, DAY, offsetMs);
  return (text) => {
    const lower = text.normalize('NFKC').toLowerCase();
    const clock = clockIn(lower);
    const day = dayIn(lower, midnight);
    if (clock !== null) return (day ?? latest(midnight, clock, now)) + clock;
    if (day !== null) return { from: day, to: day + DAY };
    return agoIn(lower, now) ?? spanIn(lower, now, midnight, offsetMs);
  };
}

function startOf(at: number, unit: number, offsetMs: number, phase = 0): number {
  const local = at + offsetMs - phase;
  return local - (((local % unit) + unit) % unit) + phase - offsetMs;
}

/** A clock time that is still ahead today means the one of yesterday. */
function latest(midnight: number, clock: number, now: number): number {
  return midnight + clock > now ? midnight - DAY : midnight;
}

function dayIn(lower: string, midnight: number): number | null {
  if (/그저께|그제|엊그제|day before yesterday/.test(lower)) return midnight - 2 * DAY;
  if (/어제|어젯|yesterday|last night/.test(lower)) return midnight - DAY;
  return /오늘|today|tonight|this morning|오전에|아침에/.test(lower) ? midnight : null;
}

function clockIn(lower: string): number | null {
  const digits = /(?<!\d)([01]?\d|2[0-3]):([0-5]\d)(?!\d)\s*(am|pm)?/.exec(lower);
  if (digits !== null) return clockOf(Number(digits[1]), Number(digits[2]), digits[3] ?? half(lower));
  const korean = /(?<!\d)([01]?\d|2[0-3])\s*시(?!간)(?:\s*([0-5]?\d)\s*분|\s*(반))?/.exec(lower);
  if (korean !== null)
    return clockOf(Number(korean[1]), korean[3] === undefined ? Number(korean[2] ?? 0) : 30, half(lower));
  const english = /(?<![\d:])(1[0-2]|[1-9])\s*(am|pm)\b/.exec(lower);
  return english === null ? null : clockOf(Number(english[1]), 0, english[2] ?? null);
}

function half(lower: string): string | null {
  if (/오후|저녁|밤/.test(lower)) return 'pm';
  return /오전|새벽|아침/.test(lower) ? 'am' : null;
}

function clockOf(hour: number, minute: number, meridiem: string | null): number {
  const shifted = meridiem === 'pm' && hour < 12 ? hour + 12 : meridiem === 'am' && hour === 12 ? 0 : hour;
  return shifted * HOUR + minute * MINUTE;
}

function agoIn(lower: string, now: number): number | null {
  const match = /(\d{1,4}|an?|한|두|세)\s*(분|시간|일|minutes?|mins?|hours?|hrs?|days?)\s*(?:전|ago)/.exec(lower);
  if (match === null) return null;
  const words: Readonly<Record<string, number>> = { a: 1, an: 1, 한: 1, 두: 2, 세: 3 };
  const count = words[match[1] ?? ''] ?? Number(match[1]);
  return now - count * unitOf(match[2] ?? '');
}

function unitOf(word: string): number {
  if (/^(분|min)/.test(word)) return MINUTE;
  return /^(시간|h)/.test(word) ? HOUR : DAY;
}

function spanIn(lower: string, now: number, midnight: number, offsetMs: number): AskedTime {
  const monday = startOf(now, WEEK, offsetMs, FIRST_MONDAY);
  if (/지난\s*주|저번\s*주|last week/.test(lower)) return { from: monday - WEEK, to: monday };
  if (/이번\s*주|금주|this week/.test(lower)) return { from: monday, to: monday + WEEK };
  if (/일주일|한\s*주(?!문)|past week|last (7|seven) days/.test(lower)) return { from: now - WEEK, to: now + 1 };
  if (/이번\s*달|이달|this month/.test(lower)) return { from: monthStart(now, offsetMs), to: midnight + DAY };
  if (/최근\s*(한|1)\s*시간|지난\s*(한|1)\s*시간|(last|past) hour/.test(lower))
    return { from: now - HOUR, to: now + 1 };
  if (/최근\s*24\s*시간|(last|past) (24 hours|day)/.test(lower)) return { from: now - DAY, to: now + 1 };
  return /방금|조금\s*전|아까|just now|a moment ago/.test(lower) ? { from: now - HOUR, to: now + 1 } : null;
}

function monthStart(now: number, offsetMs: number): number {
  const local = new Date(now + offsetMs);
  return Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), 1) - offsetMs;
}
