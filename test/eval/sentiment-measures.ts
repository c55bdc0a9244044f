import type { ToneLabel } from '../../rag/sentiment/tone-label.ts';

export interface Judged {
  readonly truth: ToneLabel;
  readonly said: ToneLabel;
}

const CLASSES: readonly ToneLabel[] = ['negative', 'neutral', 'positive'];

export function accuracy(judged: readonly Judged[]): number {
  return judged.filter(({ truth, said }) => truth === said).length / judged.length;
}

/** Returns the unweighted mean of the F1 of the three classes; a class never said and never true counts 0. */
export function macroF1(judged: readonly Judged[]): number {
  return CLASSES.reduce((sum, one) => sum + f1(judged, one), 0) / CLASSES.length;
}

function f1(judged: readonly Judged[], one: ToneLabel): number {
  const hits = judged.filter(({ truth, said }) => truth === one && said === one).length;
  const wrong = judged.filter(({ truth, said }) => (truth === one) !== (said === one)).length;
  return hits === 0 ? 0 : (2 * hits) / (2 * hits + wrong);
}

/** Returns Pearson's correlation; 0 where one side never changes. */
export function correlation(pairs: readonly (readonly [number, number])[]): number {
  const mean = (pick: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[pick], 0) / pairs.length;
  const [x, y] = [mean(0), mean(1)];
  let [xy, xx, yy] = [0, 0, 0];
  for (const [a, b] of pairs) {
    xy += (a - x) * (b - y);
    xx += (a - x) ** 2;
    yy += (b - y) ** 2;
  }
  return xx === 0 || yy === 0 ? 0 : xy / Math.sqrt(xx * yy);
}
