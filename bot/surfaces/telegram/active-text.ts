/** A stretch of text in UTF-16 units, the end not included. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * What Telegram would turn into something to tap, asked or not: addresses, @names, #tags, $tags, /commands, phone
 * numbers. Wider than Telegram's own rules (TDLib `find_entities`), which may change and know every top-level domain.
 */
const ACTIVE = new RegExp(
  [
    String.raw`:\/\/`,
    String.raw`[\p{L}\p{M}\p{N}_-]\.[\p{L}\p{M}]{2}`,
    String.raw`\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}`,
    String.raw`@\w`,
    String.raw`#[\p{N}\p{M}_·]*\p{L}`,
    String.raw`\$(?:1INCH|[A-Z])`,
    String.raw`(?<![\p{L}\p{N}_/<>])\/\w`,
    String.raw`\+\d[\d-]{8}`,
  ].join('|'),
  'u',
);

const WORD = /\S+/g;
const LEADING = /^[()[\]"'“”‘’,;:!?]+/;
const TRAILING = /[()[\]"'“”‘’,;:!?.]+$/;

/** Returns the words of a text that Telegram would make active, without the punctuation around them; neighbours as one. */
export function activeRanges(text: string): readonly Range[] {
  const ranges: { start: number; end: number }[] = [];
  for (const match of text.matchAll(WORD)) {
    const [word] = match;
    if (!ACTIVE.test(word)) continue;
    const { start, end } = insidePunctuation(word, match.index);
    const last = ranges.at(-1);
    if (last !== undefined && text.slice(last.end, start) === ' ') last.end = end;
    else ranges.push({ start, end });
  }
  return ranges;
}

function insidePunctuation(word: string, at: number): Range {
  const start = LEADING.exec(word)?.[0].length ?? 0;
  const tail = TRAILING.exec(word.slice(start))?.[0].length ?? 0;
  return { start: at + start, end: at + word.length - tail };
}
