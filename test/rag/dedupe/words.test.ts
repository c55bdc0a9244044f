import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../../rag/dedupe/words.ts';

describe('wordsOf', () => {
  it('drops case, punctuation and the possessive', () => {
    expect(wordsOf('“Strategy’s” Holdings, don’t — rise!')).toEqual(['strategy', 'holdings', 'dont', 'rise']);
  });

  it('writes one figure in one way', () => {
    expect(wordsOf('$2.5M 2.5 million 2,500,000 2.5mn')).toEqual(['2500000', '2500000', '2500000', '2500000']);
    expect(wordsOf('$110K 110,000 3.5% 1억')).toEqual(['110000', '110000', '3.5', '100000000']);
  });

  it('joins initials', () => {
    expect(wordsOf('U.S. and US')).toEqual(['us', 'and', 'us']);
  });

  it('keeps Korean words whole', () => {
    expect(wordsOf('비트코인, 사상 최고가!')).toEqual(['비트코인', '사상', '최고가']);
  });

  it('returns nothing for a text without words', () => {
    expect(wordsOf(' …—!? ')).toEqual([]);
  });
});
