import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalLine } from '../../../bot/parse/clean-text.ts';
import { parseTime } from '../../../bot/parse/time.ts';

const SEOUL = 'Asia/Seoul';
/** 19 May 2025 (a Monday), 14:30 in Seoul. */
const NOW = Date.UTC(2025, 4, 19, 5, 30);

function read(text: string, options: { zone?: string; now?: number; towards?: 'past' | 'future' } = {}): string {
  const { zone = SEOUL, now = NOW, towards = 'past' } = options;
  const time = parseTime(normalLine(text), { now, zone, towards });
  if (time.outcome === 'refused') return time.reason.code;
  return new Date(time.value).toLocaleString('sv-SE', { timeZone: zone }).slice(0, 16);
}

describe('times as people write them, in Seoul at 14:30 on 19 May 2025', () => {
  test.each([
    ['14:05', '2025-05-19 14:05'],
    ['15:00', '2025-05-18 15:00'],
    ['9:05', '2025-05-19 09:05'],
    ['오늘 9시', '2025-05-19 09:00'],
    ['9시 30분', '2025-05-19 09:30'],
    ['9시 반', '2025-05-19 09:30'],
    ['아홉시', '2025-05-19 09:00'],
    ['어제 14:05', '2025-05-18 14:05'],
    ['어제 오후 3시', '2025-05-18 15:00'],
    ['오후 2시', '2025-05-19 14:00'],
    ['오후 3시', '2025-05-18 15:00'],
    ['아침 9시', '2025-05-19 09:00'],
    ['밤 11시', '2025-05-18 23:00'],
    ['정오', '2025-05-19 12:00'],
    ['자정', '2025-05-19 00:00'],
    ['그저께 14시', '2025-05-17 14:00'],
    ['어제 14시쯤', '2025-05-18 14:00'],
    ['5월 12일 14:05', '2025-05-12 14:05'],
    ['12일 14:05', '2025-05-12 14:05'],
    ['2025년 5월 12일 오후 2시', '2025-05-12 14:00'],
    ['2025-05-12 14:05', '2025-05-12 14:05'],
    ['2025-05-12T14:05', '2025-05-12 14:05'],
    ['2025-05-12T14:05Z', '2025-05-12 23:05'],
    ['2025.5.12 14:05', '2025-05-12 14:05'],
    ['2025-05-12', '2025-05-12 00:00'],
    ['yesterday 2:05pm', '2025-05-18 14:05'],
    ['yesterday at 2pm', '2025-05-18 14:00'],
    ['yesterday at noon', '2025-05-18 12:00'],
    ['12 May 14:05', '2025-05-12 14:05'],
    ['May 12, 2025 2:05 pm', '2025-05-12 14:05'],
    ['14:05 utc', '2025-05-18 23:05'],
    ['3시간 전', '2025-05-19 11:30'],
    ['한 시간 전', '2025-05-19 13:30'],
    ['한시간 반 전', '2025-05-19 13:00'],
    ['30분 전', '2025-05-19 14:00'],
    ['2일 전', '2025-05-17 14:30'],
    ['30 min ago', '2025-05-19 14:00'],
    ['an hour ago', '2025-05-19 13:30'],
    ['half an hour ago', '2025-05-19 14:00'],
    ['1h 30m ago', '2025-05-19 13:00'],
    ['방금', '2025-05-19 14:30'],
    ['now', '2025-05-19 14:30'],
    ['어제 9시', 'parse.two-times'],
    ['25:00', 'parse.not-a-time'],
    ['14:75', 'parse.not-a-time'],
    ['2025-02-30 10:00', 'parse.not-a-time'],
    ['2025-13-01', 'parse.not-a-time'],
    ['1850-01-01', 'parse.time-out-of-range'],
    ['9999999일 전', 'parse.time-out-of-range'],
    ['언젠가', 'parse.not-a-time'],
    ['14:05 banana', 'parse.not-a-time'],
    ['', 'parse.time-missing'],
    ['NaN', 'parse.not-a-time'],
    ['1e309 hours ago', 'parse.not-a-time'],
    ['x'.repeat(4000), 'parse.not-a-time'],
  ])('%s → %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test('both readings of a clock without a half of the day are named', () => {
    const time = parseTime('어제 9시', { now: NOW, zone: SEOUL, towards: 'past' });
    expect(time).toEqual({
      outcome: 'refused',
      reason: {
        code: 'parse.two-times',
        values: { text: '어제 9시', firstAt: Date.UTC(2025, 4, 18, 0), secondAt: Date.UTC(2025, 4, 18, 12) },
      },
    });
  });

  test('looking ahead, a clock is the next one', () => {
    expect(read('14:05', { towards: 'future' })).toBe('2025-05-20 14:05');
    expect(read('15:00', { towards: 'future' })).toBe('2025-05-19 15:00');
    expect(read('2 hours later', { towards: 'future' })).toBe('2025-05-19 16:30');
    expect(read('내일 9시', { towards: 'future' })).toBe('parse.two-times');
  });

  test('clocks that are set back or forward give one instant', () => {
    const zone = 'America/New_York';
    const now = Date.UTC(2025, 10, 5);
    expect(parseTime('2025-11-02 01:30', { now, zone, towards: 'past' })).toEqual({
      outcome: 'parsed',
      value: Date.UTC(2025, 10, 2, 5, 30),
    });
    expect(parseTime('2025-03-09 02:30', { now, zone, towards: 'past' })).toEqual({
      outcome: 'parsed',
      value: Date.UTC(2025, 2, 9, 7, 30),
    });
  });

  test('no text throws, and every time is finite', () => {
    const word = fc.constantFrom(
      '어제',
      '14:05',
      '9시',
      '반',
      '오후',
      '3시간',
      '전',
      'ago',
      'may',
      '12',
      '2025-',
      '1e9',
      'pm',
      'Z',
      '일',
      '99',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(word, { maxLength: 7 }).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(text, fc.constantFrom('UTC', SEOUL, 'America/New_York'), (line, zone) => {
        const time = parseTime(normalLine(line), { now: NOW, zone, towards: 'past' });
        if (time.outcome === 'parsed') expect(Number.isSafeInteger(time.value)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});
