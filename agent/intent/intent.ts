import type { Utterance } from './utterance.ts';

export type IntentName =
  | 'why'
  | 'premise'
  | 'why-not'
  | 'counterfactual'
  | 'reviewers'
  | 'scores'
  | 'holdings'
  | 'profit'
  | 'fees'
  | 'performance'
  | 'extremes'
  | 'last-trade'
  | 'today'
  | 'risk'
  | 'market'
  | 'news'
  | 'mood'
  | 'approvals'
  | 'status'
  | 'help'
  | 'thanks'
  | 'greeting';

/** One kind of question. The intent that fits best is asked; 0 means that it does not fit. */
export interface Intent {
  readonly name: IntentName;
  /** A question of this kind, shown to those who were not understood. */
  readonly example: { readonly ko: string; readonly en: string };
  score(utterance: Utterance): number;
}

/** Tells whether a question says something: in Korean whatever the spacing, in English by whole words. */
export function says(
  { compact, lower }: Pick<Utterance, 'compact' | 'lower'>,
  korean: RegExp,
  english: RegExp,
): boolean {
  return korean.test(compact) || english.test(lower);
}

const WHY =
  /왜|어째서|무슨이유|이유가|이유를|이유는|이유뭐|이유좀|이유알|까닭|무슨근거|근거가|근거는|근거를|뭔근거|뭐보고|뭘보고|어쩌다|무엇때문|뭐때문|뭣때문|뭐땜|판단근거/;
const EN_WHY =
  /\bwhy\b|\bwhy['’]?d\b|\bhow come\b|\bwhat (made|caused|led|drove)\b|\breasons?\b|\brationale\b|\bwhat for\b|\bexplain\b|\bbased on what\b/;

/** Tells whether a question asks for a reason. */
export function asksWhy(utterance: Utterance): boolean {
  return says(utterance, WHY, EN_WHY);
}
