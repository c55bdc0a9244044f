import { type Certainty, COINS, nameWords } from './coin.ts';
import { NOT_COINS } from './not-coins.ts';
import { follows, isHangul, type Token } from './tokens.ts';

/** A name found in a text: which coin, or null for a phrase that means none, and how many words it took. */
export interface NameHit {
  readonly symbol: string | null;
  readonly certainty: Certainty;
  readonly length: number;
}

interface Entry extends NameHit {
  readonly words: readonly string[];
}

/** What may follow a short Korean name in the same word: particles, and what makes a compound of it. */
const KOREAN_TAIL =
  /^(이|가|은|는|을|를|의|에|도|와|과|로|으로|만|나|이나|까지|부터|보다|에서|에게|에는|에도|처럼|라는|이라는|이란|측|사|랩스|재단|코인|토큰|네트워크|현물|선물|결제|가격|시세|상장|생태계|홀더|고래|기반|관련|등)/;
const LONG_KOREAN_NAME = 4;

const BY_FIRST_WORD: ReadonlyMap<string, readonly Entry[]> = indexNames();
const LONGEST_KOREAN_WORD = Math.max(...[...BY_FIRST_WORD.keys()].filter(isHangul).map((word) => word.length));

/** Returns the longest name that begins at a token, or null. A table of words, so the cost does not grow with the coins. */
export function nameAt(tokens: readonly Token[], index: number): NameHit | null {
  const token = tokens[index];
  if (token === undefined) return null;
  if (!isHangul(token.text)) return longest(BY_FIRST_WORD.get(token.lower) ?? [], tokens, index);
  for (let length = Math.min(token.text.length, LONGEST_KOREAN_WORD); length > 0; length -= 1) {
    const hit = longest(BY_FIRST_WORD.get(token.text.slice(0, length)) ?? [], tokens, index);
    if (hit !== null) return hit;
  }
  return null;
}

function longest(entries: readonly Entry[], tokens: readonly Token[], index: number): NameHit | null {
  return entries.find((entry) => matches(entry, tokens, index)) ?? null;
}

function matches({ words, certainty, symbol }: Entry, tokens: readonly Token[], index: number): boolean {
  const found = words.every((word, offset) => {
    const token = tokens[index + offset];
    if (token === undefined || (offset > 0 && !follows(tokens, index + offset))) return false;
    if (token.lower === word) return true;
    return offset === words.length - 1 && isHangul(word) && hasKoreanTail(token.text, word);
  });
  if (!found || certainty === 'sure' || symbol === null) return found;
  const first = tokens[index]?.text ?? '';
  return isHangul(first) || /^\p{Lu}/u.test(first);
}

/** 비트코인이, 리플은, 비트코인현물: Korean writes particles and compounds without a space. */
function hasKoreanTail(text: string, word: string): boolean {
  if (!text.startsWith(word)) return false;
  return word.length >= LONG_KOREAN_NAME || KOREAN_TAIL.test(text.slice(word.length));
}

function indexNames(): ReadonlyMap<string, readonly Entry[]> {
  const named = COINS.flatMap(({ symbol, names }) =>
    names.map(({ words, certainty }) => ({ symbol, certainty, words, length: words.length })),
  );
  const phrases = NOT_COINS.map((phrase) => {
    const words = nameWords(phrase);
    return { symbol: null, certainty: 'sure' as const, words, length: words.length };
  });
  const index = new Map<string, Entry[]>();
  for (const entry of [...phrases, ...named]) {
    const first = entry.words[0] ?? '';
    index.set(first, [...(index.get(first) ?? []), entry]);
  }
  for (const entries of index.values()) entries.sort((a, b) => b.length - a.length);
  return index;
}
