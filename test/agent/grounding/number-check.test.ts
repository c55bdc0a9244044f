import { describe, expect, it } from 'vitest';
import { checkGrounding } from '../../../agent/grounding/number-check.ts';

const facts = {
  'D-12': {
    at: Date.UTC(2025, 4, 21, 14, 5, 4),
    signal: { symbol: 'SOL/USDT:USDT', reason: { code: 'turtle.breakout', values: { bars: 20, level: 171.42 } } },
    inputs: { market: { price: 171.88, rsi14: 50, change1hFraction: -0.0132 }, portfolio: { equity: 10043.21 } },
    model: { probabilityUp: 0.6137, thresholdUp: 0.5625 },
    order: { quantity: '4.77' },
    sizing: { notional: '819.8676' },
  },
  'T-4': {
    symbol: 'ETH/USDT:USDT',
    net: '-7.5728',
    fees: '0.79',
    closedAt: Date.UTC(2025, 4, 20, 23, 30),
    holdMs: 11_520_000,
  },
  'N-90': {
    title: { en: 'Solana rises 8% as funds return' },
    assets: ['SOL'],
    publishedAt: Date.UTC(2025, 4, 21, 12, 30),
  },
};

const check = (text: string, ...citations: readonly string[]) =>
  checkGrounding([{ text, citations: citations.length === 0 ? ['D-12'] : citations }], facts).ungrounded.map(
    ({ token }) => token,
  );

describe('checking a free text against the records that it cites', () => {
  it.each([
    ['The model gave 61.37% against a threshold of 56.25%.'],
    ['The model gave 61.4%.'],
    ['The model gave 61%.'],
    ['It bought 4.77 SOL for 819.87 USDT.'],
    ['It bought for $820.'],
    ['Equity was 10,043.21 USDT.'],
    ['Equity was about 10k USDT.'],
    ['The price was 171.88 at 14:05 on 21 May 2025.'],
    ['2025-05-21 14:05:04'],
    ['5월 21일 14:05에 가격 171.9'],
    ['The hour had moved -1.32%.'],
    ['It broke the 20-bar level of 171.42.'],
    ['RSI 50.'],
  ])('finds all of it in the record: %s', (text) => expect(check(text)).toEqual([]));

  it.each([
    ['a swapped digit', 'The model gave 63.17%.', ['63.17%']],
    ['a wrong rounding', 'The model gave 61.5%.', ['61.5%']],
    ['an invented size', 'It bought 5 SOL.', ['5 SOL']],
    ['a fraction called a price', 'The price was 0.6137.', ['0.6137']],
    ['the RSI called a price', 'The price was 50.', ['50']],
    ['a price called the RSI', 'RSI 171.88.', ['171.88']],
    ['a quantity in the wrong unit', 'It cost 4.77 USDT.', ['4.77 USDT']],
    ['a wrong minute', 'At 14:06 it bought.', ['14:06']],
    ['a wrong day', 'On 22 May 14:05.', ['22 May 14:05']],
    ['a lost sign', 'It had moved +1.32%.', ['+1.32%']],
    ['another coin', 'It bought BTC.', ['BTC']],
    ['a record that is not cited', 'As T-4 shows.', ['T-4']],
    ['a percentage of nothing', 'The risk is 100% safe.', ['100%']],
  ])('finds out %s', (_what, text, tokens) => expect(check(text)).toEqual(tokens));

  it('looks only where the sentence points', () => {
    expect(check('The trade lost 7.57 USDT.', 'T-4')).toEqual([]);
    expect(check('The trade lost 7.57 USDT.', 'D-12')).toEqual(['7.57 USDT']);
    expect(check('The trade made 7.57 USDT.', 'T-4')).toEqual(['7.57 USDT']);
    expect(check('Held for 3h 12m.', 'T-4')).toEqual([]);
    expect(check('Held for 3h 13m.', 'T-4')).toEqual(['3h 13m']);
  });

  it('lets the words of a title stand as they are, and nothing near them', () => {
    expect(check('“Solana rises 8% as funds return”', 'N-90')).toEqual([]);
    expect(check('Solana rose 18%.', 'N-90')).toEqual(['18%']);
  });

  it('finds out the citation of a figure that is not cited', () => {
    expect(check('As G-funding:binance:BTC shows.', 'N-90')).toEqual(['G-funding:binance:BTC', 'BTC']);
    expect(check('The G-fear-greed says so.', 'N-90')).toEqual(['G-fear-greed']);
  });

  it('finds out a citation that does not exist, and a number without any', () => {
    expect(check('It bought.', 'D-99')).toEqual(['D-99']);
    expect(
      checkGrounding([{ text: 'It bought 4.77 SOL.', citations: [] }], facts).ungrounded.map(({ token }) => token),
    ).toEqual(['4.77 SOL', 'SOL']);
  });

  it('holds a sentence to the fields that it names', () => {
    const at = (path: string) =>
      checkGrounding([{ text: 'It stood at 56.25%.', citations: ['D-12'], paths: [path] }], facts).ungrounded.length;
    expect([at('D-12#model.thresholdUp'), at('D-12#model.probabilityUp')]).toEqual([0, 1]);
  });

  it('reads times in the zone in which they are written', () => {
    const seoul = checkGrounding([{ text: '5월 21일 08:30', citations: ['T-4'] }], facts, { zone: 'Asia/Seoul' });
    expect(seoul.ungrounded).toEqual([]);
  });

  it('names the field that bears a number out', () => {
    const { findings } = checkGrounding([{ text: 'It gave 61.4%.', citations: ['D-12'] }], facts);
    expect(findings).toEqual([{ sentence: 0, token: '61.4%', kind: 'number', path: 'D-12#model.probabilityUp' }]);
  });
});
