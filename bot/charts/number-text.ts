import { decimal } from '../../engine/domain/decimal.ts';
import type { Language } from '../i18n/language.ts';

/** Returns how many digits after the point a price of this size asks for: six significant ones, at least two. */
export function digitsFor(price: number): number {
  if (price === 0) return 2;
  return Math.min(14, Math.max(2, 5 - Math.floor(Math.log10(Math.abs(price)))));
}

/** Returns a number with a fixed count of digits and thousands separators: `145,000,000`, `0.00001234`. */
export function fixedText(value: number, digits: number): string {
  const size = String(Math.abs(value));
  // Rounded as amounts are in messages (half up on the decimal digits), so that text and picture agree.
  const exact = decimal(size.includes('e') ? Math.abs(value).toFixed(20) : size);
  const [whole = '0', fraction] = exact.toFixed(digits, 4).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return value < 0 && /[1-9]/.test(text) ? `-${text}` : text;
}

/** Currencies whose smallest coin is one. */
const WHOLE = new Set(['KRW', 'JPY']);

export function moneyDigits(currency: string): number {
  return WHOLE.has(currency) ? 0 : 2;
}

/** Returns a sum with its currency: `10,012.40 USDT`, `188,131,502 KRW`. */
export function moneyText(value: number, currency: string): string {
  return `${fixedText(value, moneyDigits(currency))} ${currency}`.trimEnd();
}

const STEPS = {
  en: [
    [1e12, 'T'],
    [1e9, 'B'],
    [1e6, 'M'],
    [1e3, 'K'],
  ],
  ko: [
    [1e12, '조'],
    [1e8, '억'],
    [1e4, '만'],
  ],
} as const;

/** Returns a number in a few letters, as people of the language shorten it: `1.24M`, `124만`. */
export function shortText(value: number, language: Language): string {
  const size = Math.abs(value);
  const [unit, suffix] = STEPS[language].find(([from]) => size >= from) ?? [1, ''];
  return `${threeDigits(value / unit)}${suffix}`;
}

function threeDigits(value: number): string {
  if (value === 0) return '0';
  const digits = Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value)))));
  const text = fixedText(value, digits);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
