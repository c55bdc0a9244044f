/** A word of a text with its neighbours' marks: `$` before it, `)` after it. */
export interface Token {
  readonly text: string;
  readonly lower: string;
  readonly start: number;
  /** The character just before and just after it; empty at the ends. */
  readonly before: string;
  readonly after: string;
}

// Hangul apart from Latin, because particles stick to tickers: BTC가, XRP의.
const WORD = /[가-힣]+|[\p{Script=Latin}0-9]+|[^\P{L}가-힣\p{Script=Latin}]+/gu;
const ADDRESS = /\bhttps?:\/\/\S+|\bwww\.\S+/gi;

/** Splits a text into words. Web addresses are passed over: a site's name says nothing about its article. */
export function tokensOf(text: string): readonly Token[] {
  const readable = text.includes('://') || text.includes('www.') ? text.replace(ADDRESS, blank) : text;
  return Array.from(readable.matchAll(WORD), (match) => {
    const [word] = match;
    const end = match.index + word.length;
    return {
      text: word,
      lower: word.toLowerCase(),
      start: match.index,
      before: readable[match.index - 1] ?? '',
      after: readable[end] ?? '',
    };
  });
}

/** Whether a token follows the one before it within a name: after one space, dot or hyphen. */
export function follows(tokens: readonly Token[], index: number): boolean {
  const [previous, token] = [tokens[index - 1], tokens[index]];
  if (previous === undefined || token === undefined) return false;
  const gap = token.start - (previous.start + previous.text.length);
  return gap === 1 && /[ .-]/.test(token.before);
}

export function isHangul(text: string): boolean {
  return /^[가-힣]/.test(text);
}

function blank(text: string): string {
  return ' '.repeat(text.length);
}
