import { wallTime } from '../../engine/domain/zone.ts';
import { REPORT_WORDS } from '../i18n/report-words.ts';
import type { Voice } from '../i18n/voice.ts';
import type { ReportSpan } from './report.ts';
import type { ReportSort } from './report-period.ts';

/** Returns the title of a report: which sort, and which days in the person's zone. */
export function reportTitle(
  { sort, span, until }: { readonly sort: ReportSort | null; readonly span: ReportSpan; readonly until: number | null },
  voice: Voice,
): string {
  const words = REPORT_WORDS[voice.language];
  const days = daysOf(span, voice);
  if (sort === null) return words.titleOfSpan({ span: days });
  if (until === null) return words.title[sort]({ span: days });
  const moment = sort === 'daily' ? voice.format.time(until) : voice.format.dateTime(until);
  return words.runningTitle[sort]({ span: days, until: `${moment} ${voice.format.zoneLabel()}` });
}

/** `19 May (Mon)` for a day, `12 May to 18 May` for more; with times where a span is not of whole days. */
function daysOf({ from, to }: ReportSpan, { format, zone, language }: Voice): string {
  if (!isMidnight(from, zone) || !isMidnight(to, zone)) return `${format.dateTime(from)} – ${format.dateTime(to)}`;
  const [first, last] = [format.date(from), format.date(to - 1)];
  return first === last ? `${first} (${REPORT_WORDS[language].weekdays[weekdayOf(from, zone)]})` : `${first} – ${last}`;
}

function weekdayOf(at: number, zone: string): number {
  const { year, month, day } = wallTime(at, zone);
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}

/** The first moment of a day: where the clocks jump over midnight it is later than 00:00. */
function isMidnight(at: number, zone: string): boolean {
  return wallTime(at, zone).day !== wallTime(at - 1, zone).day;
}
