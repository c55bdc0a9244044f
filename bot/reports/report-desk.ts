import type { Reports } from './gather-report.ts';
import type { ReportPace } from './report-schedule.ts';
import type { ReportSchedules } from './report-schedules.ts';

/** What the commands work with that show reports and say when they come. */
export interface ReportDesk {
  readonly reports: Reports;
  readonly schedules: ReportSchedules;
  readonly pace: ReportPace;
}
