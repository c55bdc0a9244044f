import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withParticle } from '../../../bot/i18n/particle.ts';

describe('Korean particles', () => {
  test.each([
    ['비트코인', '을/를', '비트코인을'],
    ['솔라나', '을/를', '솔라나를'],
    ['BTC', '을/를', 'BTC를'],
    ['SOL', '을/를', 'SOL을'],
    ['ETH', '은/는', 'ETH는'],
    ['XRP', '이/가', 'XRP가'],
    ['3', '을/를', '3을'],
    ['2', '을/를', '2를'],
    ['10', '은/는', '10은'],
    ['1,500', '이/가', '1,500이'],
    ['0.5', '을/를', '0.5를'],
    ['106,412.5', '을/를', '106,412.5를'],
    ['5%', '을/를', '5%를'],
    ['200 USDT', '을/를', '200 USDT를'],
    ['서울', '으로/로', '서울로'],
    ['부산', '으로/로', '부산으로'],
    ['7', '으로/로', '7로'],
    ['6', '으로/로', '6으로'],
    ['SOL', '으로/로', 'SOL로'],
    ['“매수”', '을/를', '“매수”를'],
    ['포지션(롱)', '을/를', '포지션(롱)을'],
    ['', '을/를', '를'],
  ])('%s + %s → %s', (word, pair, expected) => {
    expect(withParticle(word, pair)).toBe(expected);
  });

  test('every word gets one of the two', () => {
    fc.assert(
      fc.property(fc.string(), (word) => {
        expect(['을', '를']).toContain(withParticle(word, '을/를').slice(word.length));
      }),
    );
  });
});
