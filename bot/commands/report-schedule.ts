import { REPORT_WORDS } from '../i18n/report-words.ts';
import type { Message } from '../message.ts';
import { lines, message, table, textMessage } from '../message.ts';
import { cleanText } from '../parse/clean-text.ts';
import { echoOf } from '../parse/parsed.ts';
import { chooseTime } from '../reports/choose-time.ts';
import type { ReportDesk } from '../reports/report-desk.ts';
import type { ReportSort } from '../reports/report-period.ts';
import { REPORT_SORTS, sortNamed } from '../reports/report-period.ts';
import type { ReportTime } from '../reports/report-schedule.ts';
import { nextDue } from '../reports/report-schedule.ts';
import { wordsOf } from './arguments.ts';
import type { CommandContext } from './command.ts';

const SHOW = ['schedule', 'times', '일정', '시각', '예약', '시간표'];
const ON = ['on', '켬', '켜기', '켜', '켜줘'];
const OFF = ['off', '끔', '끄기', '꺼', '꺼줘'];
const AT = /^(?:(오전|오후)\s?)?(\d{1,2})(?::(\d{2})|시(?:\s?(\d{1,2})분|\s?(반))?)?\s?(am|pm)?(?:에)?$/;

/** A change for one sort: on, off, or at another time of day. */
type Change = 'on' | 'off' | { readonly hour: number; readonly minute: number };

/** Tells whether the words are about when reports come: `schedule`, `daily 09:00`, `주간 끔`. */
export function isScheduleLine(args: string): boolean {
  return SHOW.includes(args.toLowerCase()) || changeIn(args) !== null;
}

/** Shows when a person's reports come, or changes it. */
export async function scheduleMessages(
  args: string,
  reportDesk: ReportDesk,
  context: CommandContext,
): Promise<readonly Message[]> {
  const asked = changeIn(args);
  if (asked === null) return [await overview(reportDesk, context)];
  const words = REPORT_WORDS[context.voice.language];
  const { sort, change } = asked;
  if (change === null) return [textMessage('error', words.notATime({ text: cleanText(echoOf(asked.text)) }))];
  const before = (await reportDesk.schedules.of(context))[sort];
  const time = changed(before, change);
  const due = { zone: context.voice.zone, pace: reportDesk.pace };
  await chooseTime(reportDesk.schedules, context, { sort, time, now: context.desk.now() }, due);
  const told = words.changed({ sort: words.sorts[sort], when: whenOf(sort, time, reportDesk, context) });
  const note = time.on && reportDesk.pace === 'market' && typeof change === 'object' ? [words.marketNote] : [];
  return [textMessage('receipt', told, ...note)];
}

async function overview(reportDesk: ReportDesk, context: CommandContext): Promise<Message> {
  const { voice, desk } = context;
  const words = REPORT_WORDS[voice.language];
  const schedule = await reportDesk.schedules.of(context);
  const due = { zone: voice.zone, pace: reportDesk.pace };
  const rows: string[][] = [];
  for (const sort of REPORT_SORTS) {
    const time = schedule[sort];
    const given = await reportDesk.schedules.cursor(context.userId, sort);
    const next = time.on
      ? voice.format.dateTime(nextDue(sort, time, { now: desk.now(), given }, due))
      : voice.text.dash;
    rows.push([words.sorts[sort], whenOf(sort, time, reportDesk, context), next]);
  }
  const note = reportDesk.pace === 'market' ? words.marketNote : words.wallNote;
  return message({
    kind: 'answer',
    title: words.scheduleTitle,
    blocks: [
      table([words.sort, words.when, `${words.next} (${voice.format.zoneLabel()})`], rows),
      lines(note, words.howToChange),
    ],
  });
}

function whenOf(sort: ReportSort, time: ReportTime, { pace }: ReportDesk, { voice }: CommandContext): string {
  const words = REPORT_WORDS[voice.language];
  if (!time.on) return words.off;
  if (pace === 'market') return words.atMarketEnd[sort];
  return words.at({ sort, time: `${two(time.hour)}:${two(time.minute)} ${voice.format.zoneLabel()}` });
}

function changed(before: ReportTime, change: Change): ReportTime {
  if (change === 'on' || change === 'off') return { ...before, on: change === 'on' };
  return { on: true, ...change };
}

/** Null for words that change nothing; `change` null for a sort with words behind it that are no time. */
function changeIn(
  args: string,
): { readonly sort: ReportSort; readonly change: Change | null; readonly text: string } | null {
  const [first = '', ...rest] = wordsOf(args.toLowerCase());
  const sort = sortNamed(first);
  const text = rest.join(' ');
  if (sort === null || text === '') return null;
  return { sort, change: readChange(text), text };
}

function readChange(text: string): Change | null {
  if (ON.includes(text)) return 'on';
  if (OFF.includes(text)) return 'off';
  const [, korean, hours, minutes, spokenMinutes, half, latin] = AT.exec(text) ?? [];
  if (hours === undefined) return null;
  const minute = half === undefined ? Number(minutes ?? spokenMinutes ?? 0) : 30;
  const hour = hourOf(Number(hours), korean ?? latin);
  return hour === null || minute > 59 ? null : { hour, minute };
}

function hourOf(shown: number, halfOfDay: string | undefined): number | null {
  if (halfOfDay === undefined) return shown > 23 ? null : shown;
  if (shown < 1 || shown > 12) return null;
  return (shown % 12) + (halfOfDay === '오후' || halfOfDay === 'pm' ? 12 : 0);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
