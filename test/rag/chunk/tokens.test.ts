import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutPoint, estimateTokens, sizeOf, twelfths } from '../../../rag/chunk/tokens.ts';

describe('estimateTokens', () => {
  it('counts words, and syllables by two thirds', () => {
    expect(estimateTokens('the bank bought ten coins')).toBe(5);
    expect(estimateTokens('비트코인은')).toBe(4);
    expect(estimateTokens('比特币')).toBe(3);
    expect(estimateTokens('')).toBe(0);
  });

  it('counts marks and endless words too', () => {
    expect(estimateTokens('....')).toBe(1);
    expect(estimateTokens('x'.repeat(52))).toBe(11);
    expect(estimateTokens(' '.repeat(25))).toBe(2);
  });
});

describe('cutPoint', () => {
  it('cuts after the last space within the limit', () => {
    expect(cutPoint('one two three four', 0, 18, twelfths(2))).toBe('one two '.length);
    expect(cutPoint('one two', 0, 7, twelfths(2))).toBe(7);
  });

  it('cuts a word only where it is longer than the limit, and never a pair', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.integer({ min: 1, max: 5 }), (text, tokens) => {
        const at = cutPoint(text, 0, text.length, twelfths(tokens));
        expect(at).toBeGreaterThan(0);
        expect(sizeOf(text, 0, at)).toBeLessThanOrEqual(twelfths(tokens));
        expect([...text.slice(0, at), ...text.slice(at)].join('')).toBe(text);
      }),
    );
  });
});
