import type { BilingualText } from '../document.ts';

/** More than is kept of any text, so that what follows still sees that it was too long; and little enough to hold. */
export const MAX_TITLE_CHARACTERS = 4_000;
export const MAX_BODY_CHARACTERS = 200_000;

const LOOKED_AT = 2_000;
const KOREAN_FROM = 0.2;

/**
 * Returns a text under the language it is written in: Korean where at least a fifth of its letters are Hangul, or any of
 * them where the source calls itself Korean; otherwise `en`, which also holds what is in neither. Empty for no text.
 */
export function inItsLanguage(raw: string, maxCharacters: number, declared?: string): BilingualText {
  const text = cutText(raw.trim(), maxCharacters);
  if (text === '') return {};
  return isKorean(text.slice(0, LOOKED_AT), declared) ? { ko: text } : { en: text };
}

/** Cuts between characters, never through one. */
export function cutText(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  const last = text.charCodeAt(maxCharacters - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? maxCharacters - 1 : maxCharacters);
}

function isKorean(text: string, declared: string | undefined): boolean {
  const hangul = text.match(/\p{Script=Hangul}/gu)?.length ?? 0;
  if (hangul === 0) return false;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return hangul / letters >= KOREAN_FROM || /^ko\b/i.test(declared ?? '');
}
