import type { WallTime } from '../../engine/domain/zone.ts';
import { instantOf, offsetAt, wallTime } from '../../engine/domain/zone.ts';
import type { Format } from '../i18n/format.ts';

export interface TimeTick {
  readonly at: number;
  readonly label: string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 4, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 5, 10].map((count) => count * DAY),
] as const;
const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60, 120] as const;

/** Returns at most `most` round moments between two, round on the clocks of the viewer: whole hours, midnights, firsts. */
export function timeTicks(from: number, to: number, most: number, format: Format): readonly TimeTick[] {
  const step = STEPS.find((candidate) => (to - from) / candidate <= most);
  return step === undefined ? monthTicks(from, to, most, format) : clockTicks(from, to, step, format);
}

function clockTicks(from: number, to: number, step: number, format: Format): readonly TimeTick[] {
  const ticks: TimeTick[] = [];
  const wallFrom = from + offsetAt(from, format.zone);
  // Counted on the wall: where clocks are set forward or back, midnight stays midnight.
  for (let wall = Math.ceil(wallFrom / step) * step; ; wall += step) {
    const at = instantOf(wallOf(wall), format.zone);
    if (at > to) return ticks;
    const midnight = wall % DAY === 0;
    if (at >= from) ticks.push({ at, label: midnight ? format.date(at) : clockText(wall) });
  }
}

function monthTicks(from: number, to: number, most: number, format: Format): readonly TimeTick[] {
  const step = MONTH_STEPS.find((months) => (to - from) / (months * 30 * DAY) <= most) ?? 240;
  const start = wallTime(from, format.zone);
  const ticks: TimeTick[] = [];
  for (let month = Math.ceil((start.year * 12 + start.month - 1) / step) * step; ; month += step) {
    const [year, monthOfYear] = [Math.floor(month / 12), (month % 12) + 1];
    const at = instantOf({ year, month: monthOfYear, day: 1, hour: 0, minute: 0, second: 0 }, format.zone);
    if (at > to) return ticks;
    if (at >= from) ticks.push({ at, label: `${year}-${String(monthOfYear).padStart(2, '0')}` });
  }
}

/** `wall` is what the clocks show, counted as if it were UTC. */
function wallOf(wall: number): WallTime {
  const date = new Date(wall);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: 0,
  };
}

function clockText(wall: number): string {
  return new Date(wall).toISOString().slice(11, 16);
}
