import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse, termWeight } from '../../../rag/analysis/terms.ts';

/** Whatever the rules look at, and what they do not expect. */
const LETTER = fc.constantFrom(...'aKm20.,%’&$_ 가이억는Ａé比ー😀', '\u0301', '\u200d', '\ud800', '\n');

const termsOf = (text: string) => [...analyse(text).counts.keys()];

describe('the terms of a text', () => {
  it('are its stems and the pairs of neighbouring stems, with how often each is said', () => {
    const { counts, length } = analyse('The gross margin and the gross margins');
    expect([...counts]).toEqual([
      ['gross', 2],
      ['margin', 2],
      ['gross margin', 2],
      ['margin gross', 1],
    ]);
    expect(length).toBe(4);
  });

  it('hold a Korean word without its particle, and the pairs of its syllables', () => {
    expect(termsOf('투자자가')).toEqual(['투자자', '~투자', '~자자']);
  });

  it('find a Korean name in a word run together with another', () => {
    const inside = termsOf('리플코인은');
    expect(termsOf('리플').filter((term) => inside.includes(term))).toEqual(['~리플']);
  });

  it('are none for a text of punctuation or none at all', () => {
    expect(analyse('')).toEqual({ counts: new Map(), length: 0 });
    expect(analyse('… — !?')).toEqual({ counts: new Map(), length: 0 });
  });

  it('are as many words as the length says, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: LETTER, maxLength: 60 }), (text) => {
        const { counts, length } = analyse(text);
        const words = [...counts].filter(([term]) => termWeight(term) === 1);
        expect(words.reduce((sum, [, count]) => sum + count, 0)).toBe(length);
      }),
    );
  });
});

describe('the weight of a term', () => {
  it('is a whole for a word, a half for a pair of syllables, a quarter for a pair of words', () => {
    expect(termWeight('margin')).toBe(1);
    expect(termWeight('~비트')).toBe(0.5);
    expect(termWeight('gross margin')).toBe(0.25);
  });
});
