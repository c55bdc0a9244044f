import type { Decimal, DecimalText } from '../../engine/domain/decimal.ts';
import { decimal, decimalText, ZERO } from '../../engine/domain/decimal.ts';
import { hangulNumeral } from './hangul-numeral.ts';
import type { Parsed } from './parsed.ts';
import { echoOf, parsed, unreadable } from './parsed.ts';

const MULTIPLIERS: Readonly<Record<string, string>> = {
  k: '1000',
  m: '1000000',
  mm: '1000000',
  mil: '1000000',
  million: '1000000',
  thousand: '1000',
  hundred: '100',
  십: '10',
  백: '100',
  천: '1000',
  만: '10000',
  십만: '100000',
  백만: '1000000',
  천만: '10000000',
  억: '100000000',
};

const LARGEST = decimal('1000000000000');
const MAX_DECIMALS = 12;

const GROUPED = /^\d{1,3}(,\d{3})+(\.\d+)?$/;
const PLAIN = /^(\d+(\.\d*)?|\.\d+)$/;
const COMMA_DECIMAL = /^\d+,\d+$/;
const EXPONENT = /^[+-]?[\d.,]+e[+-]?\d+$/i;
const NOT_A_NUMBER = /^[+-]?(nan|inf|infinity|∞)$/i;

/**
 * Reads a positive amount as people write it: `0.5`, `1,500`, `1.5k`, `2만`, `이백오십`, `한`. Takes normalised text and
 * returns plain decimal text, so that no digit is lost on the way to an order.
 */
export function parseAmount(text: string): Parsed<DecimalText> {
  const word = text.trim().toLowerCase();
  if (word === '' || NOT_A_NUMBER.test(word)) return unreadable('parse.not-a-number', { text: echoOf(text) });
  if (EXPONENT.test(word)) return unreadable('parse.exponent', { text: echoOf(text) });
  if (word.startsWith('-')) return unreadable('parse.negative', { text: echoOf(text) });
  const unsigned = word.startsWith('+') ? word.slice(1) : word;
  const value = digitsWithMultiplier(unsigned) ?? hangulNumeral(unsigned);
  if (value !== null) return bounded(value, text);
  const ambiguous = commaReadings(unsigned);
  return ambiguous ?? unreadable('parse.not-a-number', { text: echoOf(text) });
}

/** Tells whether a word multiplies the number before it: `k`, `만`. */
export function isMultiplier(word: string): boolean {
  return Object.hasOwn(MULTIPLIERS, word);
}

function digitsWithMultiplier(word: string): Decimal | null {
  const match = /^([\d.,]+)\s*(\D*)$/.exec(word);
  const [, digits = '', suffix = ''] = match ?? [];
  const value = digitsOf(digits);
  if (value === null) return null;
  if (suffix === '') return value;
  const multiplier = Object.hasOwn(MULTIPLIERS, suffix) ? MULTIPLIERS[suffix] : undefined;
  return multiplier === undefined ? null : value.times(decimal(multiplier));
}

function digitsOf(digits: string): Decimal | null {
  // A run of digits longer than this is no amount of anything; it also keeps the arithmetic exact.
  if (digits.length > 40) return PLAIN.test(digits) || GROUPED.test(digits) ? LARGEST.times(10) : null;
  if (PLAIN.test(digits)) return decimal(digits);
  return GROUPED.test(digits) ? decimal(digits.replace(/,/g, '')) : null;
}

function commaReadings(word: string): Parsed<DecimalText> | null {
  if (!COMMA_DECIMAL.test(word)) return null;
  return unreadable('parse.comma', {
    text: echoOf(word),
    first: echoOf(word.replace(',', '.')),
    second: echoOf(word.replace(',', '')),
  });
}

function bounded(value: Decimal, text: string): Parsed<DecimalText> {
  if (value.lessThanOrEqualTo(ZERO)) return unreadable('parse.zero', { text: echoOf(text) });
  if (value.greaterThan(LARGEST)) return unreadable('parse.too-large', { text: echoOf(text) });
  if (value.decimalPlaces() > MAX_DECIMALS) {
    return unreadable('parse.too-fine', { text: echoOf(text), digits: MAX_DECIMALS });
  }
  return parsed(decimalText(value));
}
