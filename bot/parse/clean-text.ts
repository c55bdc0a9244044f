/** The longest line that is read; what is longer is refused as a whole, never cut. */
export const MAX_LINE_LENGTH = 4000;

const ESC = String.fromCharCode(0x1b);
const BELL = String.fromCharCode(0x07);

/** Terminal escape sequences: CSI, OSC, strings (DCS, SOS, PM, APC), and the short ones. */
const ESCAPE_SEQUENCE = new RegExp(
  [
    String.raw`${ESC}\[[0-?]*[ -/]*[@-~]`,
    String.raw`${ESC}\][^${BELL}${ESC}]*(?:${BELL}|${ESC}\\)?`,
    String.raw`${ESC}[PX^_][^${ESC}]*(?:${ESC}\\)?`,
    `${ESC}[ -/]*[0-~]?`,
  ].join('|'),
  'g',
);

/** Controls, and what has no shape of its own: bidirectional, zero-width, fillers, tags. Text must look like what it is. */
const INVISIBLE = /\p{Cc}|\p{Cf}|\p{Default_Ignorable_Code_Point}/gu;
const LONE_SURROGATE = /\p{Cs}/gu;

/** Returns the text on one line, without escape sequences, control, bidirectional and invisible characters. */
export function cleanText(text: string): string {
  return text
    .replace(ESCAPE_SEQUENCE, '')
    .replace(/[\t\n\r\u2028\u2029]+/g, ' ')
    .replace(INVISIBLE, '')
    .replace(LONE_SURROGATE, '\ufffd');
}

/** Returns a cleaned line in one spelling: full-width letters and digits as ASCII, single spaces, trimmed. */
export function normalLine(text: string): string {
  return cleanText(text).normalize('NFKC').replace(/\s+/g, ' ').trim();
}
