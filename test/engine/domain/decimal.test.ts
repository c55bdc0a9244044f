import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decimal,
  decimalFromEstimate,
  decimalText,
  roundDownTo,
  roundToTick,
  ZERO,
} from '../../../engine/domain/decimal.ts';

/** Plain decimal text without leading or trailing zeros, up to 20 digits before and 18 after the point. */
const plainText = fc
  .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 18 }))
  .map(([digits, places]) => shifted(digits, places));

function shifted(digits: bigint, places: number): string {
  const sign = digits < 0n ? '-' : '';
  const padded = (digits < 0n ? -digits : digits).toString().padStart(places + 1, '0');
  const whole = padded.slice(0, padded.length - places);
  const fraction = padded.slice(padded.length - places).replace(/0+$/, '');
  const text = fraction === '' ? whole : `${whole}.${fraction}`;
  return text === '0' ? '0' : sign + text;
}

describe('money as text', () => {
  it('comes back as it went: format(parse(text)) = text, parse(format(x)) = x', () => {
    fc.assert(
      fc.property(plainText, (text) => {
        const value = decimal(text);
        expect(decimalText(value)).toBe(text);
        expect(decimal(decimalText(value)).equals(value)).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  it('never shows an exponent', () => {
    expect(decimalText(decimal('0.0000000000000000000000001'))).toBe('0.0000000000000000000000001');
    expect(decimalText(decimal('1000000000000000000000000000'))).toBe('1000000000000000000000000000');
    expect(decimalText(ZERO.negated())).toBe('0');
  });

  it.each(['1e7', 'NaN', 'Infinity', '', ' 1', '1,000', '0x10', '--1', '.', '1.2.3'])('refuses %j', (text) => {
    expect(() => decimal(text)).toThrow(RangeError);
  });
});

describe('rounding', () => {
  const value = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }).map((digits) => decimal(shifted(digits, 9)));
  const step = fc.constantFrom('1', '0.1', '0.01', '0.001', '0.0001', '0.5', '0.025');

  it('down lands on the grid, never grows and loses less than a step', () => {
    fc.assert(
      fc.property(value, step, (exact, unit) => {
        const rounded = roundDownTo(exact, unit);
        expect(rounded.div(decimal(unit)).isInteger()).toBe(true);
        expect(rounded.abs().lessThanOrEqualTo(exact.abs())).toBe(true);
        expect(exact.minus(rounded).abs().lessThan(decimal(unit))).toBe(true);
      }),
    );
  });

  it('to the tick lands on the grid and is off by half a tick at most', () => {
    fc.assert(
      fc.property(value, step, (exact, unit) => {
        const rounded = roundToTick(exact, unit);
        expect(rounded.div(decimal(unit)).isInteger()).toBe(true);
        expect(exact.minus(rounded).abs().times(2).lessThanOrEqualTo(decimal(unit))).toBe(true);
      }),
    );
  });

  it('of an estimate takes the digits that a person would read', () => {
    expect(decimalText(decimalFromEstimate(0.1 + 0.2, '0.1'))).toBe('0.3');
    expect(decimalText(decimalFromEstimate(103_079.5, '0.1'))).toBe('103079.5');
    expect(() => decimalFromEstimate(Number.NaN, '0.1')).toThrow(RangeError);
    expect(() => decimalFromEstimate(Number.POSITIVE_INFINITY, '0.1')).toThrow(RangeError);
  });
});
