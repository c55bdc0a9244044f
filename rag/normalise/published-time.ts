/** Korean time is nine hours ahead of UTC all year. */
export const KOREAN_ZONE_MINUTES = 540;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** The first block of Bitcoin; nothing about it was published before. */
const GENESIS = Date.UTC(2009, 0, 1);
const MAX_LENGTH = 80;
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
/** The zones by name that RFC 822 knows and a few that feeds use; hours from UTC. */
const ZONES: Readonly<Record<string, number>> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
  bst: 1,
  cet: 1,
  cest: 2,
  kst: 9,
  jst: 9,
};

const RFC_2822 =
  /^(?:[a-z]+,?\s+)?(\d{1,2})[\s-]+([a-z]{3})[a-z]*\.?[\s-]+(\d{4}|\d{2})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}))?)?(?:\s*\(?([a-z]{1,4}|[+-]\d{2}:?\d{2})\)?)?(?:\s*\([^)]*\))?$/i;
const MONTH_FIRST =
  /^([a-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:,?\s+(?:at\s+)?(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(am|pm)?)?(?:\s*([a-z]{1,4}|[+-]\d{2}:?\d{2}))?$/i;
const ISO =
  /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})\.?(?:(?:t|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?\s*(z|utc|gmt|kst|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/i;
const KOREAN =
  /^(\d{4})년\s*(\d{1,2})월\s*(\d{1,2})일(?:\s*\([월화수목금토일]\))?(?:\s*(오전|오후)?\s*(\d{1,2})(?:시|:)\s*(?:(\d{1,2})분?)?(?:\s*(?::\s*)?(\d{1,2})초?)?)?$/;
// `입력 2025.05.22 14:30`: the page says what the time is of.
const LABEL = /^(?:입력|등록|승인|수정|기사입력|작성|published|updated|posted)(?:\s*(?:일시|시간|on|at))?\s*[:：]?\s*/i;

interface Moment {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour?: number | undefined;
  readonly minute?: number | undefined;
  readonly second?: number | undefined;
  /** Minutes from UTC; undefined where the text does not say. */
  readonly zone?: number | undefined;
}

/**
 * Returns when something was published, epoch ms, or null where that cannot be read or cannot be true (before 2009, or
 * more than a day after `now`). Reads RFC 822/2822, ISO 8601, epoch seconds and milliseconds, "May 22, 2025 2:30 PM"
 * and the Korean forms. `zoneMinutes` from UTC holds where the text names no zone: KOREAN_ZONE_MINUTES for a Korean page.
 */
export function publishedTime(raw: string | number, now: number, zoneMinutes = 0): number | null {
  const time = typeof raw === 'number' ? fromEpoch(raw) : fromText(raw, zoneMinutes);
  if (time === null || !Number.isSafeInteger(time)) return null;
  return time >= GENESIS && time <= now + DAY_MS ? time : null;
}

function fromEpoch(value: number): number | null {
  if (!Number.isFinite(value) || value <= 0) return null;
  // Seconds reach eleven digits in the year 5138, milliseconds had them in 1973; micro- and nanoseconds are longer still.
  if (value < 1e11) return Math.round(value * 1_000);
  if (value < 1e14) return Math.round(value);
  return Math.round(value < 1e17 ? value / 1e3 : value / 1e6);
}

function fromText(raw: string, zoneMinutes: number): number | null {
  if (raw.length > MAX_LENGTH) return null;
  const text = raw.normalize('NFKC').trim().replace(LABEL, '');
  if (/^\d{9,19}(\.\d+)?$/.test(text)) return fromEpoch(Number(text));
  const moment = iso(text) ?? rfc2822(text) ?? korean(text) ?? monthFirst(text);
  return moment === null ? null : toEpoch(moment, zoneMinutes);
}

function iso(text: string): Moment | null {
  const match = ISO.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, zone] = match;
  return moment({ year, month, day, hour, minute, second, zone });
}

function rfc2822(text: string): Moment | null {
  const match = RFC_2822.exec(text);
  if (match === null) return null;
  const [, day, name = '', year = '', hour, minute, second, zone] = match;
  const month = monthNumber(name);
  return moment({ year: year.length === 2 ? `20${year}` : year, month, day, hour, minute, second, zone });
}

function monthFirst(text: string): Moment | null {
  const match = MONTH_FIRST.exec(text);
  if (match === null) return null;
  const [, name = '', day, year, hour, minute, second, half, zone] = match;
  return moment({ year, month: monthNumber(name), day, hour: halfDay(hour, half), minute, second, zone });
}

function korean(text: string): Moment | null {
  const match = KOREAN.exec(text);
  if (match === null) return null;
  const [, year, month, day, half, hour, minute, second] = match;
  return { ...moment({ year, month, day, hour: halfDay(hour, half), minute, second }), zone: KOREAN_ZONE_MINUTES };
}

type Parts = Partial<Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'zone', string | undefined>>;

function moment({ year, month, day, hour, minute, second, zone }: Parts): Moment {
  const number = (part: string | undefined) => (part === undefined ? undefined : Number(part));
  return {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: number(hour),
    minute: number(minute),
    second: number(second),
    zone: zone === undefined ? undefined : zoneMinutesOf(zone),
  };
}

function monthNumber(name: string): string {
  return String(MONTHS.indexOf(name.toLowerCase()) + 1);
}

/** 오후 2시 and 2 PM are 14 o'clock, 12 AM is none. */
function halfDay(hour: string | undefined, half: string | undefined): string | undefined {
  if (hour === undefined || half === undefined) return hour;
  const base = Number(hour) % 12;
  return String(/^(오후|pm)$/i.test(half) ? base + 12 : base);
}

/** NaN for a zone nobody knows: a time that is hours off is worse than none. */
function zoneMinutesOf(zone: string): number {
  const offset = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (offset === null) return (ZONES[zone.toLowerCase()] ?? Number.NaN) * 60;
  const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0);
  return minutes > 14 * 60 ? Number.NaN : offset[1] === '-' ? -minutes : minutes;
}

function toEpoch(moment: Moment, zoneMinutes: number): number | null {
  const { year, month, day, hour = 0, minute = 0, second = 0, zone = zoneMinutes } = moment;
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 60) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  // 31 February rolls over into March: then it was no date.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  const time = date.getTime() + (hour * 60 + minute - zone) * MINUTE_MS + second * 1_000;
  return Number.isNaN(time) ? null : time;
}
