import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText } from '../../../rag/normalise/plain-text.ts';

describe('plain text', () => {
  it.each([
    ['<p>One<br>two</p><script>alert(1)</script>', 'One two'],
    ['<ul><li>a</li><li>b</li></ul>', 'a b'],
    ['<b>B</b>TC', 'BTC'],
    ['<style>p { color: red }</style>seen', 'seen'],
    ['<![CDATA[in a <b>feed</b>]]>', 'in a feed'],
    ['Fish &amp; chips &#x41;&#66; &unknown;', 'Fish & chips AB &unknown;'],
    ['a < b and c > d, I <3 it, <$100', 'a < b and c > d, I <3 it, <$100'],
    ['line\nbreak\ttab\u2028separator', 'line break tab separator'],
    ['Ｆｕｌｌ　ｗｉｄｔｈ ½', 'Full width 1⁄2'],
    ['\u001b[31mred\u001b[0m', '[31mred [0m'],
  ])('%j becomes %j', (raw, plain) => expect(plainText(raw, 200)).toBe(plain));

  it.each([
    ['entities decoded once stay text', '&amp;lt;script&amp;gt;', '&lt;script&gt;'],
    ['what an entity hid is stripped as well', '&lt;script&gt;alert(1)&lt;/script&gt;safe', 'safe'],
    ['full-width brackets are brackets', '＜script＞alert(1)＜/script＞safe', 'safe'],
    [
      'full-width brackets behind entities are too',
      '&#xff1c;script&#xff1e;alert(1)&#xff1c;/script&#xff1e;safe',
      'safe',
    ],
    ['a tag inside a tag forms no new one', '<<b>img src=x onerror=alert(1)> ok', 'ok'],
    ['a script that never ends swallows the rest', 'before<script>after', 'before'],
  ])('%s', (_, raw, plain) => expect(plainText(raw, 200)).toBe(plain));

  it.each([
    ['a zero-width space', 'B\u200bTC', 'BTC'],
    ['a right-to-left override', 'Bit\u202enioc\u202c', 'Bitnioc'],
    ['isolates and marks', '\u2066BTC\u2069\u200f', 'BTC'],
    ['tag characters', 'BTC\u{e0049}\u{e0067}', 'BTC'],
    ['a soft hyphen', 'Bit\u00adcoin', 'Bitcoin'],
    ['a Hangul filler', 'BT\u3164C', 'BTC'],
    ['private use and unassigned', 'B\ue000T\u0378C', 'BTC'],
    ['lone surrogates', 'B\ud800T\udfffC', 'BTC'],
    ['an empty Braille cell', 'A\u2800B', 'A B'],
  ])('%s is gone', (_, raw, plain) => expect(plainText(raw, 200)).toBe(plain));

  it('keeps at most four accents on a letter', () => {
    expect(plainText(`q${'\u0323'.repeat(500)}`, 200)).toBe(`q${'\u0323'.repeat(4)}`);
  });

  it('cuts at the cap, between characters', () => {
    expect(plainText('😀'.repeat(300), 10)).toBe(`${'😀'.repeat(9)}…`);
    expect(plainText('x'.repeat(200), 200)).toBe('x'.repeat(200));
    expect(plainText(`abq\u0323d`, 4)).toBe('ab…');
  });

  it.each(['<', '<a ', '&lt;', '<!--', '&#', '<a href="', '<script>', '\ufdfa', 'q\u0323', '<p>', '\ud800'])(
    'takes no longer for ten million characters of %j than for any page',
    (piece) => {
      const hostile = piece.repeat(Math.ceil(10_000_000 / piece.length));
      const started = performance.now();
      const plain = plainText(hostile, 200);
      expect(performance.now() - started).toBeLessThan(4_500);
      expect([...plain].length).toBeLessThanOrEqual(200);
    },
  );

  it('leaves no control, invisible or tag-opening character, whatever comes', () => {
    const pieces = [
      '<',
      '>',
      '&',
      'lt;',
      '#x3c;',
      'b',
      '/',
      '!',
      '<b>',
      '＜',
      '\u202e',
      '\u200b',
      '\ud83d',
      ' ',
      '\n',
      '"',
      '=',
    ];
    const hostile = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary' })), { maxLength: 40 });
    fc.assert(
      fc.property(hostile, (parts) => {
        const plain = plainText(parts.join(''), 60);
        expect(plain).not.toMatch(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]|<[a-z/!?]/iu);
        expect([...plain].length).toBeLessThanOrEqual(60);
        expect(plain).toBe(plain.trim());
      }),
      { numRuns: 200 },
    );
  });
});
