import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText, normalLine } from '../../../bot/parse/clean-text.ts';

describe('clean text', () => {
  test.each([
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b]0;title\u0007after', 'after'],
    ['\u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\', 'link'],
    ['\u001b[2J\u001b[Hgone', 'gone'],
    ['\u009b31mred', '31mred'],
    ['a\u0000b\u0008c\u007f', 'abc'],
    ['a\rb\nc\td', 'a b c d'],
    ['usd\u202etcb', 'usdtcb'],
    ['b\u200bt\u200dc\ufeff', 'btc'],
    ['a\u2066b\u2069', 'ab'],
    ['tag\u{e0041}\u{e007f}', 'tag'],
    ['filler\u3164\uffa0', 'filler'],
    ['lone \ud800 surrogate', 'lone \ufffd surrogate'],
    ['한글 BTC 😀', '한글 BTC 😀'],
  ])('%j → %j', (text, expected) => {
    expect(cleanText(text)).toBe(expected);
  });

  test('full-width and odd spaces come out in one spelling', () => {
    expect(normalLine('  ／ｓｔａｔｕｓ　１００％ ')).toBe('/status 100%');
  });

  test('nothing that moves a cursor survives', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(cleanText(text)).not.toMatch(/\p{Cc}|\p{Bidi_Control}|\p{Cs}/u);
      }),
    );
  });
});
