import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReportSort } from '../../../bot/reports/report-period.ts';
import { REPORT_SORTS } from '../../../bot/reports/report-period.ts';
import type { DueContext } from '../../../bot/reports/report-schedule.ts';
import { dueAt, dueSince, lastDue, nextDue } from '../../../bot/reports/report-schedule.ts';
import { wallTime } from '../../../engine/domain/zone.ts';

const NINE = { on: true, hour: 9, minute: 0 };
const HOUR = 3_600_000;
const NEW_YORK: DueContext = { zone: 'America/New_York', pace: 'wall' };
const UTC_MARKET: DueContext = { zone: 'UTC', pace: 'market' };

describe('a report on the wall', () => {
  it('of yesterday comes at nine, in the zone, on both sides of a change of the clocks', () => {
    const at = (now: number) => lastDue('daily', NINE, now, NEW_YORK);
    // New York: 9 March 2025 has 23 hours; nine o'clock is 13:00Z from then on, 14:00Z before.
    const eighth = Date.UTC(2025, 2, 8, 5);
    const ninth = Date.UTC(2025, 2, 9, 5);
    expect(at(Date.UTC(2025, 2, 9, 12, 59)).from).toBe(Date.UTC(2025, 2, 7, 5));
    expect(at(Date.UTC(2025, 2, 9, 13))).toEqual({ from: eighth, to: ninth });
    expect(at(Date.UTC(2025, 2, 10, 12, 59)).from).toBe(eighth);
    expect(at(Date.UTC(2025, 2, 10, 13))).toEqual({ from: ninth, to: Date.UTC(2025, 2, 10, 4) });
  });

  it('at a time that the clocks jump over comes right after', () => {
    const due = dueAt({ from: 0, to: Date.UTC(2025, 2, 9, 5) }, { on: true, hour: 2, minute: 30 }, NEW_YORK);
    expect(due).toBe(Date.UTC(2025, 2, 9, 7, 30));
    expect(wallTime(due, NEW_YORK.zone)).toMatchObject({ day: 9, hour: 3, minute: 30 });
  });

  it('comes weekly on Monday and monthly on the 1st', () => {
    const now = Date.UTC(2025, 4, 21, 12);
    const next = (sort: ReportSort) =>
      new Date(nextDue(sort, NINE, { now, given: null }, { zone: 'Asia/Seoul', pace: 'wall' }));
    expect(next('daily').toISOString()).toBe('2025-05-22T00:00:00.000Z');
    expect(next('weekly').toISOString()).toBe('2025-05-26T00:00:00.000Z');
    expect(next('monthly').toISOString()).toBe('2025-06-01T00:00:00.000Z');
  });
});

describe('a report in market time', () => {
  it('comes when its period ends, whatever the time of day', () => {
    const end = Date.UTC(2025, 4, 20);
    expect(lastDue('daily', NINE, end - 1, UTC_MARKET).to).toBe(end - 24 * HOUR);
    expect(lastDue('daily', NINE, end, UTC_MARKET).to).toBe(end);
  });

  it('is owed for each period that has passed, oldest first', () => {
    const since = Date.UTC(2025, 4, 17);
    const due = dueSince('daily', NINE, { since, now: Date.UTC(2025, 4, 21, 1) }, UTC_MARKET);
    expect(due.map(({ from }) => new Date(from).getUTCDate())).toEqual([18, 19, 20]);
  });
});

it('in every zone, at every time of day: what is due last, was due by now, and the next comes after now', () => {
  const zone = fc.constantFrom('UTC', 'Asia/Seoul', 'America/New_York', 'Asia/Beirut', 'Australia/Lord_Howe');
  const time = fc.record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) });
  const moment = fc.integer({ min: Date.UTC(2021, 0, 1), max: Date.UTC(2028, 0, 1) });
  const pace = fc.constantFrom('wall' as const, 'market' as const);
  fc.assert(
    fc.property(
      ...([zone, time, moment, pace, fc.constantFrom<ReportSort>(...REPORT_SORTS)] as const),
      (where, wall, now, how, sort) => {
        const context: DueContext = { zone: where, pace: how };
        const wanted = { on: true, ...wall };
        const last = lastDue(sort, wanted, now, context);
        expect(dueAt(last, wanted, context)).toBeLessThanOrEqual(now);
        expect(dueAt(last, wanted, context)).toBeGreaterThanOrEqual(last.to);
        const next = nextDue(sort, wanted, { now, given: null }, context);
        expect(next).toBeGreaterThan(now);
        // Between the two no other one comes.
        expect(lastDue(sort, wanted, next - 1, context)).toEqual(last);
        expect(lastDue(sort, wanted, next, context).from).toBe(last.to);
        // To somebody who has been given that one already, the one after it.
        expect(nextDue(sort, wanted, { now, given: last.to }, context)).toBeGreaterThan(next);
      },
    ),
  );
});
