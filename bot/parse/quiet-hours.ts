import type { QuietHours } from '../../engine/domain/person-policy.ts';
import { wallTime } from '../../engine/domain/zone.ts';
import type { Parsed } from './parsed.ts';
import { parsed, unreadable } from './parsed.ts';
import { parseTime } from './time.ts';

/** A day without a change of clocks, to read a clock face on. */
const SOME_DAY = Date.UTC(2025, 0, 1);
const BETWEEN = /\s*(?:~|–|—|-|부터|에서|\bto\b|\buntil\b)\s*/;

/** Reads `23:00-07:00`, `11pm to 7am`, `밤 11시부터 아침 7시까지` as minutes of the day. Takes normalised text. */
export function parseQuietHours(text: string): Parsed<Pick<QuietHours, 'from' | 'to'>> {
  const [first = '', second = '', ...more] = text.toLowerCase().trim().split(BETWEEN);
  if (more.length > 0) return unreadable('policy.not-hours');
  const from = minuteOf(first);
  const to = minuteOf(second.replace(/\s*까지$/, ''));
  return from === null || to === null || from === to ? unreadable('policy.not-hours') : parsed({ from, to });
}

function minuteOf(words: string): number | null {
  const bare = /^([01]?\d|2[0-3])시?$/.exec(words.trim());
  // In hours of quiet a bare number is of the 24-hour clock: nobody means 7 in the evening by 23-7.
  const spoken = bare === null ? ofTheNight(words) : `${bare[1]}:00`;
  const read = parseTime(spoken, { now: SOME_DAY, zone: 'UTC', towards: 'future' });
  if (read.outcome === 'refused' || read.value - SOME_DAY >= 86_400_000) return null;
  const { hour, minute, second } = wallTime(read.value, 'UTC');
  return second === 0 ? hour * 60 + minute : null;
}

/** `밤 12시` is midnight and `밤 1시` one in the morning; `11 pm` is written like `11pm`. */
function ofTheNight(words: string): string {
  return words
    .trim()
    .replace(/밤\s?(?:12|열두)\s?시/, '자정')
    .replace(/밤\s?(?=(?:[1-4]|한|두|세|네)\s?시)/, '새벽 ')
    .replace(/^24:00$/, '00:00');
}
