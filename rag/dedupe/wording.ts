import { stemmer } from 'stemmer';
import type { BilingualText } from '../document.ts';
import { COMMON_KOREAN, COMMON_KOREAN_WEIGHT } from './common-korean.ts';
import { COMMON_STEMS, RARE_WEIGHT } from './common-stems.ts';
import { hashWord } from './signature.ts';
import { wordsOf } from './words.ts';

/** The words of a headline and of the text's beginning, each with what it says about the event. */
export interface Wording {
  readonly title: WeightedWords;
  /** Headline and lead together. */
  readonly whole: WeightedWords;
  /** False where there is next to nothing but the headline. */
  readonly hasLead: boolean;
}

export interface WeightedWords {
  readonly weights: ReadonlyMap<string, number>;
  /** Euclidean. */
  readonly length: number;
}

/** News says what happened at the beginning; later come background and the site's own words. */
const LEAD_WORDS = 65;
const LEAD_CHARACTERS = 1_000;
const TITLE_CHARACTERS = 400;
/** A lead of fewer words gives nothing to compare. */
const LEAD_MIN_WORDS = 12;
/** A word at or above this weight is rare enough to find a story by. */
const RARE_FROM = 4.5;
const MAX_RARE = 40;

const HANGUL = /\p{Script=Hangul}/u;
const LATIN = /^[a-z]+$/;
/** Endings that mark a noun's part in the sentence; a word of one syllable keeps its last. */
const PARTICLE =
  /(?<=\p{Script=Hangul}{2})(?:에서는|으로는|에게서|에서|에게|으로|까지|부터|보다|처럼|이라고|라고|은|는|이|가|을|를|의|에|로|와|과|도|만)$/u;

const WEIGHTS: ReadonlyMap<string, number> = new Map([
  ...COMMON_STEMS.flatMap(([weight, stems]) =>
    stems
      .trim()
      .split(/\s+/)
      .map((stem) => [stem, weight] as const),
  ),
  ...COMMON_KOREAN.map((word) => [word, COMMON_KOREAN_WEIGHT] as const),
]);

/** Returns the wording of a document, in whatever languages it is in. */
export function wordingOf({ title, body }: { readonly title: BilingualText; readonly body: BilingualText }): Wording {
  const [head, lead] = [wordsIn(title, TITLE_CHARACTERS), wordsIn(body, LEAD_CHARACTERS)];
  return {
    title: weighted(head),
    whole: weighted([...head, ...lead]),
    hasLead: lead.length >= LEAD_MIN_WORDS,
  };
}

/** Returns 0..1: the cosine between two texts' weighted words; 1 where all words are the same, 0 where none is. */
export function likeness(a: WeightedWords, b: WeightedWords): number {
  if (a.length === 0 || b.length === 0) return 0;
  const [small, large] = a.weights.size <= b.weights.size ? [a, b] : [b, a];
  let common = 0;
  for (const [word, weight] of small.weights) if (large.weights.has(word)) common += weight * weight;
  return Math.min(1, common / (a.length * b.length));
}

/** Returns the rare words two texts share. */
export function sharedRareWords(a: WeightedWords, b: WeightedWords): string[] {
  return [...a.weights].filter(([word, weight]) => weight >= RARE_FROM && b.weights.has(word)).map(([word]) => word);
}

/** Returns keys of the rare words, at most 40, each a signed 32-bit integer: texts of one story share several. */
export function rareKeysOf(wording: Wording): number[] {
  const rare = [...wording.whole.weights].filter(([, weight]) => weight >= RARE_FROM);
  return rare.slice(0, MAX_RARE).map(([word]) => hashWord(word) | 0);
}

function wordsIn({ en, ko }: BilingualText, characters: number): string[] {
  return [en, ko].flatMap((text) => wordsOf((text ?? '').slice(0, characters)).slice(0, LEAD_WORDS));
}

function weighted(words: readonly string[]): WeightedWords {
  const weights = new Map<string, number>();
  for (const word of words) {
    const root = rootOf(word);
    weights.set(root, WEIGHTS.get(root) ?? RARE_WEIGHT);
  }
  let square = 0;
  for (const weight of weights.values()) square += weight * weight;
  return { weights, length: Math.sqrt(square) };
}

/** The same words come again and again; a stem is dearer than everything else done to a word. */
const STEMS = new Map<string, string>();
const MAX_STEMS = 50_000;

function stemOf(word: string): string {
  const known = STEMS.get(word);
  if (known !== undefined) return known;
  // A flood of made-up words may not fill the memory.
  if (STEMS.size >= MAX_STEMS) STEMS.clear();
  const stem = stemmer(word);
  STEMS.set(word, stem);
  return stem;
}

function rootOf(word: string): string {
  if (LATIN.test(word)) return stemOf(word);
  return HANGUL.test(word) ? word.replace(PARTICLE, '') : word;
}
