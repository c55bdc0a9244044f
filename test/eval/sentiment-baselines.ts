import { lexiconScorer } from '../../rag/sentiment/lexicon-scorer.ts';
import { type ToneLabel, toneLabel } from '../../rag/sentiment/tone-label.ts';
import type { LabelledText } from './sentiment-sets.ts';
import { sharedCsv } from './shared-data.ts';

export interface Baseline {
  readonly name: string;
  tone(text: string): number;
  label(text: string): ToneLabel;
}

/** The product's own scorer, which reads each text as a headline. */
export const ourScorer: Baseline = {
  name: lexiconScorer.name,
  tone: (text) => lexiconScorer.score({ title: { en: text }, body: {} }),
  label: (text) => toneLabel(lexiconScorer.score({ title: { en: text }, body: {} })),
};

/** The commonest class, whatever is said. */
export function majority(rows: readonly LabelledText[]): Baseline {
  const counts = new Map<ToneLabel, number>();
  for (const { label } of rows) counts.set(label, (counts.get(label) ?? 0) + 1);
  const [commonest] = [...counts].sort((a, b) => b[1] - a[1]).map(([label]) => label);
  return { name: 'majority', tone: () => 0, label: () => commonest ?? 'neutral' };
}

/** Loughran and McDonald 2011: positive less negative words, lower-cased, no negation. */
export function loughranMcDonald(): Baseline {
  const words = new Map<string, number>();
  for (const { word = '', negative, positive } of sharedCsv('eval/lexicons/loughran_mcdonald_1993_2021.csv.gz')) {
    words.set(word.toLowerCase(), Number(positive) - Number(negative));
  }
  const tone = (text: string) => {
    let total = 0;
    for (const word of text.toLowerCase().match(/[a-z']+/g) ?? []) total += words.get(word) ?? 0;
    return Math.sign(total);
  };
  return { name: 'loughran-mcdonald', tone, label: (text) => signed(tone(text), 0.5) };
}

export function signed(tone: number, from: number): ToneLabel {
  return tone >= from ? 'positive' : tone <= -from ? 'negative' : 'neutral';
}
