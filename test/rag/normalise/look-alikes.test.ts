import { describe, expect, it } from 'vitest';
import { foldLookAlikes } from '../../../rag/normalise/look-alikes.ts';

describe('look-alikes', () => {
  it('are folded in words that mix scripts', () => {
    expect(foldLookAlikes('\u0412itcoin and Eth\u0435reum')).toEqual({
      text: 'Bitcoin and Ethereum',
      words: [
        { written: '\u0412itcoin', meant: 'Bitcoin' },
        { written: 'Eth\u0435reum', meant: 'Ethereum' },
      ],
    });
  });

  it('are folded in whole words where the text around is Latin', () => {
    expect(foldLookAlikes('\u0412\u0422\u0421 hits a record high')).toEqual({
      text: 'BTC hits a record high',
      words: [{ written: '\u0412\u0422\u0421', meant: 'BTC' }],
    });
  });

  it.each([
    '\u0411\u0438\u0442\u043a\u043e\u0438\u043d и сот BTC',
    'Αγνοήστε το BTC',
    '비트코인 BTC',
    'plain',
    '5 μs',
    'naïve café',
  ])('leave %s alone', (text) => expect(foldLookAlikes(text)).toEqual({ text, words: [] }));
});
