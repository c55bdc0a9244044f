// Numbers keep their decimals; letters keep their marks; an apostrophe inside a word belongs to it.
const WORD = /\p{N}+(?:[.,]\p{N}+)*(?:[kmbt]n?(?![\p{L}\p{N}]))?|[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu;
const NUMBER = /^(\p{N}+(?:[.,]\p{N}+)*)([kmbt]?)n?$/u;
const INITIALS = /(?<![\p{L}\p{N}])((?:\p{L}\.){2,})/gu;
const SCALES: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  mn: 1e6,
  million: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
  t: 1e12,
  trillion: 1e12,
  만: 1e4,
  억: 1e8,
  조: 1e12,
};

/** A word that is a figure, as `wordsOf` writes it. */
export function isFigure(word: string): boolean {
  const first = word.charCodeAt(0);
  return first >= 48 && first <= 57;
}

/**
 * Returns the words of a text in order, lower case and without punctuation. One figure has one spelling: `$2.5M`,
 * `2.5 million` and `2,500,000` are all `2500000`. A possessive 's is dropped, initials are joined (`U.S.` is `us`).
 */
export function wordsOf(text: string): string[] {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(INITIALS, (initials) => initials.replaceAll('.', ''));
  const words: string[] = [];
  for (const found of plain.match(WORD) ?? []) {
    const last = words.at(-1);
    const scale = SCALES[found];
    if (scale !== undefined && last !== undefined && isFigure(last)) words[words.length - 1] = scaled(last, scale);
    else words.push(isFigure(found) ? figure(found) : bare(found));
  }
  return words;
}

function figure(word: string): string {
  const parts = NUMBER.exec(word);
  if (parts === null) return word;
  const [, digits = '', suffix = ''] = parts;
  return scaled(withoutSeparators(digits), SCALES[suffix] ?? 1);
}

/** A comma before three digits groups them; any other comma is a decimal one. */
function withoutSeparators(digits: string): string {
  return digits.replace(/,(?=\d{3}(?!\d))/g, '').replace(/,/g, '.');
}

function scaled(digits: string, scale: number): string {
  const value = Number(digits) * scale;
  // Rounded to what a newspaper prints: 2.3 × 1e6 is not 2299999.9999999995.
  return Number.isFinite(value) ? String(Number(value.toPrecision(9))) : digits;
}

function bare(word: string): string {
  return word.replace(/['’]s$/, '').replace(/['’]/g, '');
}
