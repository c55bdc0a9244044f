import { wordsOf } from './words.ts';

/** What BM25 counts in a text. */
export interface Terms {
  /** Words, pairs of neighbouring words (`total sale`), and pairs of Korean syllables (`~코인`). */
  readonly counts: ReadonlyMap<string, number>;
  /** How many words there are; the pairs say the same again and are not counted. */
  readonly length: number;
}

/** Stands before a pair of syllables, so that `~코인` is never taken for the word `코인`. */
const SYLLABLE_MARK = '~';
/** Stands between two words; no word holds a blank. */
const PAIR_MARK = ' ';
const HANGUL_WORD = /^[가-힣]+$/;

/** A pair adds to the two words that already counted; a quarter keeps single rare words in front. */
const PAIR_WEIGHT = 0.25;
/** A Korean word of three syllables counts once as a word and once through its two pairs. */
const SYLLABLE_WEIGHT = 0.5;

/**
 * Returns the terms of a text. Korean words stand beside the pairs of their syllables: words run together or carry
 * endings no list holds, and the pairs still meet. Neighbouring words are kept as pairs, since `gross margin` is more
 * than `gross` and `margin` (Metzler and Croft, "A Markov Random Field Model for Term Dependencies", SIGIR 2005).
 */
export function analyse(text: string): Terms {
  const counts = new Map<string, number>();
  const add = (term: string) => counts.set(term, (counts.get(term) ?? 0) + 1);
  const words = wordsOf(text);
  let before: string | undefined;
  for (const word of words) {
    add(word);
    if (before !== undefined) add(before + PAIR_MARK + word);
    before = word;
    if (HANGUL_WORD.test(word)) {
      for (let at = 0; at + 2 <= word.length; at += 1) add(SYLLABLE_MARK + word.slice(at, at + 2));
    }
  }
  return { counts, length: words.length };
}

/** Returns how much a term of a question counts, 0..1, before its IDF. */
export function termWeight(term: string): number {
  if (term.startsWith(SYLLABLE_MARK)) return SYLLABLE_WEIGHT;
  return term.includes(PAIR_MARK) ? PAIR_WEIGHT : 1;
}
