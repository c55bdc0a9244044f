import { byteOrderMark, declaredCharset } from './charset-label.ts';
import { decodeKorean } from './korean-charset.ts';

export interface DecodedText {
  readonly text: string;
  /** The standard's name of the charset that was used, such as `euc-kr`. */
  readonly charset: string;
  /** How many U+FFFD stand in the text: above zero, it was read in the wrong charset, or is damaged. */
  readonly replacements: number;
}

/** Windows-1252 where it differs from Latin-1, 0x80 to 0x9f; the runtime decodes it as Latin-1 (nodejs/node issue 56542). */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/**
 * Returns bytes as text. The charset is that of the byte order mark, the header, the XML prolog or the HTML meta
 * element, in this order, else UTF-8. Where a text is not what it says, the other of UTF-8 and EUC-KR is taken if the
 * text is flawless in that: sites in Korea mix these two up. Never throws; a charset that is not known counts as none.
 */
export function decodeText(bytes: Uint8Array, contentType = ''): DecodedText {
  const mark = byteOrderMark(bytes);
  if (mark !== null) return decodedAs(mark.charset, bytes.subarray(mark.length));

  const declared = declaredCharset(bytes, contentType) ?? 'utf-8';
  const decoded = decodedAs(declared, bytes);
  if (decoded.replacements === 0) return decoded;
  const other = decodedAs(declared === 'utf-8' ? 'euc-kr' : 'utf-8', bytes);
  return other.replacements === 0 && (declared !== 'utf-8' || isKorean(other.text)) ? other : decoded;
}

function decodedAs(charset: string, bytes: Uint8Array): DecodedText {
  const text = textIn(charset, bytes);
  return { text, charset, replacements: text.split('\ufffd').length - 1 };
}

function textIn(charset: string, bytes: Uint8Array): string {
  if (charset === 'euc-kr') return decodeKorean(bytes);
  const text = new TextDecoder(charset).decode(bytes);
  if (charset !== 'windows-1252') return text;
  return text.replace(/[\u0080-\u009f]/g, (control) => WINDOWS_1252.charAt(control.charCodeAt(0) - 0x80));
}

/** By chance a text of another charset is flawless EUC-KR as well, but it is not Hangul then. */
function isKorean(text: string): boolean {
  const foreign = text.match(/[^\p{ASCII}]/gu)?.length ?? 0;
  const hangul = text.match(/[가-힣]/g)?.length ?? 0;
  return hangul * 2 > foreign;
}
