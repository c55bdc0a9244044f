import { RefusedError, UnavailableError } from '../../engine/domain/errors.ts';
import { wallTime } from '../../engine/domain/zone.ts';
import { CHART_WORDS } from '../i18n/chart-words.ts';
import { REPORT_WORDS } from '../i18n/report-words.ts';
import type { Message } from '../message.ts';
import { lines, message, textMessage } from '../message.ts';
import { cleanText } from '../parse/clean-text.ts';
import { echoOf } from '../parse/parsed.ts';
import type { Report } from '../reports/report.ts';
import { reportChart } from '../reports/report-chart.ts';
import type { ReportDesk } from '../reports/report-desk.ts';
import { details } from '../reports/report-details.ts';
import { headline, reportChoices } from '../reports/report-message.ts';
import type { ReportPeriod } from '../reports/report-period.ts';
import { lastPeriod, readPeriod, runningPeriod } from '../reports/report-period.ts';
import { reportTitle } from '../reports/report-period-text.ts';
import type { ChatCommand, CommandContext } from './command.ts';
import { isScheduleLine, scheduleMessages } from './report-schedule.ts';

export const report: ChatCommand = {
  name: 'report',
  aliases: ['보고서', '리포트', '보고', 'reports'],
  usage: '[today|daily|weekly|monthly|DATE|FROM TO|schedule]',
  summary: { en: 'How a day, week or month went; when reports come', ko: '일간, 주간, 월간 보고서와 받는 시각' },
  role: 'viewer',
  takesPlain: (args, context) => args === '' || isScheduleLine(args) || readPeriod(args, clockOf(context)) !== null,
  run: async (args, context) => {
    const { reportDesk } = context;
    if (reportDesk === null) return [textMessage('error', wordsFor(context).unavailable)];
    if (isScheduleLine(args)) return scheduleMessages(args, reportDesk, context);
    if (args === '') return latest(reportDesk, context);
    const period = readPeriod(args, clockOf(context));
    if (period !== null) return ofPeriod(period, reportDesk, context);
    const words = wordsFor(context);
    return [textMessage('error', words.notAPeriod({ text: cleanText(echoOf(args)) }), words.usage)];
  },
};

/** The last whole day; on a desk's first day what there is of it. */
async function latest(reportDesk: ReportDesk, context: CommandContext): Promise<readonly Message[]> {
  const began = await reportDesk.reports.began();
  const yesterday = lastPeriod('daily', clockOf(context));
  const lived = began !== null && began < yesterday.span.to;
  return ofPeriod(lived ? yesterday : runningPeriod('daily', clockOf(context)), reportDesk, context);
}

async function ofPeriod(
  period: ReportPeriod,
  { reports }: ReportDesk,
  context: CommandContext,
): Promise<readonly Message[]> {
  const made = await reports.of(period.span);
  if (made === null) return [textMessage('error', await whyNone(period, reports, context))];
  const { voice } = context;
  const until = made.running ? made.span.to : null;
  const title = reportTitle({ sort: period.sort, span: period.span, until }, voice);
  const cut = made.span.from > period.span.from;
  const from = wordsFor(context).from({ time: voice.format.dateTime(made.span.from) });
  const choices = reportChoices(period.sort, voice);
  return [
    await withPicture(made, title, context, [...headline(made, voice), ...(cut ? [lines(from)] : [])]),
    message({ kind: 'answer', blocks: details(made, voice), choices }),
  ];
}

async function withPicture(
  made: Report,
  title: string,
  context: CommandContext,
  blocks: Message['blocks'],
): Promise<Message> {
  try {
    const { png, alt } = await context.charts.draw(reportChart(made, title, context.voice));
    return message({ kind: 'answer', title, blocks, picture: { name: pictureName(made, context), png, alt } });
  } catch (fault) {
    if (!(fault instanceof RefusedError || fault instanceof UnavailableError)) throw fault;
    // The words say it without the picture, too.
    const notDrawn = lines(CHART_WORDS[context.voice.language].notDrawn);
    return message({ kind: 'answer', title, blocks: [...blocks, notDrawn] });
  }
}

/** `report-2025-05-24`: a file of one is not written over by the next. */
function pictureName({ span }: Report, { voice }: CommandContext): string {
  const days = [span.from, span.to - 1].map((at) => {
    const { year, month, day } = wallTime(at, voice.zone);
    return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
  });
  return ['report', ...new Set(days)].join('-');
}

async function whyNone(
  { span }: ReportPeriod,
  reports: ReportDesk['reports'],
  { voice, desk }: CommandContext,
): Promise<string> {
  const words = REPORT_WORDS[voice.language];
  const { format } = voice;
  if (span.from >= desk.now()) return words.notYet({ now: `${format.dateTime(desk.now())} ${format.zoneLabel()}` });
  const began = await reports.began();
  return words.notLived({ began: began === null ? voice.text.dash : format.dateTime(began) });
}

function clockOf({ desk, voice }: CommandContext) {
  return { now: desk.now(), zone: voice.zone };
}

function wordsFor({ voice }: CommandContext) {
  return REPORT_WORDS[voice.language];
}
