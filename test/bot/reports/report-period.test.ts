import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReportSort } from '../../../bot/reports/report-period.ts';
import { lastPeriod, REPORT_SORTS, readPeriod, runningPeriod, sortNamed } from '../../../bot/reports/report-period.ts';
import { wallTime } from '../../../engine/domain/zone.ts';

const SEOUL = { now: Date.UTC(2025, 4, 21, 3), zone: 'Asia/Seoul' };
const KST = 9 * 3_600_000;
const day = (date: number) => Date.UTC(2025, 4, date) - KST;

const ZONES = [
  'UTC',
  'Asia/Seoul',
  'Asia/Kolkata',
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Asia/Beirut',
  'Africa/Cairo',
] as const;
const anyZone = fc.constantFrom(...ZONES);
const anySort = fc.constantFrom<ReportSort>(...REPORT_SORTS);
const anyMoment = fc.integer({ min: Date.UTC(2019, 0, 1), max: Date.UTC(2030, 0, 1) });

describe('a period that is asked for', () => {
  it.each([
    ['daily', 20, 21],
    ['어제', 20, 21],
    ['today', 21, 22],
    ['오늘', 21, 22],
    ['지난주', 12, 19],
    ['weekly', 12, 19],
    ['이번 주', 19, 26],
    ['this week', 19, 26],
    ['2025-05-18', 18, 19],
    ['5월 18일', 18, 19],
    ['2025-05-18 2025-05-20', 18, 21],
    ['19 May 20 May', 19, 21],
    ['5월 18일부터 5월 19일까지', 18, 20],
    ['2025-05-18 ~ 2025-05-19', 18, 20],
  ])('%s', (text, from, to) => {
    expect(readPeriod(text, SEOUL)?.span).toEqual({ from: day(from), to: day(to) });
  });

  it('is a calendar month', () => {
    const may = { from: day(1), to: Date.UTC(2025, 5, 1) - KST };
    expect(readPeriod('이번 달', SEOUL)).toEqual({ sort: 'monthly', span: may });
    expect(readPeriod('지난달', SEOUL)?.span).toEqual({ from: Date.UTC(2025, 3, 1) - KST, to: may.from });
    expect(readPeriod('monthly', SEOUL)).toEqual(readPeriod('지난달', SEOUL));
  });

  it('ends at the time of day that is said, and is of no sort', () => {
    const read = readPeriod('2025-05-20 09:00 2025-05-20 18:00', SEOUL);
    expect(read).toEqual({ sort: null, span: { from: day(20) + KST, to: day(20) + 2 * KST } });
  });

  it.each(['', 'nonsense', '2025-05-20 2025-05-18', 'daily off', '왜 샀어'])('is not “%s”', (text) => {
    expect(readPeriod(text, SEOUL)).toBeNull();
  });

  it('names a sort only by words for a whole period', () => {
    expect(['daily', '주간', 'monthly', 'today', '이번주'].map(sortNamed)).toEqual([
      'daily',
      'weekly',
      'monthly',
      null,
      null,
    ]);
  });
});

describe('periods in every zone', () => {
  it('follow each other without a gap: the last one ends where the running one begins', () => {
    fc.assert(
      fc.property(anyZone, anySort, anyMoment, (zone, sort, now) => {
        const [last, running] = [lastPeriod(sort, { now, zone }), runningPeriod(sort, { now, zone })];
        expect(last.span.to).toBe(running.span.from);
        expect(running.span.from).toBeLessThanOrEqual(now);
        expect(running.span.to).toBeGreaterThan(now);
      }),
    );
  });

  it('begin with the first moment of a day, weeks on Monday and months on the 1st', () => {
    fc.assert(
      fc.property(anyZone, anySort, anyMoment, (zone, sort, now) => {
        const { from } = lastPeriod(sort, { now, zone }).span;
        const [first, before] = [wallTime(from, zone), wallTime(from - 1, zone)];
        expect(first.day).not.toBe(before.day);
        const weekday = new Date(Date.UTC(first.year, first.month - 1, first.day)).getUTCDay();
        if (sort === 'weekly') expect(weekday).toBe(1);
        if (sort === 'monthly') expect(first.day).toBe(1);
      }),
    );
  });

  it('have 23 and 25 hours where the clocks are set forward and back', () => {
    const hours = (now: number) => {
      const { from, to } = lastPeriod('daily', { now, zone: 'America/New_York' }).span;
      return (to - from) / 3_600_000;
    };
    expect(hours(Date.UTC(2025, 2, 10, 12))).toBe(23);
    expect(hours(Date.UTC(2025, 10, 3, 12))).toBe(25);
  });
});
