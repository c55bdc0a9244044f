/**
 * Sizes are counted in twelfths of a token, so that sums are exact. A word counts one token and, beyond twelve letters,
 * a quarter for each further letter; a Korean syllable two thirds; a Chinese or Japanese character one; any other mark a
 * quarter; spaces after the first a twelfth, so that nothing of length is free.
 */
const TWELFTHS = 12;
const WORD = 12;
const LONG_WORD_LETTER = 3;
const SYLLABLE = 8;
const IDEOGRAPH = 12;
const MARK = 3;
const FURTHER_SPACE = 1;
const LONG_WORD = 12;

type Kind = 'letter' | 'syllable' | 'ideograph' | 'space' | 'mark';

/**
 * Returns about how many tokens an embedding model sees, rounded up: words for languages with spaces, syllables / 1.5
 * for Korean. It is an estimate: the models' own tokenizers differ from each other by more than this does from them.
 */
export function estimateTokens(text: string): number {
  return Math.ceil(sizeOf(text, 0, text.length) / TWELFTHS);
}

/** Returns the size of a part of a text in twelfths of a token. */
export function sizeOf(text: string, start: number, end: number): number {
  let size = 0;
  for (const { added } of walk(text, start, end)) size += added;
  return size;
}

export function twelfths(tokens: number): number {
  return tokens * TWELFTHS;
}

/**
 * Returns where a part that is too long is to be cut: after the last space within the limit or, where a word alone is
 * longer, between two characters. Always after `start`, so that who cuts again and again comes to the end.
 */
export function cutPoint(text: string, start: number, end: number, limit: number): number {
  let [size, afterSpace, at] = [0, start, start];
  for (const { added, kind, next } of walk(text, start, end)) {
    size += added;
    if (size > limit && at > start) return afterSpace > start ? afterSpace : at;
    if (kind === 'space') afterSpace = next;
    at = next;
  }
  return end;
}

interface Step {
  readonly added: number;
  readonly kind: Kind;
  /** Where the next character begins; never inside a surrogate pair. */
  readonly next: number;
}

function* walk(text: string, start: number, end: number): Generator<Step> {
  let [previous, run]: [Kind | null, number] = [null, 0];
  for (let at = start; at < end; ) {
    const code = text.codePointAt(at) ?? 0;
    const kind = kindOf(code);
    run = kind === previous ? run + 1 : 1;
    previous = kind;
    at += code > 0xffff ? 2 : 1;
    yield { added: weigh(kind, run), kind, next: at };
  }
}

function weigh(kind: Kind, run: number): number {
  switch (kind) {
    case 'letter':
      return run === 1 ? WORD : run <= LONG_WORD ? 0 : LONG_WORD_LETTER;
    case 'space':
      return run === 1 ? 0 : FURTHER_SPACE;
    case 'syllable':
      return SYLLABLE;
    case 'ideograph':
      return IDEOGRAPH;
    case 'mark':
      return MARK;
  }
}

function kindOf(code: number): Kind {
  if (code < 0x80) return asciiKind(code);
  if (code === 0xa0 || code === 0x3000 || (code >= 0x2000 && code <= 0x200a) || code === 0x2028) return 'space';
  if (within(code, 0xac00, 0xd7a3) || within(code, 0x1100, 0x11ff) || within(code, 0x3130, 0x318f)) return 'syllable';
  if (within(code, 0x3040, 0x30ff) || within(code, 0x3400, 0x9fff) || within(code, 0xf900, 0xfaff)) return 'ideograph';
  if (within(code, 0x20000, 0x3ffff)) return 'ideograph';
  const mark = code < 0xc0 || within(code, 0x200b, 0x2bff) || within(code, 0x3001, 0x303f) || code >= 0xe000;
  return mark ? 'mark' : 'letter';
}

function asciiKind(code: number): Kind {
  if (code === 0x20 || within(code, 0x09, 0x0d)) return 'space';
  const letter = within(code, 0x30, 0x39) || within(code, 0x41, 0x5a) || within(code, 0x61, 0x7a);
  return letter ? 'letter' : 'mark';
}

function within(code: number, from: number, to: number): boolean {
  return code >= from && code <= to;
}
