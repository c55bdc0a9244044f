import type { WallTime } from '../../engine/domain/zone.ts';
import { instantOf, wallTime } from '../../engine/domain/zone.ts';
import { hangulNumeral } from './hangul-numeral.ts';
import type { Parsed } from './parsed.ts';
import { echoOf, parsed, unreadable } from './parsed.ts';

export interface TimeContext {
  /** The desk's now, in event time. */
  readonly now: number;
  readonly zone: string;
  /** Which way a clock reading without a day looks: `past` for questions, `future` for going there. */
  readonly towards: 'past' | 'future';
}

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** One reading of a clock face: `9시` has two, `14:05` one. */
interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

interface Draft {
  rest: string;
  day: Day | null;
  clocks: readonly Clock[] | null;
  /** `Z` or `UTC` was written: the person's own zone does not count. */
  utc: boolean;
}

const EARLIEST = Date.UTC(2009, 0, 3);
const LATEST = Date.UTC(2100, 0, 1);
const DAY_MS = 86_400_000;

const UNIT_MS: readonly (readonly [RegExp, number])[] = [
  [/^(?:초|s|secs?|seconds?)$/, 1_000],
  [/^(?:분|m|mins?|minutes?)$/, 60_000],
  [/^(?:시간|h|hrs?|hours?)$/, 3_600_000],
  [/^(?:일|d|days?)$/, DAY_MS],
  [/^(?:주|주일|w|weeks?)$/, 7 * DAY_MS],
];

const DAY_WORDS: Readonly<Record<string, number>> = {
  오늘: 0,
  today: 0,
  어제: -1,
  어저께: -1,
  yesterday: -1,
  그제: -2,
  그저께: -2,
  엊그제: -2,
  내일: 1,
  tomorrow: 1,
  모레: 2,
};

const MONTH_NAMES = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const;
const MONTH = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*';

/** Reads a time as people write it, relative to the desk's now and in the person's zone. Takes normalised text. */
export function parseTime(text: string, context: TimeContext): Parsed<number> {
  const spoken = text.toLowerCase().trim();
  if (spoken === '') return unreadable('parse.time-missing');
  if (spoken.length > 80) return unreadable('parse.not-a-time', { text: echoOf(text) });
  const relative = relativeTime(spoken, context);
  if (relative !== null) return withinReach(relative, text);
  const draft: Draft = { rest: ` ${spoken} `, day: null, clocks: null, utc: false };
  draft.day = readDay(draft, context);
  readClock(draft);
  if (draft.rest.replace(/[\s,]|\b(?:at|on|around|about)\b|쯤|경|에/g, '') !== '' || !hasReading(draft)) {
    return unreadable('parse.not-a-time', { text: echoOf(text) });
  }
  return resolve(draft, text, context);
}

function hasReading(draft: Draft): boolean {
  return draft.day !== null || draft.clocks !== null;
}

function relativeTime(spoken: string, context: TimeContext): number | null {
  if (/^(?:now|just now|지금|방금|현재|조금 전|아까)$/.test(spoken)) return context.now;
  const match = /^(.+?)\s?(ago|전|전에|later|뒤|후|earlier)$/.exec(spoken.replace(/^in\s+(.+)$/, '$1 later'));
  const [, span = '', way = ''] = match ?? [];
  const ms = durationOf(span);
  if (ms === null) return null;
  return /ago|전|earlier/.test(way) ? context.now - ms : context.now + ms;
}

/** Reads `3시간`, `1h 30m`, `한 시간 반`, `an hour`; null when any part is not understood. */
function durationOf(span: string): number | null {
  let total = 0;
  let last = 0;
  let rest = span.trim();
  if (rest === '' || rest.length > 60) return null;
  while (rest !== '') {
    const match =
      /^(\d{1,9}(?:\.\d{1,6})?|an?|half an|[가-힣]+?)\s?(시간|주일|초|분|일|주|[a-z]+|반)(?![가-힣a-z])\s*(?:and\s+)?/.exec(
        rest,
      );
    const [whole = '', amount = '', unit = ''] = match ?? [];
    const unitMs = UNIT_MS.find(([pattern]) => pattern.test(unit))?.[1];
    const count = countOf(amount);
    if (unitMs !== undefined && count !== null) {
      total += count * unitMs;
      last = unitMs;
      rest = rest.slice(whole.length);
    } else if (rest === '반' && last > 0) {
      return total + last / 2;
    } else {
      return null;
    }
  }
  return total;
}

