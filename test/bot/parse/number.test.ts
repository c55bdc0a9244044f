import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalLine } from '../../../bot/parse/clean-text.ts';
import { parseAmount } from '../../../bot/parse/number.ts';

function read(text: string): string {
  const amount = parseAmount(normalLine(text));
  return amount.outcome === 'parsed' ? amount.value : amount.reason.code;
}

describe('amounts as people write them', () => {
  test.each([
    ['0.5', '0.5'],
    ['.5', '0.5'],
    ['1,500', '1500'],
    ['1,234,567.89', '1234567.89'],
    ['1.5k', '1500'],
    ['2m', '2000000'],
    ['3만', '30000'],
    ['1.5만', '15000'],
    ['1만5천', '15000'],
    ['오천', '5000'],
    ['이백오십', '250'],
    ['만', '10000'],
    ['십오', '15'],
    ['한', '1'],
    ['두', '2'],
    ['０．５', '0.5'],
    ['１，５００', '1500'],
    ['007', '7'],
    ['0.000000000001', '0.000000000001'],
    ['0', 'parse.zero'],
    ['0.000', 'parse.zero'],
    ['영', 'parse.zero'],
    ['-1', 'parse.negative'],
    ['NaN', 'parse.not-a-number'],
    ['Infinity', 'parse.not-a-number'],
    ['-Infinity', 'parse.not-a-number'],
    ['∞', 'parse.not-a-number'],
    ['1e309', 'parse.exponent'],
    ['1e3', 'parse.exponent'],
    ['1.2.3', 'parse.not-a-number'],
    ['1,5', 'parse.comma'],
    ['0x10', 'parse.not-a-number'],
    ['일이삼', 'parse.not-a-number'],
    ['', 'parse.not-a-number'],
    ['9'.repeat(200), 'parse.too-large'],
    ['1000000000001', 'parse.too-large'],
    ['0.0000000000001', 'parse.too-fine'],
    ['constructor', 'parse.not-a-number'],
    ['5constructor', 'parse.not-a-number'],
  ])('%s is %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test('no text throws, and whatever is read is a finite number above zero', () => {
    const part = fc.constantFrom('1', '0', '9', '.', ',', '-', '+', 'e', 'k', '만', '천', '오', '한', 'NaN', '％', ' ');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(part, { maxLength: 12 }).map((parts) => parts.join('')),
        ),
        (text) => {
          const amount = parseAmount(normalLine(text));
          if (amount.outcome === 'parsed') {
            expect(amount.value).toMatch(/^\d+(\.\d+)?$/);
            expect(Number(amount.value)).toBeGreaterThan(0);
            expect(Number(amount.value)).toBeLessThanOrEqual(1e12);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
