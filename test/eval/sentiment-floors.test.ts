import { describe, expect, it } from 'vitest';
import { type Baseline, loughranMcDonald, ourScorer } from './sentiment-baselines.ts';
import { accuracy, macroF1 } from './sentiment-measures.ts';
import { sharedSets } from './sentiment-sets.ts';
import { vader } from './sentiment-vader.ts';

/** As stated beside the shared sets: accuracy and macro-F1. */
const STATED = {
  fpb_allagree: { vader: [0.558, 0.479], 'loughran-mcdonald': [0.666, 0.502] },
  fpb_50agree: { vader: [0.535, 0.479], 'loughran-mcdonald': [0.632, 0.505] },
  tfns_valid: { vader: [0.51, 0.455], 'loughran-mcdonald': [0.615, 0.459] },
  fiqa_sa_posts: { vader: [0.369, 0.31], 'loughran-mcdonald': [0.214, 0.234] },
  semeval17_headlines: { vader: [0.486, 0.459], 'loughran-mcdonald': [0.306, 0.319] },
} as const;

const sets = new Map(sharedSets().map(({ name, rows }) => [name, rows]));

function figures({ label }: Baseline, set: string): readonly number[] {
  const judged = (sets.get(set) ?? []).map((row) => ({ truth: row.label, said: label(row.text) }));
  return [accuracy(judged), macroF1(judged)];
}

describe.skipIf(sets.size === 0)(
  'on the shared sentiment sets (skipped where they do not lie beside the checkout)',
  () => {
    it.each(Object.entries(STATED))('the lexicons of others reach their stated figures on %s', (set, stated) => {
      for (const baseline of [vader(), loughranMcDonald()]) {
        const expected = stated[baseline.name as keyof typeof stated];
        figures(baseline, set).forEach((figure, index) => {
          expect(Math.abs(figure - (expected[index] ?? 0))).toBeLessThanOrEqual(0.01);
        });
      }
    });

    it('our scorer is ten points of macro-F1 above the best of them on PhraseBank', () => {
      expect(figures(ourScorer, 'fpb_50agree')[1]).toBeGreaterThan(0.505 + 0.1);
      expect(figures(ourScorer, 'fpb_allagree')[1]).toBeGreaterThan(0.502 + 0.1);
    });

    it('our scorer is above the majority class on financial tweets', () => {
      const [right, macro] = figures(ourScorer, 'tfns_valid');
      expect(right).toBeGreaterThan(0.666);
      expect(macro).toBeGreaterThan(0.459 + 0.1);
    });
  },
);
