import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EXAMPLE_DECISION } from '../../../agent/prompt-tests/example-decision.ts';
import { noteProblem } from '../../../agent/reviewers/note-check.ts';
import { quoteEvidence } from '../../../agent/reviewers/quote-evidence.ts';

const evidence = quoteEvidence(EXAMPLE_DECISION, ['plan', 'market', 'indicators', 'news', 'series']);
const problem = (note: string) => noteProblem(note, evidence);

describe('a note', () => {
  test.each([
    'RSI is 65.4 and the hour gained 1.18%.',
    'Up 1.2% in an hour, RSI(14) at 65.4 [market.rsi14].',
    'Solana holds its 24h gain of 2.31% on 1.7x volume.',
    'The stop is 1.20% away, 8.1 ATR.',
    'SOL: reward 2.25 for the risk, see N-41 and N-38.',
    'Fear and greed stands at 71, down from 74.',
    'The report N-41 is 52 minutes old.',
    'Trend and momentum agree, and volume is alive.',
  ])('may say what the evidence says: %s', (note) => {
    expect(problem(note)).toBeNull();
  });

  test.each([
    'RSI is 70.',
    'The hour gained 1.81%.',
    'The hour lost -1.18%.',
    'Price is 171.90.',
    'It rose on 20 May 2025.',
    'At 14:05 it broke out.',
    'BTC leads the way.',
    'Bitcoin leads the way.',
    '비트코인이 오릅니다.',
    'N-99 says so.',
    'RSI is ７０.',
    'Up ½ in a day.',
    'A gain of 18% is likely.',
    'Reward of 2.25% beckons, 40% sure.',
  ])('may say nothing else: %s', (note) => {
    expect(problem(note)).toBe('ungrounded');
  });

  test.each([
    'See https://t.me/pump for more.',
    'Details at pump-signals.io.',
    'Ask @everyone about it.',
    'Mail a@b.co now.',
    '<b>Buy</b> it.',
    '[click](market) here.',
    'Run `rm` first.',
  ])('leads nowhere: %s', (note) => {
    expect(problem(note)).toBe('address');
  });

  test.each(['two\nlines', 'a\u200bb', 'turned \u202eround', 'bell\u0007', ' padded', ''])(
    'is one clean line: %j',
    (note) => {
      expect(problem(note)).toBe('not-one-line');
    },
  );

  test('holds no figure of its own, however it is written', () => {
    const written = fc.constantFrom('about #', 'up #%', 'worth $#', 'RSI #', '#.5 in all', 'N-#', '+#', '#x', '(#)');
    fc.assert(
      fc.property(fc.integer({ min: 1_000, max: 59_999 }), written, (figure, note) => {
        expect(problem(note.replace('#', String(figure)))).toBe('ungrounded');
      }),
      { numRuns: 60 },
    );
  });

  test('is short', () => {
    expect(problem('a'.repeat(280))).toBeNull();
    expect(problem('a'.repeat(281))).toBe('too-long');
  });

  test('is checked against what its writer was shown, not against all there is', () => {
    expect(noteProblem('RSI is 65.4.', quoteEvidence(EXAMPLE_DECISION, ['news']))).toBe('ungrounded');
  });
});
