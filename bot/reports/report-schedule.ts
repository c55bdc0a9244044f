import { instantOf, wallTime } from '../../engine/domain/zone.ts';
import { periodBefore, periodOf } from '../../engine/performance/periods.ts';
import type { ReportSpan } from './report.ts';
import type { ReportSort } from './report-period.ts';
import { UNIT_OF } from './report-period.ts';

/** When a report of one sort comes to one person. */
export interface ReportTime {
  readonly on: boolean;
  /** On the wall of the person's zone; weekly ones come on Mondays, monthly ones on the 1st. */
  readonly hour: number;
  readonly minute: number;
}

export type ReportSchedule = Readonly<Record<ReportSort, ReportTime>>;

/**
 * `wall`: at the time of day that a person chose, on the first day after the period. `market`: in a replay days pass in
 * minutes and nobody waits for nine o'clock; the report comes when the market's period ends.
 */
export type ReportPace = 'wall' | 'market';

export interface DueContext {
  readonly zone: string;
  readonly pace: ReportPace;
}

const HOUR = 9;

/** Returns what counts until somebody chooses: for those who trade all of it, at nine in the morning. */
export function usualSchedule(on: boolean): ReportSchedule {
  const time = { on, hour: HOUR, minute: 0 };
  return { daily: time, weekly: time, monthly: time };
}

/** Returns when the report of a period comes. */
export function dueAt({ to }: ReportSpan, { hour, minute }: ReportTime, { zone, pace }: DueContext): number {
  if (pace === 'market') return to;
  const first = wallTime(to, zone);
  // Where the clocks jump over midnight the day begins late; its reports do not come before it.
  return Math.max(to, instantOf({ ...first, hour, minute, second: 0 }, zone));
}

/** Returns the last period whose report has come due by `now`. */
export function lastDue(sort: ReportSort, time: ReportTime, now: number, context: DueContext): ReportSpan {
  const unit = UNIT_OF[sort];
  let period = periodBefore(now, unit, context.zone);
  while (dueAt(spanOf(period), time, context) > now) period = periodBefore(period.start, unit, context.zone);
  return spanOf(period);
}

/** Returns the periods after the one that began at `since`, whose reports have come due by `now`, oldest first. */
export function dueSince(
  sort: ReportSort,
  time: ReportTime,
  { since, now }: { readonly since: number; readonly now: number },
  context: DueContext,
): readonly ReportSpan[] {
  const due: ReportSpan[] = [];
  let span = lastDue(sort, time, now, context);
  while (span.from > since) {
    due.unshift(span);
    span = spanOf(periodBefore(span.from, UNIT_OF[sort], context.zone));
  }
  return due;
}

/** Returns when the next report of a sort comes to somebody who was last given that of the period from `given` on. */
export function nextDue(
  sort: ReportSort,
  time: ReportTime,
  { now, given }: { readonly now: number; readonly given: number | null },
  context: DueContext,
): number {
  const unit = UNIT_OF[sort];
  let period = periodBefore(now, unit, context.zone);
  for (;;) {
    const at = dueAt(spanOf(period), time, context);
    if (at > now && period.start > (given ?? Number.NEGATIVE_INFINITY)) return at;
    period = periodOf(period.end, unit, context.zone);
  }
}

function spanOf({ start, end }: { readonly start: number; readonly end: number }): ReportSpan {
  return { from: start, to: end };
}
