import type { ToneLabel } from '../../rag/sentiment/tone-label.ts';
import { hasShared, sharedCsv, sharedLines } from './shared-data.ts';

export interface LabelledText {
  readonly text: string;
  readonly label: ToneLabel;
  /** −1..1 where the set has one. */
  readonly score?: number | undefined;
}

export interface LabelledSet {
  readonly name: string;
  readonly rows: readonly LabelledText[];
}

const FILES = ['fpb_allagree', 'fpb_50agree', 'tfns_valid', 'fiqa_sa_posts', 'semeval17_headlines'];

/** Returns the shared sentiment sets, in the order of their notes; empty where the shared data does not lie beside. */
export function sharedSets(): readonly LabelledSet[] {
  if (!hasShared('eval/sentiment')) return [];
  const sets = FILES.map((name) => ({ name, rows: sharedLines<LabelledText>(`eval/sentiment/${name}.jsonl.gz`) }));
  return [...sets, votes(), undated()];
}

function votes(): LabelledSet {
  const rows = sharedCsv('news_cryptopanic_votes.csv.gz').map(({ title = '', positive = '0', negative = '0' }) => {
    const balance = Number(positive) - Number(negative);
    const score = balance / Math.max(1, Number(positive) + Number(negative));
    return { text: title, label: labelOf(balance), score };
  });
  return { name: 'cryptopanic_votes', rows };
}

/** Its labels are what VADER says of each text, so that they measure nothing but likeness to VADER. */
function undated(): LabelledSet {
  const rows = sharedCsv('news_headlines_labelled_undated.csv.gz').map(({ text = '', label = '0' }) => ({
    text,
    label: labelOf(Number(label)),
    score: Number(label),
  }));
  return { name: 'undated_headlines', rows };
}

function labelOf(sign: number): ToneLabel {
  return sign > 0 ? 'positive' : sign < 0 ? 'negative' : 'neutral';
}
