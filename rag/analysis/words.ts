import { stemmer } from 'stemmer';
import { ENGLISH_STOP_WORDS, KOREAN_PARTICLES, KOREAN_STOP_WORDS } from './stop-words.ts';
import { TERM_ALIASES } from './term-aliases.ts';

/** One stretch of writing between blanks or punctuation; joins `20,000`, `U.S`, `R&D` and `bank's`. */
const STRETCH = /[\p{L}\p{N}\p{M}]+(?:[.,'’&][\p{L}\p{N}\p{M}]+)*%?/gu;
const NUMBER = /^(\d+(?:,\d{3})*(?:\.\d+)?)(k|m|mn|mm|b|bn|t|tn|천|만|억|조|%)?(?:원|달러)?$/;
const FISCAL_YEAR = /^(?:fy|cy)(\d{4}|\d{2})$/;
const INITIALS = /^\p{L}(?:\.\p{L})+$/u;
const SHORT_FORM = /^\p{L}{1,2}&\p{L}$/u;
const SCRIPTS =
  /\p{Script=Hangul}+|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+|[^\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+/gu;
const HANGUL = /^\p{Script=Hangul}/u;
const HAN_OR_KANA = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const PLAIN = /^[a-z]+$/;

const SCALES: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  천: 1e3,
  만: 1e4,
  m: 1e6,
  mm: 1e6,
  mn: 1e6,
  million: 1e6,
  억: 1e8,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
  t: 1e12,
  tn: 1e12,
  trillion: 1e12,
  조: 1e12,
};

/** Longer stretches are noise (base64, hex dumps) and would only fill an index, unless they are writing without blanks. */
const LONGEST_STRETCH = 64;

/**
 * Returns the words of a text in order as they are compared: lower case, stemmed (Porter 1980), without stop words,
 * short forms written out, `20K`, `20,000` and `20 thousand` alike, Korean without its particles.
 */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  let numberBefore = false;
  for (const [stretch] of text.normalize('NFKC').toLowerCase().matchAll(STRETCH)) {
    const scaled = numberBefore ? scaleLast(words, stretch) : false;
    if (scaled) {
      numberBefore = false;
      continue;
    }
    for (const word of remember(stretch)) words.push(word);
    numberBefore = NUMBER.test(stretch);
  }
  return words;
}

/**
 * The same stretches come again and again; what they give is kept, up to a bound. Only short ones: V8 keeps a cut of 13
 * characters or more as a view into the whole text, which would then never be freed.
 */
const MEMORY_SIZE = 50_000;
const REMEMBERED_LENGTH = 12;
const memory = new Map<string, readonly string[]>();

function remember(stretch: string): readonly string[] {
  if (stretch.length > REMEMBERED_LENGTH) return wordsOfStretch(stretch);
  const known = memory.get(stretch);
  if (known !== undefined) return known;
  if (memory.size >= MEMORY_SIZE) memory.clear();
  const words = wordsOfStretch(stretch);
  memory.set(stretch, words);
  return words;
}

function scaleLast(words: string[], unit: string): boolean {
  const last = words.at(-1);
  if (last === undefined || last.endsWith('%')) return false;
  if (unit === 'percent') {
    words[words.length - 1] = `${last}%`;
    return true;
  }
  const scale = unit.length > 1 ? SCALES[unit] : undefined;
  if (scale === undefined) return false;
  words[words.length - 1] = plainNumber(Number(last) * scale);
  return true;
}

function wordsOfStretch(stretch: string): readonly string[] {
  if (stretch.length > LONGEST_STRETCH) return pairsAlone(stretch);
  const number = NUMBER.exec(stretch);
  if (number !== null) return [normaliseNumber(number[1] ?? '', number[2])];
  if (INITIALS.test(stretch)) return wordOrAlias(stretch.replaceAll('.', ''));
  if (SHORT_FORM.test(stretch)) return wordOrAlias(stretch);
  const parts = stretch
    .replace(/['’]s$/, '')
    .replace(/['’](?!\d)|%/g, '')
    .split(/[.,&'’]/);
  return parts
    .flatMap((part) => [...part.matchAll(SCRIPTS)])
    .flatMap(([run], index, runs) => {
      const before = runs[index - 1]?.[0];
      return HANGUL.test(run) ? koreanWords(run, before) : HAN_OR_KANA.test(run) ? pairs(run) : westernWords(run);
    });
}

function normaliseNumber(digits: string, unit: string | undefined): string {
  const plain = digits.replaceAll(',', '');
  if (unit === '%') return `${plain}%`;
  const scale = unit === undefined ? undefined : SCALES[unit];
  return scale === undefined ? plain : plainNumber(Number(plain) * scale);
}

/** Rounds away what binary fractions leave behind: 2.3 million is 2300000 and not 2299999.9999999995. */
function plainNumber(value: number): string {
  return String(Number(value.toPrecision(12)));
}

function westernWords(run: string): readonly string[] {
  const year = FISCAL_YEAR.exec(run)?.[1];
  if (year !== undefined) return [year.length === 2 ? `20${year}` : year];
  const number = NUMBER.exec(run);
  if (number !== null) return [normaliseNumber(number[1] ?? '', number[2])];
  return wordOrAlias(run.normalize('NFD').replace(/\p{M}/gu, ''));
}

function wordOrAlias(word: string): readonly string[] {
  if (word === '' || ENGLISH_STOP_WORDS.has(word)) return [];
  const alias = Object.hasOwn(TERM_ALIASES, word) ? TERM_ALIASES[word] : undefined;
  if (alias !== undefined) return alias.split(' ').map(stem);
  return [stem(word)];
}

function stem(word: string): string {
  return PLAIN.test(word) && word.length > 2 ? stemmer(word) : word;
}

/** After a number or a Latin word, as in `BTC가` or `20만`, a particle or unit stands alone and means nothing by itself. */
function koreanWords(run: string, before: string | undefined): readonly string[] {
  if (before !== undefined && KOREAN_PARTICLES.includes(run)) return [];
  const word = withoutParticle(run);
  if (KOREAN_STOP_WORDS.has(word)) return [];
  const alias = Object.hasOwn(TERM_ALIASES, word) ? TERM_ALIASES[word] : undefined;
  return alias === undefined ? [word] : [word, stem(alias)];
}

function withoutParticle(word: string): string {
  const particle = KOREAN_PARTICLES.find((ending) => word.endsWith(ending) && word.length - ending.length >= 2);
  return particle === undefined ? word : word.slice(0, -particle.length);
}

function pairsAlone(stretch: string): readonly string[] {
  return [...stretch.matchAll(SCRIPTS)].flatMap(([run]) => (HAN_OR_KANA.test(run) ? pairs(run) : []));
}

/** Writing without blanks is indexed by overlapping pairs, as Lucene's CJK analyser does. */
function pairs(run: string): readonly string[] {
  const letters = [...run];
  if (letters.length === 1) return letters;
  return letters.slice(1).map((letter, index) => `${letters[index]}${letter}`);
}
