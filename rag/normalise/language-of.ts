import { FUNCTION_WORDS, TELLING_LETTERS } from './function-words.ts';

const SAMPLE = 4_000;

/** Scripts that, for news, tell the language; those shared by several are refined below. */
const SCRIPTS: readonly (readonly [pattern: RegExp, language: string])[] = [
  [/[\p{Script=Hangul}]/gu, 'ko'],
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 'ja'],
  [/\p{Script=Han}/gu, 'zh'],
  [/\p{Script=Cyrillic}/gu, 'ru'],
  [/\p{Script=Arabic}/gu, 'ar'],
  [/\p{Script=Devanagari}/gu, 'hi'],
  [/\p{Script=Bengali}/gu, 'bn'],
  [/\p{Script=Thai}/gu, 'th'],
  [/\p{Script=Hebrew}/gu, 'he'],
  [/\p{Script=Greek}/gu, 'el'],
  [/\p{Script=Tamil}/gu, 'ta'],
  [/\p{Script=Georgian}/gu, 'ka'],
  [/\p{Script=Armenian}/gu, 'hy'],
];
const LATIN = /\p{Script=Latin}/gu;
// A syllable of Hangul or a Chinese character says as much as two or three letters; names and tickers stay Latin in it.
const DENSE = new Set(['ko', 'ja', 'zh']);
const DENSE_WEIGHT = 3;
const LETTER_VOTE = 2;
// One small word is no evidence: `May`, `Sam`, `No` and `Das` stand in English headlines as well.
const MIN_VOTES = 2;

const VOTES = votesByWord();

/**
 * Returns the language as ISO 639-1 (`tl` for Tagalog and Filipino), or `und` where there is no letter. Other scripts
 * tell by themselves; Latin text by its small words, and where it has none of them (`Bitcoin ETF inflows hit record`)
 * it is taken as English, which crypto headlines without small words nearly always are.
 */
export function languageOf(text: string): string {
  const sample = text.slice(0, SAMPLE);
  const latin = count(sample, LATIN);
  const scripts = SCRIPTS.map(([pattern, language]) => {
    return { language, weight: count(sample, pattern) * (DENSE.has(language) ? DENSE_WEIGHT : 1) };
  });
  const first = scripts.reduce((best, one) => (one.weight > best.weight ? one : best));
  if (first.weight === 0 && latin === 0) return 'und';
  return first.weight > latin ? refine(first.language, sample) : latinLanguage(sample);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function refine(language: string, text: string): string {
  // Japanese is written with Chinese characters too, but never for long without its own.
  if (language === 'zh') return count(text, /[\p{Script=Hiragana}\p{Script=Katakana}]/gu) > 0 ? 'ja' : 'zh';
  if (language === 'ru') return /[іїєґ]/iu.test(text) ? 'uk' : 'ru';
  if (language === 'ar') return /[پچژگ]/u.test(text) ? 'fa' : 'ar';
  return language;
}

function latinLanguage(text: string): string {
  const lower = text.toLowerCase();
  const votes = new Map<string, number>();
  const vote = (language: string, weight: number) => votes.set(language, (votes.get(language) ?? 0) + weight);
  for (const word of lower.match(/\p{L}+/gu) ?? []) {
    const languages = VOTES.get(word) ?? [];
    // A word that several languages share says less about each.
    for (const language of languages) vote(language, 1 / languages.length);
  }
  for (const [letters, language] of TELLING_LETTERS) {
    // Names bring foreign letters; they count where the language's words are there too, or where English ones are not.
    if (letters.test(lower) && (votes.has(language) || !votes.has('en'))) vote(language, LETTER_VOTE);
  }
  let [winner, most] = ['en', votes.get('en') ?? 0];
  for (const [language, weight] of votes) {
    if (weight >= MIN_VOTES && weight > most) [winner, most] = [language, weight];
  }
  return winner;
}

function votesByWord(): ReadonlyMap<string, readonly string[]> {
  const languages = new Map<string, string[]>();
  for (const [language, words] of Object.entries(FUNCTION_WORDS)) {
    for (const word of words) languages.set(word, [...(languages.get(word) ?? []), language]);
  }
  return languages;
}
