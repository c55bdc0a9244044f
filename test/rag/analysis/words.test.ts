import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../../rag/analysis/words.ts';

/** Whatever the rules look at, and what they do not expect. */
const LETTER = fc.constantFrom(...'aKm20.,%’&$_ 가이억는Ａé比ー😀', '\u0301', '\u200d', '\ud800', '\n');

describe('the words of a text', () => {
  it('are lower case, stemmed, and without those that say nothing', () => {
    expect(wordsOf('What were the Companies trading?')).toEqual(['compani', 'trade']);
  });

  it('are the same for a cashtag, a ticker and the name', () => {
    expect(wordsOf('$BTC')).toEqual(['bitcoin']);
    expect(wordsOf('BTC')).toEqual(['bitcoin']);
    expect(wordsOf('Bitcoin')).toEqual(['bitcoin']);
    expect(wordsOf('$PEPE')).toEqual(['pepe']);
  });

  it('are the same for a number however it is written', () => {
    for (const text of ['20000', '20,000', '20K', '20 thousand', '2만']) expect(wordsOf(text)).toEqual(['20000']);
    for (const text of ['2300000', '2.3M', '2.3 million', '2,300,000']) expect(wordsOf(text)).toEqual(['2300000']);
    expect(wordsOf('1억원')).toEqual(['100000000']);
  });

  it('keep a percentage apart from the bare number', () => {
    expect(wordsOf('9%')).toEqual(['9%']);
    expect(wordsOf('9 percent')).toEqual(['9%']);
    expect(wordsOf('9')).toEqual(['9']);
  });

  it('write out short forms of the trade', () => {
    expect(wordsOf('FY2018 PP&E')).toEqual(['2018', 'properti', 'plant', 'equip']);
    expect(wordsOf('fy18 capex')).toEqual(['2018', 'capit', 'expenditur']);
    expect(wordsOf('Q2 R&D')).toEqual(['second', 'quarter', 'research', 'develop']);
  });

  it('join initials and take the owner’s ending away', () => {
    expect(wordsOf("U.S. bank's")).toEqual(['us', 'bank']);
    expect(wordsOf('the exchange’s')).toEqual(['exchang']);
  });

  it('split names of hosts and words run together by a missing blank', () => {
    expect(wordsOf('crypto.com')).toEqual(['crypto', 'com']);
  });

  it('fold full width and accents', () => {
    expect(wordsOf('ＢＴＣ café')).toEqual(['bitcoin', 'cafe']);
  });

  it('drop the particle of a Korean word, and one that hangs on a ticker', () => {
    expect(wordsOf('업비트에서는')).toEqual(['업비트', 'upbit']);
    expect(wordsOf('XRP가 급등')).toEqual(['xrp', '급등']);
  });

  it('keep a short Korean word whole that only looks as if it had a particle', () => {
    expect(wordsOf('회의')).toEqual(['회의']);
  });

  it('give a Korean coin its English name too, so that the languages meet', () => {
    expect(wordsOf('비트코인이')).toEqual(['비트코인', 'bitcoin']);
  });

  it('cut writing without blanks into overlapping pairs', () => {
    expect(wordsOf('比特币')).toEqual(['比特', '特币']);
  });

  it('leave out what is too long to be a word', () => {
    expect(wordsOf(`${'a'.repeat(65)} bank`)).toEqual(['bank']);
  });

  it('are cut from a long stretch of writing without blanks all the same', () => {
    expect(wordsOf('币'.repeat(66))).toEqual(Array.from({ length: 65 }, () => '币币'));
  });

  it('take names of object members as the words they are', () => {
    expect(wordsOf('constructor __proto__ toString')).toEqual(['constructor', 'proto', 'tostr']);
  });

  it('are found in any text without failing, and never hold a blank', () => {
    fc.assert(
      fc.property(fc.string({ unit: LETTER, maxLength: 60 }), (text) => {
        for (const word of wordsOf(text)) expect(word).toMatch(/^[^\s]+$/);
      }),
    );
  });
});
