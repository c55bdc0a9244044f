import type { Figure, Token } from '../entry.ts';
import { englishLexicon, phraseStarts } from './lexicon.ts';
import { emojiTones } from './tones.ts';

// A caller may hand over a whole page; its beginning says what it is about.
const MAX_LENGTH = 4_000;
const LINK = /https?:\/\/\S+|www\.\S+/g;
// "EUR2 .5 m" is how some agencies' tickers arrive.
const SPLIT_DECIMAL = /(\d) ?\.(\d)/g;
const PIECE =
  /(?<emoji>\p{Extended_Pictographic}|[↑↓▲▼])|(?<tag>[$#@][a-z][\w.]*)|(?<figure>(?:[$€£¥₩]|\b(?:eur|usd|gbp|sek|nok|dkk|krw|us\$)\s?)?(?:(?<![\w.])[-+−])?\d[\d,]*(?:\.\d+)?(?:\s?(?:%|pct\b|percent\b|per cent\b|bn\b|billion\b|mn\b|mln\b|million\b|trillion\b|tn\b|thousand\b|[mkb]\b))?)|(?<word>[a-z][a-z&'-]*)|(?<stop>[.;:!—–|…]+|\?)|(?<comma>[,()])/gu;
const CURRENCY = /^(?:[$€£¥₩]|eur|usd|gbp|sek|nok|dkk|krw|us\$)/;
const SCALE: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  mn: 1e6,
  mln: 1e6,
  million: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
  tn: 1e12,
  trillion: 1e12,
};

/** Splits English text into words, figures and marks, with what the lexicon knows of each. */
export function englishTokens(raw: string): readonly Token[] {
  const text = raw
    .slice(0, MAX_LENGTH)
    .toLowerCase()
    .replace(LINK, ' ')
    .replace(/[’`]/g, "'")
    .replace(SPLIT_DECIMAL, '$1.$2');
  return joined(pieces(text));
}

function pieces(text: string): Token[] {
  const tokens: Token[] = [];
  for (const { 0: piece, groups } of text.matchAll(PIECE)) {
    if (groups?.word !== undefined) tokens.push(...spelled(piece));
    else if (groups?.figure !== undefined) tokens.push({ text: piece, figure: figureOf(piece) });
    else if (groups?.comma !== undefined) tokens.push({ text: piece, mark: 'comma' });
    else if (groups?.stop !== undefined) tokens.push({ text: piece, mark: piece === '?' ? 'question' : 'stop' });
    else if (groups?.tag !== undefined) tokens.push({ text: piece, entry: tagged(piece) });
    else tokens.push(emoji(piece));
  }
  return tokens;
}

/** A hyphened word that is not known is read as its parts. */
function spelled(piece: string): readonly Token[] {
  const word = piece.replace(/'s$|'$|-+$/, '');
  if (!word.includes('-') || englishLexicon.has(word)) return [{ text: word, entry: englishLexicon.get(word) }];
  return word.split('-').map((text) => ({ text, entry: englishLexicon.get(text) }));
}

/** A cashtag is the share or coin itself; a hashtag is the word behind it. */
function tagged(piece: string): Token['entry'] {
  if (piece.startsWith('$')) return { role: 'subject', sign: 1, weight: 1, own: 0 };
  return piece.startsWith('#') ? englishLexicon.get(piece.slice(1)) : undefined;
}

function emoji(text: string): Token {
  const weight = Object.hasOwn(emojiTones, text) ? emojiTones[text] : undefined;
  return weight === undefined ? { text, entry: englishLexicon.get(text) } : { text, entry: { role: 'tone', weight } };
}

function figureOf(piece: string): Figure | undefined {
  const digits = /[-−]?\d[\d,]*(?:\.\d+)?/.exec(piece)?.[0] ?? '';
  const plain = Number(digits.replace('−', '-').replaceAll(',', ''));
  const suffix = /[a-z%]+$/.exec(piece)?.[0] ?? '';
  const currency = CURRENCY.exec(piece)?.[0] ?? '';
  if (suffix === '%' || suffix === 'pct' || suffix === 'percent' || suffix === 'cent')
    return { value: plain, unit: '%' };
  const scale = Object.hasOwn(SCALE, suffix) ? (SCALE[suffix] ?? 1) : 1;
  if (currency === '' && scale === 1) return isYearOrDay(digits) ? undefined : { value: plain, unit: '' };
  return { value: plain * scale, unit: currency };
}

function isYearOrDay(digits: string): boolean {
  return /^(?:19|20)\d\d$|^\d{1,2}$/.test(digits);
}

/** Puts the words of a set phrase together, the longest first. */
function joined(tokens: readonly Token[]): readonly Token[] {
  const out: Token[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token === undefined) continue;
    const phrase = phraseAt(tokens, index);
    out.push(phrase?.token ?? token);
    if (phrase !== undefined) index += phrase.length - 1;
  }
  return out;
}

function phraseAt(tokens: readonly Token[], start: number): { token: Token; length: number } | undefined {
  const longest = phraseStarts.get(tokens[start]?.text ?? '') ?? 0;
  for (let length = longest; length > 1; length -= 1) {
    const text = tokens
      .slice(start, start + length)
      .map((token) => token.text)
      .join(' ');
    const entry = englishLexicon.get(text);
    if (entry !== undefined) return { token: { text, entry }, length };
  }
  return undefined;
}
