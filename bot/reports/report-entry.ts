import { altText } from '../charts/alt-text.ts';
import { REPORT_WORDS } from '../i18n/report-words.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Message } from '../message.ts';
import { lines, message } from '../message.ts';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';
import type { Report } from './report.ts';
import { pictureSource, reportChart } from './report-chart.ts';
import { details } from './report-details.ts';
import { headline, reportChoices, summaryLines } from './report-message.ts';
import type { ReportPeriod } from './report-period.ts';
import { reportTitle } from './report-period-text.ts';
import type { DueReport } from './report-runner.ts';

/** Returns a report as it comes by itself: all of it in one message. */
export function reportMessage({ sort, span }: ReportPeriod, report: Report, voice: Voice): Message {
  const words = REPORT_WORDS[voice.language];
  const cut = report.span.from > span.from;
  const from = words.from({ time: voice.format.dateTime(report.span.from) });
  return message({
    kind: 'answer',
    title: reportTitle({ sort, span, until: report.running ? report.span.to : null }, voice),
    blocks: [...headline(report, voice), ...(cut ? [lines(from)] : []), ...details(report, voice)],
    choices: reportChoices(sort, voice),
  });
}

/** Returns what the outbox has to know of it, but for the message itself: its picture is made when it is sent. */
export function reportEntry(
  { recipient, sort, span }: DueReport,
  report: Report,
  voice: Voice,
): Omit<OutboxEntry, 'outbound'> {
  const { language, zone } = voice;
  const title = reportTitle({ sort, span, until: null }, voice);
  return {
    userId: recipient.userId,
    route: recipient.route,
    kind: 'report',
    money: false,
    dedupeKey: `report:${recipient.userId}:${sort}:${span.from}`,
    group: null,
    inPlace: false,
    attachments: [
      {
        name: 'report.png',
        mime: 'image/png',
        alt: altText(reportChart(report, title, voice)),
        source: pictureSource({ ...span, language, zone }),
      },
    ],
  };
}

/** Returns a report in a few lines, for somebody who sits at the desk while it runs. */
export function reportNotice({ sort, span }: Pick<DueReport, 'sort' | 'span'>, report: Report, voice: Voice): Message {
  const title = reportTitle({ sort, span, until: null }, voice);
  return message({ kind: 'alert', title, blocks: [lines(...summaryLines(report, voice))] });
}
