import { ReportFacts } from '../../db/report-facts.ts';
import { ReportScheduleTable } from '../../db/report-schedule-table.ts';
import { MODEL_MEASURE } from '../../engine/performance/model-measure.ts';
import { createReports } from '../reports/gather-report.ts';
import type { ReportDesk } from '../reports/report-desk.ts';
import { createReportSchedules } from '../reports/report-schedules.ts';
import type { AppDesk } from './desk.ts';

/** Returns the reports of a desk, and when each person wants theirs. */
export function createReportDesk(desk: AppDesk): ReportDesk {
  const facts = new ReportFacts(desk.database);
  const reports = createReports({
    records: desk.records,
    prices: desk.prices,
    now: () => desk.view.now(),
    account: () => desk.view.account(),
    takerFeeFraction: desk.view.instruments().at(0)?.takerFeeFraction ?? '0',
    modelMeasure: MODEL_MEASURE,
    newsReadings: (span) => facts.newsReadings(span),
    callsMade: (span) => facts.callsMade(span),
    undelivered: (span) => facts.undelivered(span),
    ...(desk.paperBand !== null && { paperBand: desk.paperBand }),
  });
  const schedules = createReportSchedules(new ReportScheduleTable(desk.database));
  // What follows a recording, follows its clock; whatever else there is, follows that on the wall.
  return { reports, schedules, pace: desk.config.mode === 'replay' ? 'market' : 'wall' };
}
