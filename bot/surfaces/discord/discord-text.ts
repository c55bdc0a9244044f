import { cleanText } from '../../parse/clean-text.ts';

/**
 * What Discord would obey instead of showing: emphasis, spoilers, code, mentions, timestamps and masked links, addresses
 * and invitations, `:emoji:`, and at the start of a line headings, quotes and lists. It shows what follows a backslash.
 */
const OBEYED = new RegExp(
  [
    String.raw`[\\*_~|\x60<[@]`,
    String.raw`:(?=\/\/|[\w+-]*[a-z][\w+-]*:)`,
    String.raw`(?<=discord(?:app)?\.(?:gg|com|me|io|li))\/`,
  ].join('|'),
  'giu',
);
const OBEYED_AT_START = /(?<=^\s*)[#>+-]|(?<=^\s*\d+)[.)](?=\s)/g;

/** Returns the text on one line, without what is invisible or turns the direction of writing. */
export function discordText(text: string): string {
  return cleanText(text).normalize('NFC').trimEnd();
}

/** Returns a line of somebody's words so that Discord shows it as it is: nothing in it is styled, opened or mentioned. */
export function escapeMarkdown(line: string): string {
  return escapeWithin(line.replace(OBEYED_AT_START, '\u0000$&')).replaceAll('\u0000', '\\');
}

/** Returns the same for words that stand behind others on their line. */
export function escapeWithin(words: string): string {
  return words.replace(OBEYED, (sign) => `\\${sign}`);
}

const JOINED = /^[\p{M}\p{Emoji_Modifier}]$/u;
const MOST_JOINED = 16;

/** Returns at most `limit` UTF-16 units of a line from `start` on: to a space where there is one, never inside a character. */
export function cutLine(text: string, start: number, limit: number): string {
  if (text.length - start <= limit) return text.slice(start);
  const space = text.lastIndexOf(' ', start + limit);
  const end = space > start + limit / 2 ? space : wholeCharacter(text, start, start + limit);
  return text.slice(start, end);
}

function wholeCharacter(text: string, start: number, end: number): number {
  let place = isTrailSurrogate(text, end) ? end - 1 : end;
  const plainEnd = place;
  for (let step = 0; step < MOST_JOINED && place > start; step += 1) {
    if (!JOINED.test(String.fromCodePoint(text.codePointAt(place) ?? 0))) return place;
    place -= isTrailSurrogate(text, place - 1) ? 2 : 1;
  }
  return plainEnd;
}

function isTrailSurrogate(text: string, place: number): boolean {
  const unit = text.charCodeAt(place);
  return unit >= 0xdc00 && unit <= 0xdfff;
}
