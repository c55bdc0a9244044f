type Ending = 'vowel' | 'consonant' | 'rieul';

/** How digits are read aloud in Korean: 영 일 이 삼 사 오 육 칠 팔 구. */
const DIGIT_ENDINGS: readonly Ending[] = [
  'consonant',
  'rieul',
  'vowel',
  'consonant',
  'vowel',
  'vowel',
  'consonant',
  'rieul',
  'rieul',
  'vowel',
];

/** Letters whose Korean name ends in a consonant: 엘 엠 엔 알 (L M N R); all others end in a vowel. */
const LETTER_ENDINGS: Readonly<Record<string, Ending>> = { l: 'rieul', r: 'rieul', m: 'consonant', n: 'consonant' };

/** Latin words that people read as a word, not letter by letter. */
const WORD_ENDINGS: Readonly<Record<string, Ending>> = {
  sol: 'rieul',
  usd: 'vowel',
  usdt: 'vowel',
  bitcoin: 'consonant',
  ethereum: 'consonant',
  ripple: 'rieul',
  solana: 'vowel',
  doge: 'vowel',
  panic: 'consonant',
  stop: 'consonant',
  long: 'consonant',
  atr: 'rieul',
  rsi: 'vowel',
  turtle: 'rieul',
};

const SYMBOL_ENDINGS: Readonly<Record<string, Ending>> = { '%': 'vowel', $: 'vowel' };

/**
 * Returns the particle of a pair such as `을/를` (the first after a final consonant, the second after a vowel) that follows `word`,
 * without the word.
 */
export function particleFor(word: string, pair: string): string {
  const [afterConsonant = '', afterVowel = ''] = pair.split('/');
  const ending = endingOf(word);
  // 으로/로 is the exception: after ㄹ it is 로, as after a vowel.
  if (pair === '으로/로') return ending === 'consonant' ? afterConsonant : afterVowel;
  return ending === 'vowel' ? afterVowel : afterConsonant;
}

/** Returns `word` with its particle: `withParticle('BTC', '을/를')` is `BTC를`. */
export function withParticle(word: string, pair: string): string {
  return `${word}${particleFor(word, pair)}`;
}

function endingOf(word: string): Ending {
  const spoken = word.replace(/[\s)\]}'"’”」』.,!?…]+$/u, '');
  const last = spoken.at(-1);
  if (last === undefined) return 'vowel';
  const syllable = last.charCodeAt(0) - 0xac00;
  if (syllable >= 0 && syllable <= 11_171) return syllableEnding(syllable);
  // A whole number that ends in zeros is read 십, 백, 천, 만, 억: all end in a consonant, as does 영.
  if (/\d/.test(last)) return DIGIT_ENDINGS[Number(last)] ?? 'vowel';
  return SYMBOL_ENDINGS[last] ?? latinEnding(spoken);
}

function syllableEnding(syllable: number): Ending {
  const final = syllable % 28;
  if (final === 0) return 'vowel';
  return final === 8 ? 'rieul' : 'consonant';
}

function latinEnding(spoken: string): Ending {
  const word = /[A-Za-z]+$/.exec(spoken)?.[0].toLowerCase() ?? '';
  return WORD_ENDINGS[word] ?? LETTER_ENDINGS[word.at(-1) ?? ''] ?? 'vowel';
}
