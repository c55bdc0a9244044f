import { englishLexicon, koreanLexicon } from './lexicon.ts';
import type { ToneScorer } from './scorer.ts';

// A title says what the report is about; the summary adds colour.
const TITLE_WEIGHT = 2;
// Sets how fast evidence saturates: one strong word alone stays well below 1.
const SATURATION = 4;
const NEGATION_REACH = 3;
const DAMPING = -0.7;

const ENGLISH_NEGATORS = new Set(
  'not no never without cannot neither nor hardly stop stops stopped avoid avoids'.split(' '),
);
// What ends, resists or denies a bad thing is good, and the other way round.
const ENGLISH_TURNERS = /^(end|ease|deni|block|recover|shrug|withstand|reject|dismiss|overturn|fail)/;
const KOREAN_NEGATION_AFTER =
  /^[^\s.,]{0,3}(지\s?않|지\s?못|지\s?는?\s?않|은?\s?없|는?\s?없|\s?아니|\s?해소|\s?진정|\s?막|\s?무산|\s?부인|\s?멈)/;
const KOREAN_NEGATION_BEFORE = /(안|못|비)\s?$/;
const ENDINGS =
  /^(s|es|ed|d|e|ing|er|ers|ment|ments|ion|ions|al|als|y|ies|ied|able|t|ts|ly|ant|ance|or|ors|ists|ism|ic|en|cy|ty)?$/;

/** A small word list for news of money and coins, English and Korean, with negation. No model, no chance. */
export const lexiconScorer: ToneScorer = {
  name: 'lexicon@1',
  score({ title, summary }) {
    const tones = [toneOf(scoreEnglish, title.en, summary.en)];
    if (title.ko !== undefined) tones.push(toneOf(scoreKorean, title.ko, summary.ko ?? ''));
    // The languages say the same thing in different words; one that has no word for it does not dilute the other.
    const heard = tones.filter((tone) => tone !== 0);
    if (heard.length === 0) return 0;
    return round(heard.reduce((sum, tone) => sum + tone, 0) / heard.length);
  },
};

function toneOf(score: (text: string) => number, title: string, summary: string): number {
  const raw = TITLE_WEIGHT * score(title) + score(summary);
  return raw / (Math.abs(raw) + SATURATION);
}

function scoreEnglish(text: string): number {
  const words = text.toLowerCase().match(/[a-z]+(?:['’][a-z]+)?/g) ?? [];
  let total = 0;
  words.forEach((word, index) => {
    const weight = englishWeight(word);
    if (weight === 0) return;
    total += isTurned(words.slice(Math.max(0, index - NEGATION_REACH), index)) ? weight * DAMPING : weight;
  });
  return total;
}

function isTurned(before: readonly string[]): boolean {
  const turns = before.filter(
    (word) => ENGLISH_NEGATORS.has(word) || word.endsWith("n't") || ENGLISH_TURNERS.test(word),
  );
  return turns.length % 2 === 1;
}

/** The longest stem that the word begins with counts, when only an ending follows. */
function englishWeight(word: string): number {
  for (let length = word.length; length >= 2; length -= 1) {
    const weight = Object.hasOwn(englishLexicon, word.slice(0, length))
      ? englishLexicon[word.slice(0, length)]
      : undefined;
    if (weight !== undefined && ENDINGS.test(word.slice(length))) return weight;
  }
  return 0;
}

const KOREAN_STEMS = Object.entries(koreanLexicon).map(([stem, weight]) => ({ stem, weight, pattern: spaced(stem) }));

function scoreKorean(text: string): number {
  let total = 0;
  for (const { weight, pattern } of KOREAN_STEMS) {
    for (const match of text.matchAll(pattern)) {
      const after = text.slice(match.index + match[0].length);
      const before = text.slice(Math.max(0, match.index - 2), match.index);
      const turned = KOREAN_NEGATION_AFTER.test(after) || KOREAN_NEGATION_BEFORE.test(before);
      total += turned ? weight * DAMPING : weight;
    }
  }
  return total;
}

/** Compounds are written with and without a space: 사상최고, 사상 최고. */
function spaced(stem: string): RegExp {
  return new RegExp([...stem].join('\\s?'), 'gu');
}

function round(tone: number): number {
  return Math.round(tone * 10_000) / 10_000 + 0;
}