function countOf(amount: string): number | null {
  if (/^\d/.test(amount)) return Number(amount);
  if (amount === 'a' || amount === 'an') return 1;
  if (amount === 'half an') return 0.5;
  const numeral = hangulNumeral(amount);
  return numeral === null ? null : numeral.toNumber();
}

function take(draft: Draft, pattern: RegExp): RegExpExecArray | null {
  const match = pattern.exec(draft.rest);
  if (match === null) return null;
  draft.rest = `${draft.rest.slice(0, match.index)} ${draft.rest.slice(match.index + match[0].length)}`;
  return match;
}

function readDay(draft: Draft, context: TimeContext): Day | null {
  const today = wallTime(context.now, context.zone);
  const iso = take(draft, /(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)[.]?t?/);
  if (iso !== null) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const korean =
    take(draft, /(?:(?<!\d)(\d{4})년\s?)?(?:(?<!\d)(\d{1,2})월\s?)(\d{1,2})일/) ??
    take(draft, /(?<!\d)()()(\d{1,2})일(?!\s?전)/);
  if (korean !== null) {
    return dayOf(numberOr(korean[1], today.year), numberOr(korean[2], today.month), Number(korean[3]));
  }
  const named =
    take(draft, new RegExp(String.raw`\b${MONTH}\s+(\d{1,2})(?:st|nd|rd|th)?(?![\d:])(?:,?\s+(\d{4}))?`)) ??
    swapped(take(draft, new RegExp(String.raw`(?<!\d)(\d{1,2})(?:st|nd|rd|th)?\s+${MONTH}\b(?:,?\s+(\d{4}))?`)));
  if (named !== null) {
    const month = MONTH_NAMES.indexOf(named[1] as (typeof MONTH_NAMES)[number]) + 1;
    return dayOf(numberOr(named[3], today.year), month, Number(named[2]));
  }
  const slashed = take(draft, /(?<![\d/.-])(\d{1,2})[/-](\d{1,2})(?![\d/.-])/);
  if (slashed !== null) return dayOf(today.year, Number(slashed[1]), Number(slashed[2]));
  for (const [word, offset] of Object.entries(DAY_WORDS)) {
    if (take(draft, new RegExp(`(?<![a-z가-힣])${word}(?![a-z])`)) !== null) return dayFromToday(today, offset);
  }
  return null;
}

/** `12 May` as `May 12`. */
function swapped(match: RegExpExecArray | null): readonly (string | undefined)[] | null {
  return match === null ? null : [match[0], match[2], match[1], match[3]];
}

function numberOr(text: string | undefined, fallback: number): number {
  return text === undefined || text === '' ? fallback : Number(text);
}

function dayOf(year: number, month: number, day: number): Day {
  return { year, month, day };
}

function dayFromToday(today: WallTime, offset: number): Day {
  const date = new Date(Date.UTC(today.year, today.month - 1, today.day + offset));
  return dayOf(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
}

function readClock(draft: Draft): void {
  if (take(draft, /\b(?:utc|gmt)\b|(?<=\d)z\b/) !== null) draft.utc = true;
  const half = halfOfDay(draft);
  const fixed = fixedClock(draft);
  if (fixed !== null) {
    draft.clocks = [fixed];
    return;
  }
  const digital = take(draft, /(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,3})?)?(?!\d)/);
  if (digital !== null) {
    draft.clocks = clocksOf(Number(digital[1]), Number(digital[2]), numberOr(digital[3], 0), half ?? 'exact');
    return;
  }
  const korean = take(draft, /(?<!\d)(\d{1,2})시(?!간)(?:\s?(\d{1,2})분|\s?(반))?/);
  if (korean !== null) {
    const minute = korean[3] === undefined ? numberOr(korean[2], 0) : 30;
    draft.clocks = clocksOf(Number(korean[1]), minute, 0, half);
    return;
  }
  const spelled = take(
    draft,
    /(?<![가-힣])(한|두|세|네|다섯|여섯|일곱|여덟|아홉|열|열한|열두)\s?시(?!간)(?:\s?(\d{1,2})분|\s?(반))?/,
  );
  if (spelled !== null) {
    const hour = hangulNumeral(spelled[1] ?? '')?.toNumber() ?? 0;
    draft.clocks = clocksOf(hour, spelled[3] === undefined ? numberOr(spelled[2], 0) : 30, 0, half);
    return;
  }
  const bare = half === null ? null : take(draft, /(?<!\d)(\d{1,2})(?!\d)/);
  if (bare !== null) draft.clocks = clocksOf(Number(bare[1]), 0, 0, half);
}

