import { cleanText } from '../parse/clean-text.ts';

/** What the bundled font has a shape for: Latin, Hangul and the signs that prices and sentences need. */
const UNDRAWABLE =
  /[^\x20-\x7e\u00a1-\u00ff\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u2212\u20a9\u20ac\u3131-\u318e\uac00-\ud7a3]+/g;

/**
 * Returns a line as it can be drawn: no control, zero-width or direction-changing characters, and a `?` for each run of
 * letters that the bundled font does not have. No other font stands in, so a picture is the same on every machine.
 */
export function drawableText(text: string): string {
  return cleanText(text)
    .replace(/\u00a0/g, ' ')
    .normalize('NFC')
    .replace(UNDRAWABLE, '?')
    .replace(/ {2,}/g, ' ')
    .trim();
}
