import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sentencesOf } from '../../../rag/chunk/sentences.ts';

const split = (text: string) => [...sentencesOf(text)].map(({ start, end }) => text.slice(start, end));

describe('sentencesOf', () => {
  it('does not end a sentence at abbreviations, initials, numbers and decimals', () => {
    expect(
      split('The U.S. Treasury sold 3.5% of it. Apple Inc. Chief J. Doe said on Jan. 5 that No. 5 rose vs. May.'),
    ).toEqual([
      'The U.S. Treasury sold 3.5% of it. ',
      'Apple Inc. Chief J. Doe said on Jan. 5 that No. 5 rose vs. May.',
    ]);
  });

  it('ends one at an abbreviation before a word that begins sentences', () => {
    expect(split('It moved to the U.S. The bank stayed. He joined Acme Corp. It grew.')).toEqual([
      'It moved to the U.S. ',
      'The bank stayed. ',
      'He joined Acme Corp. ',
      'It grew.',
    ]);
  });

  it('splits Korean', () => {
    expect(split('비트코인이 3.5% 올랐다. 업비트는 거래를 멈췄다! 왜?')).toEqual([
      '비트코인이 3.5% 올랐다. ',
      '업비트는 거래를 멈췄다! ',
      '왜?',
    ]);
  });

  it('ends a sentence at a line break unless the line goes on in lower case', () => {
    expect(split('Revenue rose\nbecause of sales.\nTotal assets 5\nTotal debt 6')).toEqual([
      'Revenue rose\nbecause of sales.\n',
      'Total assets 5\n',
      'Total debt 6',
    ]);
  });

  it('gives the whole text, in order, without gaps', () => {
    const words = fc.constantFrom(
      'U.S. ',
      'The bank. ',
      '\r\n',
      'a\nb',
      '값이 올랐다. ',
      '😀',
      '"Yes." ',
      'x'.repeat(700),
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 60 }), (parts) => {
        expect(split(parts.join('')).join('')).toBe(parts.join(''));
      }),
    );
  });
});
