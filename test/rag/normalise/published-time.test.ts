import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KOREAN_ZONE_MINUTES, publishedTime } from '../../../rag/normalise/published-time.ts';

const NOW = Date.UTC(2025, 4, 23);
const HALF_PAST_TWO = Date.UTC(2025, 4, 22, 14, 30);
const HOUR = 3_600_000;

describe('the time of publication', () => {
  it.each([
    ['Thu, 22 May 2025 14:30:00 GMT', 0],
    ['Thu, 22 May 2025 14:30:00 +0900', -9],
    ['22 May 25 14:30 EST', 5],
    ['Thu, 22 May 2025 14:30:00 -0000 (UTC)', 0],
    ['2025-05-22T14:30:00Z', 0],
    ['2025-05-22T14:30:00.123456+09:00', -9],
    ['2025-05-22T14:30:00', 0],
    ['2025-05-22 14:30', 0],
    ['May 22, 2025 2:30 PM', 0],
    ['May 22nd, 2025 at 14:30', 0],
    ['2025년 5월 22일 오후 2시 30분', -9],
    ['2025년 5월 22일 (목) 14:30', -9],
    ['1747924200', 0],
    ['1747924200000', 0],
    [1_747_924_200, 0],
    [1_747_924_200_000, 0],
  ])('%s is read', (raw, hours) => expect(publishedTime(raw, NOW)).toBe(HALF_PAST_TWO + hours * HOUR));

  it.each([
    '2025-05-22 14:30',
    '2025.05.22 14:30',
    '2025/05/22 14:30:00',
    '입력 2025.05.22. 14:30',
    '2025년 5월 22일 오후 2시 30분',
  ])('%s on a Korean page is Korean time', (raw) =>
    expect(publishedTime(raw, NOW, KOREAN_ZONE_MINUTES)).toBe(HALF_PAST_TWO - 9 * HOUR),
  );

  it('believes a zone in the text more than the page', () => {
    expect(publishedTime('2025-05-22T14:30:00Z', NOW, KOREAN_ZONE_MINUTES)).toBe(HALF_PAST_TWO);
  });

  it.each([
    '',
    'yesterday',
    '2025-02-31',
    '2025-13-01',
    '2025-05-22 25:00',
    '2008-12-31',
    '1969-12-31T23:59:59Z',
    '2025-05-24T00:00:01Z',
    '2099-01-01',
    'Thu, 22 May 2025 14:30:00 XYZ',
    '2025-05-22T14:30:00+99:00',
    'x'.repeat(1e6),
    0,
    -1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ])('%.40s is no time anything was published', (raw) => expect(publishedTime(raw, NOW)).toBeNull());

  it('reads back every time it could have been, to the second', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2009, 0, 1) / 1_000, max: NOW / 1_000 }), (seconds) => {
        const date = new Date(seconds * 1_000);
        expect(publishedTime(date.toISOString(), NOW)).toBe(seconds * 1_000);
        expect(publishedTime(date.toUTCString(), NOW)).toBe(seconds * 1_000);
        expect(publishedTime(seconds, NOW)).toBe(seconds * 1_000);
      }),
    );
  });
});
