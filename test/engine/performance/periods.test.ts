import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PeriodUnit, periodBefore, periodOf, periodsBetween } from '../../../engine/performance/periods.ts';

const at = (text: string) => Date.parse(text);

function told(text: string, unit: PeriodUnit, timeZone: string): string {
  const { start, end } = periodOf(at(text), unit, timeZone);
  return `${new Date(start).toISOString()} ${new Date(end).toISOString()}`.replaceAll(':00.000Z', '');
}

describe('periods', () => {
  it('begin a Korean day at 15:00 UTC', () => {
    expect(told('2025-05-20T14:59:59Z', 'day', 'Asia/Seoul')).toBe('2025-05-19T15:00 2025-05-20T15:00');
    expect(told('2025-05-20T15:00:00Z', 'day', 'Asia/Seoul')).toBe('2025-05-20T15:00 2025-05-21T15:00');
  });

  it('begin a week on Monday', () => {
    expect(told('2025-05-18T14:59:59Z', 'week', 'Asia/Seoul')).toBe('2025-05-11T15:00 2025-05-18T15:00');
    expect(told('2025-05-18T15:00:00Z', 'week', 'Asia/Seoul')).toBe('2025-05-18T15:00 2025-05-25T15:00');
    expect(told('2025-05-18T15:00:00Z', 'week', 'UTC')).toBe('2025-05-12T00:00 2025-05-19T00:00');
  });

  it('begin a month on its first day, over the end of a year too', () => {
    expect(told('2025-12-31T15:00:00Z', 'month', 'Asia/Seoul')).toBe('2025-12-31T15:00 2026-01-31T15:00');
    expect(told('2025-12-31T14:00:00Z', 'month', 'Asia/Seoul')).toBe('2025-11-30T15:00 2025-12-31T15:00');
    expect(told('2024-02-10T00:00:00Z', 'month', 'UTC')).toBe('2024-02-01T00:00 2024-03-01T00:00');
  });

  it('make days of 23 and 25 hours where the clocks change', () => {
    expect(told('2025-03-30T12:00:00Z', 'day', 'Europe/Berlin')).toBe('2025-03-29T23:00 2025-03-30T22:00');
    expect(told('2025-10-26T12:00:00Z', 'day', 'Europe/Berlin')).toBe('2025-10-25T22:00 2025-10-26T23:00');
  });

  it('begin a day without midnight at its first moment', () => {
    // In 2018 the clocks of São Paulo went from 00:00 to 01:00 on 4 November.
    expect(told('2018-11-04T12:00:00Z', 'day', 'America/Sao_Paulo')).toBe('2018-11-04T03:00 2018-11-05T02:00');
    // And of Gaza from 01:00 back to 00:00 on 24 October 2020: midnight came twice, the day began with the first.
    expect(told('2020-10-24T12:00:00Z', 'day', 'Asia/Gaza')).toBe('2020-10-23T21:00 2020-10-24T22:00');
  });

  it('follow one another', () => {
    expect(periodBefore(at('2025-05-20T16:00:00Z'), 'day', 'Asia/Seoul')).toEqual({
      start: at('2025-05-19T15:00:00Z'),
      end: at('2025-05-20T15:00:00Z'),
    });
    const days = periodsBetween(at('2025-05-18T00:00:00Z'), at('2025-05-20T15:00:00Z'), 'day', 'Asia/Seoul');
    expect(days.map(({ start }) => new Date(start).toISOString().slice(5, 13))).toEqual([
      '05-17T15',
      '05-18T15',
      '05-19T15',
    ]);
    expect(periodsBetween(5, 5, 'day', 'UTC')).toEqual([]);
  });

  it('hold the moment they are asked for and join without a gap, everywhere', () => {
    const zones = ['UTC', 'Asia/Seoul', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia', 'America/Sao_Paulo'];
    fc.assert(
      fc.property(
        fc.integer({ min: at('2000-01-01T00:00:00Z'), max: at('2035-01-01T00:00:00Z') }),
        fc.constantFrom('day', 'week', 'month'),
        fc.constantFrom(...zones),
        (moment, unit, timeZone) => {
          const period = periodOf(moment, unit, timeZone);
          expect(period.start).toBeLessThanOrEqual(moment);
          expect(period.end).toBeGreaterThan(moment);
          expect(periodOf(period.start, unit, timeZone)).toEqual(period);
          expect(periodOf(period.end, unit, timeZone).start).toBe(period.end);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('refuse a time zone that does not exist', () => {
    expect(() => periodOf(0, 'day', 'Mars/Olympus')).toThrow(RangeError);
  });
});
