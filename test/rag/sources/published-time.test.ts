import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { publishedTime, SEOUL } from '../../../rag/sources/published-time.ts';

const NINE_UTC = Date.UTC(2026, 4, 12, 9, 0, 0);

describe('a time of publication', () => {
  test.each([
    ['Tue, 12 May 2026 09:00:00 +0000'],
    ['Tue, 12 May 2026 09:00:00 GMT'],
    ['12 May 2026 09:00 UT'],
    ['Tue, 12 May 26 04:00:00 EST'],
    ['Tuesday, 12 May 2026 05:00:00 EDT'],
    ['Tue, 12 May 2026 18:00:00 +0900'],
    ['Tue, 12 May 2026 18:00:00 KST'],
    ['2026-05-12T09:00:00Z'],
    ['2026-05-12T09:00:00.000000Z'],
    ['2026-05-12T18:00:00+09:00'],
    ['2026-05-12T02:00:00-0700'],
    ['2026-05-12 09:00:00'],
    ['2026-05-12 09:00:00 UTC'],
    ['1778576400'],
    ['1778576400000'],
    ['  2026-05-12T09:00Z\n'],
  ])('is read from %j', (written) => {
    expect(publishedTime(written)).toBe(NINE_UTC);
  });

  test.each([
    ['2026-05-12 18:00:00'],
    ['2026.05.12 18:00'],
    ['2026/05/12 18:00:00'],
    ['Tue, 12 May 2026 18:00:00'],
    ['2026-05-12T09:00:00Z'],
  ])('without an offset is in the zone given: %j', (written) => {
    expect(publishedTime(written, SEOUL)).toBe(NINE_UTC);
  });

  test('keeps milliseconds, and takes a day alone for its beginning', () => {
    expect(publishedTime('2026-05-12T09:00:00.125Z')).toBe(NINE_UTC + 125);
    expect(publishedTime('2026-05-12', SEOUL)).toBe(Date.UTC(2026, 4, 11, 15));
  });

  test('in the future stands as it is written', () => {
    expect(publishedTime('2099-01-01T00:00:00Z')).toBe(Date.UTC(2099, 0, 1));
  });

  test.each([
    [undefined],
    [''],
    ['yesterday'],
    ['2026-02-30T09:00:00Z'],
    ['2026-13-01T09:00:00Z'],
    ['2026-05-12T25:00:00Z'],
    ['Tue, 12 Foo 2026 09:00:00 GMT'],
    ['Tue, 12 May 2026 09:00:00 QQQ'],
    ['0'],
    ['1970-01-01T00:00:00Z'],
    ['-0001-11-30T00:00:00+00:00'],
  ])('is missing in %j', (written) => {
    expect(publishedTime(written)).toBeNull();
  });

  test('is missing in what has no end', () => {
    expect(publishedTime('9'.repeat(1_000_000))).toBeNull();
  });

  test('is read back from every way in which a date is written out', () => {
    const since2009 = fc.date({ min: new Date('2009-01-04'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(since2009, (date) => {
        expect(publishedTime(date.toISOString())).toBe(date.getTime());
        expect(publishedTime(date.toUTCString())).toBe(Math.floor(date.getTime() / 1_000) * 1_000);
      }),
    );
  });

  test('is a number or missing, whatever is written', () => {
    fc.assert(
      fc.property(fc.string(), (written) => {
        const at = publishedTime(written);
        expect(at === null || Number.isSafeInteger(at)).toBe(true);
      }),
    );
  });
});
