/** What a terminal draws two columns wide: Hangul, CJK, kana, full-width forms, emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const NO_WIDTH = /^(?:\p{Mn}|\p{Me}|\p{Cf}|\p{Cc}|[\u1160-\u11ff])$/u;

/** Returns the columns that a text takes up in a terminal. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

function characterWidth(character: string): number {
  // Nearly all of it is ASCII: no pattern needs to be asked.
  if (character >= ' ' && character <= '~') return 1;
  if (NO_WIDTH.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** Returns the text filled up with spaces to `width` columns. */
export function padDisplay(text: string, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'left' ? text + space : space + text;
}

/** Returns as much of the text as fits into `width` columns. */
export function cutDisplay(text: string, width: number): string {
  let used = 0;
  let cut = '';
  for (const character of text) {
    used += characterWidth(character);
    if (used > width) return cut;
    cut += character;
  }
  return cut;
}

/** Returns the text in lines of at most `width` columns, broken at spaces where there are any. */
export function wrapDisplay(text: string, width: number): readonly string[] {
  const room = Math.max(2, width);
  const wrapped: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (displayWidth(joined) <= room) {
      line = joined;
      continue;
    }
    if (line !== '') wrapped.push(line);
    const pieces = breakWord(word, room);
    wrapped.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  return [...wrapped, line];
}

function breakWord(word: string, room: number): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const character of word) {
    const width = characterWidth(character);
    if (used + width > room) {
      pieces.push(piece);
      piece = '';
      used = 0;
    }
    piece += character;
    used += width;
  }
  return [...pieces, piece];
}
