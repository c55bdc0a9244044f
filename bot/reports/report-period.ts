import type { Period, PeriodUnit } from '../../engine/performance/periods.ts';
import { periodBefore, periodOf } from '../../engine/performance/periods.ts';
import { parseTime } from '../parse/time.ts';
import type { ReportSpan } from './report.ts';

export const REPORT_SORTS = ['daily', 'weekly', 'monthly'] as const;
/** Reports that come by themselves: of a day, a week from Monday, a calendar month. */
export type ReportSort = (typeof REPORT_SORTS)[number];

/** What is asked for; `sort` null is a span of somebody's own. */
export interface ReportPeriod {
  readonly sort: ReportSort | null;
  readonly span: ReportSpan;
}

export const UNIT_OF: Readonly<Record<ReportSort, PeriodUnit>> = { daily: 'day', weekly: 'week', monthly: 'month' };

type Which = 'running' | 'last';

const WORDS: Readonly<Record<string, readonly [ReportSort, Which]>> = {
  today: ['daily', 'running'],
  오늘: ['daily', 'running'],
  daily: ['daily', 'last'],
  day: ['daily', 'last'],
  yesterday: ['daily', 'last'],
  어제: ['daily', 'last'],
  일일: ['daily', 'last'],
  일간: ['daily', 'last'],
  매일: ['daily', 'last'],
  thisweek: ['weekly', 'running'],
  이번주: ['weekly', 'running'],
  금주: ['weekly', 'running'],
  weekly: ['weekly', 'last'],
  week: ['weekly', 'last'],
  lastweek: ['weekly', 'last'],
  지난주: ['weekly', 'last'],
  저번주: ['weekly', 'last'],
  주간: ['weekly', 'last'],
  매주: ['weekly', 'last'],
  thismonth: ['monthly', 'running'],
  이번달: ['monthly', 'running'],
  monthly: ['monthly', 'last'],
  month: ['monthly', 'last'],
  lastmonth: ['monthly', 'last'],
  지난달: ['monthly', 'last'],
  저번달: ['monthly', 'last'],
  월간: ['monthly', 'last'],
  매월: ['monthly', 'last'],
};

export interface PeriodContext {
  /** The desk's now. */
  readonly now: number;
  readonly zone: string;
}

/** Returns the last whole day, week or month before now, in the zone. */
export function lastPeriod(sort: ReportSort, { now, zone }: PeriodContext): ReportPeriod {
  return ofPeriod(sort, periodBefore(now, UNIT_OF[sort], zone));
}

/** Returns the day, week or month that holds now. */
export function runningPeriod(sort: ReportSort, { now, zone }: PeriodContext): ReportPeriod {
  return ofPeriod(sort, periodOf(now, UNIT_OF[sort], zone));
}

/** Returns the sort that a word names, or null: `weekly`, `주간`. */
export function sortNamed(word: string): ReportSort | null {
  const named = namedBy(word);
  return named !== null && named[1] === 'last' ? named[0] : null;
}

/**
 * Reads a period as people write it: a word for one, a date, or two times; null for what is none. A date stands for its
 * whole day, as the end of a span too.
 */
export function readPeriod(text: string, context: PeriodContext): ReportPeriod | null {
  const spoken = text.toLowerCase().trim();
  const named = namedBy(spoken);
  if (named !== null) return named[1] === 'last' ? lastPeriod(named[0], context) : runningPeriod(named[0], context);
  const at = momentIn(spoken, context);
  if (at !== null) return ofPeriod('daily', periodOf(at, 'day', context.zone));
  return readSpan(spoken, context);
}

function namedBy(spoken: string): readonly [ReportSort, Which] | null {
  const word = spoken.toLowerCase().replace(/\s/g, '');
  return Object.hasOwn(WORDS, word) ? (WORDS[word] ?? null) : null;
}

/** `19 May 21 May`, `2025-05-19 ~ 2025-05-21`, `5월 19일부터 5월 21일까지`: where both sides read as times. */
function readSpan(spoken: string, context: PeriodContext): ReportPeriod | null {
  const words = spoken
    .replace(/^from\s/, '')
    .replace(/까지$/, '')
    .replace(/부터|[~–]|\s(?:to|until|-)\s/g, ' ')
    .split(' ')
    .filter((word) => word !== '');
  for (let cut = 1; cut < words.length; cut += 1) {
    const from = momentIn(words.slice(0, cut).join(' '), context);
    const last = momentIn(words.slice(cut).join(' '), context);
    if (from === null || last === null) continue;
    const to = endOf(last, context);
    if (to > from) return { sort: null, span: { from, to } };
  }
  return null;
}

function momentIn(text: string, { now, zone }: PeriodContext): number | null {
  const read = parseTime(text, { now, zone, towards: 'past' });
  return read.outcome === 'parsed' ? read.value : null;
}

function endOf(at: number, { zone }: PeriodContext): number {
  const day = periodOf(at, 'day', zone);
  return at === day.start ? day.end : at;
}

function ofPeriod(sort: ReportSort, { start, end }: Period): ReportPeriod {
  return { sort, span: { from: start, to: end } };
}
