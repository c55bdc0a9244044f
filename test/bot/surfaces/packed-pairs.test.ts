import fc from 'fast-check';
import { expect, test } from 'vitest';
import { displayWidth } from '../../../bot/surfaces/display-width.ts';
import { packedPairs } from '../../../bot/surfaces/packed-pairs.ts';

test('short pairs share a line, and what says nothing is left out', () => {
  const pairs = [
    ['코인', 'ETH'],
    ['방향', '숏'],
    ['사유', '-'],
    ['답', '거절'],
    ['결과', '진입했다면 -13.19 USDT (손절)'],
  ] as const;
  expect(packedPairs(pairs, 34)).toEqual(['코인: ETH · 방향: 숏 · 답: 거절', '결과: 진입했다면 -13.19 USDT (손절)']);
});

test('a label that ends in a mark gets no second one, and one without a name is its value', () => {
  expect(
    packedPairs(
      [
        ['Why?', 'news'],
        ['', 'held'],
      ],
      34,
    ),
  ).toEqual(['Why? news · held']);
});

test('every value stands whole and in order; only one too long by itself is wider than asked', () => {
  const word = fc.stringMatching(/^[a-z가-힣]{1,12}$/);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(word, word), { maxLength: 12 }),
      fc.integer({ min: 10, max: 60 }),
      (pairs, columns) => {
        const packed = packedPairs(pairs, columns);
        expect(packed.flatMap((line) => line.split(' · '))).toEqual(
          pairs.map(([label, value]) => `${label}: ${value}`),
        );
        for (const line of packed) {
          if (line.includes(' · ')) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
        }
      },
    ),
  );
});
