/** Nothing about crypto was published before the first block; an earlier time is a field that was never filled in. */
const EARLIEST = Date.UTC(2009, 0, 3);
const MAX_CHARACTERS = 80;

const ISO =
  /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})\.?(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*([A-Z]{1,4}|[+-]\d{2}:?\d{2})?$/i;
const RFC_822 =
  /^(?:[a-z]{3,9}\.?,?\s+)?(\d{1,2})[\s-]([a-z]{3})[a-z]*[\s-](\d{4}|\d{2})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([a-z]{1,4}|[+-]\d{2}:?\d{2})?$/i;
const EPOCH = /^\d{10}(?:\d{3})?$/;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** The zones of RFC 822, and those in which the sources write. */
const ZONE_MINUTES: Readonly<Record<string, number>> = {
  Z: 0,
  UT: 0,
  UTC: 0,
  GMT: 0,
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
  KST: 540,
  JST: 540,
};

/** What a source without an offset means. */
export const SEOUL = '+09:00';

/**
 * Returns when something was published, epoch ms, from the forms in which sources write it: RFC 822 (RSS 2.0), ISO 8601
 * (Atom, Dublin Core), the Korean `2026.05.12 09:00`, epoch seconds or milliseconds. A time without an offset is taken
 * in `zone`, such as `+09:00`, and as UTC where none is given. A time in the future is returned as it stands.
 * Returns null for what cannot be understood, and for a time before 2009.
 */
export function publishedTime(written: string | undefined, zone = '+00:00'): number | null {
  const text = written?.trim() ?? '';
  if (text === '' || text.length > MAX_CHARACTERS) return null;
  const at = EPOCH.test(text) ? epochMs(text) : (isoTime(text, zone) ?? rfc822Time(text, zone));
  return at === null || at < EARLIEST ? null : at;
}

function epochMs(text: string): number {
  return text.length === 10 ? Number(text) * 1_000 : Number(text);
}

function isoTime(text: string, zone: string): number | null {
  const match = ISO.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction, offset] = match;
  const parts = [Number(year), Number(month) - 1, Number(day), hour, minute, second].map((part) => Number(part ?? 0));
  const at = instant(parts, offset ?? zone);
  return at === null ? null : at + Number((fraction ?? '0').padEnd(3, '0').slice(0, 3));
}

function rfc822Time(text: string, zone: string): number | null {
  const match = RFC_822.exec(text);
  if (match === null) return null;
  const [, day, name, year, hour, minute, second, offset] = match;
  const month = MONTHS.indexOf(name?.toLowerCase() ?? '');
  const parts = [fullYear(Number(year)), month, Number(day), Number(hour), Number(minute), Number(second ?? 0)];
  return month === -1 ? null : instant(parts, offset ?? zone);
}

function fullYear(year: number): number {
  return year < 100 ? 2000 + year : year;
}

/** Returns null for a day or an hour that does not exist, where Date would silently take another. */
function instant(parts: readonly number[], zone: string): number | null {
  const [year = 0, month = 0, day = 1, hour = 0, minute = 0, second = 0] = parts;
  const offset = offsetMinutes(zone);
  const exists = hour < 24 && minute < 60 && second < 61 && new Date(Date.UTC(year, month, day)).getUTCDate() === day;
  if (!exists || month > 11 || month < 0 || offset === null) return null;
  return Date.UTC(year, month, day, hour, minute, second) - offset * 60_000;
}

function offsetMinutes(zone: string): number | null {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (match === null) return ZONE_MINUTES[zone.toUpperCase()] ?? null;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === '-' ? -minutes : minutes;
}
