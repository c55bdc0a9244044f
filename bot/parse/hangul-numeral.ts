import type { Decimal } from '../../engine/domain/decimal.ts';
import { decimal, ZERO } from '../../engine/domain/decimal.ts';

const DIGITS: Readonly<Record<string, number>> = {
  영: 0,
  공: 0,
  일: 1,
  이: 2,
  삼: 3,
  사: 4,
  오: 5,
  육: 6,
  칠: 7,
  팔: 8,
  구: 9,
};
const SMALL_UNITS: Readonly<Record<string, number>> = { 십: 10, 백: 100, 천: 1000 };
const LARGE_UNITS: Readonly<Record<string, string>> = { 만: '10000', 억: '100000000' };
const NATIVE: Readonly<Record<string, number>> = {
  하나: 1,
  한: 1,
  둘: 2,
  두: 2,
  셋: 3,
  세: 3,
  넷: 4,
  네: 4,
  다섯: 5,
  여섯: 6,
  일곱: 7,
  여덟: 8,
  아홉: 9,
  열: 10,
  열한: 11,
  열두: 12,
};

/** Reads a number written in Hangul, whole words only: `한`, `이백오십`, `만오천`, `1만5천`. Null for any other word. */
export function hangulNumeral(word: string): Decimal | null {
  const native = Object.hasOwn(NATIVE, word) ? NATIVE[word] : undefined;
  if (native !== undefined) return decimal(String(native));
  if (word.length > 24 || !/^(?:[영공일이삼사오육칠팔구십백천만억]|\d{1,8})+$/.test(word)) return null;
  return sinoKorean(word);
}

function sinoKorean(word: string): Decimal | null {
  let total = ZERO;
  let section = ZERO;
  let digit: Decimal | null = null;
  for (const part of word.match(/\d+|[^\d]/g) ?? []) {
    const large = LARGE_UNITS[part];
    const small = SMALL_UNITS[part];
    if (large !== undefined) {
      const inFront = section.plus(digit ?? ZERO);
      total = total.plus((inFront.isZero() ? decimal('1') : inFront).times(decimal(large)));
      section = ZERO;
      digit = null;
    } else if (small !== undefined) {
      section = section.plus((digit ?? decimal('1')).times(small));
      digit = null;
    } else {
      // Two digits in a row (`일이`) are a phone number, not an amount.
      if (digit !== null) return null;
      digit = decimal(String(DIGITS[part] ?? part));
    }
  }
  return total.plus(section).plus(digit ?? ZERO);
}