type HalfOfDay = 'am' | 'pm';

function halfOfDay(draft: Draft): HalfOfDay | null {
  if (take(draft, /(?<=\d\s?)p\.?m\.?(?![a-z])|오후|저녁|(?<![가-힣])밤/) !== null) return 'pm';
  if (take(draft, /(?<=\d\s?)a\.?m\.?(?![a-z])|오전|아침|새벽/) !== null) return 'am';
  return null;
}

function fixedClock(draft: Draft): Clock | null {
  if (take(draft, /\bnoon\b|정오/) !== null) return { hour: 12, minute: 0, second: 0 };
  if (take(draft, /\bmidnight\b|자정/) !== null) return { hour: 0, minute: 0, second: 0 };
  return null;
}

/** Returns the readings of a clock; none when no clock shows it. `exact` is the 24-hour notation. */
function clocksOf(hour: number, minute: number, second: number, half: HalfOfDay | 'exact' | null): readonly Clock[] {
  if (hour > 23 || minute > 59 || second > 59) return [];
  const at = (shown: number): Clock => ({ hour: shown, minute, second });
  if (half === 'exact' || hour > 12 || hour === 0) return [at(hour)];
  if (half === 'am') return [at(hour % 12)];
  if (half === 'pm') return [at((hour % 12) + 12)];
  return [at(hour % 12), at((hour % 12) + 12)];
}

function resolve(draft: Draft, text: string, context: TimeContext): Parsed<number> {
  const zone = draft.utc ? 'UTC' : context.zone;
  const readings = draft.day === null ? nearDays(draft, zone, context) : onDay(draft, draft.day, zone);
  if (readings.length === 0) return unreadable('parse.not-a-time', { text: echoOf(text) });
  const fitting = readings.filter((at) => (context.towards === 'past' ? at <= context.now : at >= context.now));
  const candidates = fitting.length > 0 ? fitting : readings;
  const [first, second] = candidates;
  if (first === undefined) return unreadable('parse.not-a-time', { text: echoOf(text) });
  if (second === undefined) return withinReach(first, text);
  return unreadable('parse.two-times', { text: echoOf(text), firstAt: first, secondAt: second });
}

function onDay(draft: Draft, day: Day, zone: string): readonly number[] {
  if (!isRealDay(day)) return [];
  const clocks = draft.clocks ?? [{ hour: 0, minute: 0, second: 0 }];
  return clocks.map((clock) => instantOf({ ...day, ...clock }, zone));
}

/** A clock without a day is today's, or else that of the nearest day on the side that is looked to. */
function nearDays(draft: Draft, zone: string, context: TimeContext): readonly number[] {
  const today = wallTime(context.now, zone);
  const step = context.towards === 'past' ? -1 : 1;
  for (const offset of [0, step]) {
    const fitting = onDay(draft, dayFromToday(today, offset), zone).filter((at) =>
      step < 0 ? at <= context.now : at >= context.now,
    );
    if (fitting.length > 0) return fitting;
  }
  return [];
}

function isRealDay(day: Day): boolean {
  const date = new Date(Date.UTC(day.year, day.month - 1, day.day));
  return date.getUTCFullYear() === day.year && date.getUTCMonth() === day.month - 1 && date.getUTCDate() === day.day;
}

function withinReach(at: number, text: string): Parsed<number> {
  const whole = Math.round(at);
  if (!(whole >= EARLIEST && whole <= LATEST)) return unreadable('parse.time-out-of-range', { text: echoOf(text) });
  return parsed(whole);
}
