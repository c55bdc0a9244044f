/** Names that people give a coin; the short one is what the rest of the house calls it. */
export const coinNames: Readonly<Record<string, readonly string[]>> = {
  BTC: ['bitcoin', 'btc', 'xbt', '비트코인', '비트', '빗코'],
  ETH: ['ethereum', 'ether', 'eth', '이더리움', '이더'],
  XRP: ['ripple', 'xrp', '리플', '엑스알피'],
  SOL: ['solana', 'sol', '솔라나', '솔'],
  DOGE: ['dogecoin', 'doge', '도지코인', '도지'],
  ADA: ['cardano', 'ada', '카르다노', '에이다'],
  BNB: ['bnb', '비앤비'],
  AVAX: ['avalanche', 'avax', '아발란체'],
  TRX: ['tron', 'trx', '트론'],
  LTC: ['litecoin', 'ltc', '라이트코인'],
  SUI: ['sui', '수이'],
  SHIB: ['shiba', 'shib', '시바이누'],
};

// One syllable is also part of many other words (솔직히, 해솔): it counts only before what can follow a name.
const SHORT_KOREAN = 2;
const AFTER_SHORT_NAME =
  '(?=$|[^가-힣]|은|는|이|가|을|를|도|만|로|의|왜|안|얼마|뉴스|시세|지금|샀|팔|사[고는지냐니]?|산|매)';
const BEFORE_SHORT_NAME = '(?<=^|[^가-힣]|왜|안|어제|오늘|지금|아까|방금|그때|그|근데|혹시)';

/** Returns the coins that a text names, in order of appearance; a near miss counts when nothing is named exactly. */
export function coinsIn(lower: string, known: readonly string[]): readonly string[] {
  const exact = find(lower, patternsOf(known));
  return exact.length > 0 ? exact : nearMisses(lower, known);
}

function patternsOf(known: readonly string[]): readonly { coin: string; pattern: RegExp }[] {
  const coins = [...new Set([...known, ...Object.keys(coinNames)])];
  return coins.flatMap((coin) => namesOf(coin).map((name) => ({ coin, pattern: patternOf(name) })));
}

/** Returns what people call a coin, in lower case. */
export function namesOf(coin: string): readonly string[] {
  return Object.hasOwn(coinNames, coin) ? (coinNames[coin] ?? []) : [coin.toLowerCase()];
}

function patternOf(name: string): RegExp {
  const text = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  if (!/[가-힣]/.test(name)) return new RegExp(`(?<![a-z0-9])${text}(?![a-z0-9])`, 'g');
  return name.length <= SHORT_KOREAN && name !== '비트' && name !== '리플'
    ? new RegExp(`${BEFORE_SHORT_NAME}${text}${name.length === 1 ? AFTER_SHORT_NAME : ''}`, 'g')
    : new RegExp(text, 'g');
}

function find(lower: string, patterns: readonly { coin: string; pattern: RegExp }[]): readonly string[] {
  const hits = patterns.flatMap(({ coin, pattern }) =>
    [...lower.matchAll(pattern)].map(({ index }) => ({ coin, index })),
  );
  return [...new Set(hits.sort((a, b) => a.index - b.index).map(({ coin }) => coin))];
}

/** Only long names are guessed at: `bitcion`, `solona`, 솔라냐, 이더륨. Short ones are too near to ordinary words. */
function nearMisses(lower: string, known: readonly string[]): readonly string[] {
  const words = lower.split(/[^a-z0-9가-힣]+/).filter((word) => word !== '');
  return known.filter((coin) => namesOf(coin).some((name) => words.some((word) => isNear(word, name))));
}

function isNear(word: string, name: string): boolean {
  if (/[가-힣]/.test(name)) return isNearKorean(word, name);
  if (name.length < 6 || Math.abs(word.length - name.length) > 1 || word[0] !== name[0]) return false;
  return distance([...word], [...name]) <= (name.length >= 7 ? 2 : 1);
}

/** Compared by letters (jamo), at the beginning of a word: a particle may follow. */
function isNearKorean(word: string, name: string): boolean {
  if (name.length < 3 || word.charCodeAt(0) < 0xac00) return false;
  const letters = [...name.normalize('NFD')];
  return [name.length, name.length - 1].some(
    (length) => word.length >= length && distance([...word.slice(0, length).normalize('NFD')], letters) <= 2,
  );
}

/** Edits between two words, a swap of neighbours counting as one. */
function distance(a: readonly string[], b: readonly string[]): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + same, swapped ? at(i - 2, j - 2) + 1 : 99),
      );
    }
  }
  return at(a.length, b.length);
}
