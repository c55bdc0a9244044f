import type { ReportSort } from './report-period.ts';
import type { DueContext, ReportTime } from './report-schedule.ts';
import { lastDue } from './report-schedule.ts';
import type { ReportSchedules, Scheduled } from './report-schedules.ts';

export interface Choice {
  readonly sort: ReportSort;
  readonly time: ReportTime;
  /** Of the clock that the reports follow. */
  readonly now: number;
}

/** Keeps when somebody wants a report. Whoever switches one on is owed what comes due from now on, and nothing before. */
export async function chooseTime(
  schedules: ReportSchedules,
  person: Scheduled,
  { sort, time, now }: Choice,
  context: DueContext,
): Promise<void> {
  const before = (await schedules.of(person))[sort];
  if (time.on && !before.on) {
    const given = await schedules.cursor(person.userId, sort);
    const passed = lastDue(sort, time, now, context).from;
    await schedules.moveCursor(person.userId, sort, Math.max(passed, given ?? passed));
  }
  await schedules.set(person.userId, sort, time);
}
