export type Language = 'ko' | 'en';

export const LANGUAGES: readonly Language[] = ['ko', 'en'];

const HANGUL = /[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]/;
const LATIN_WORD = /[A-Za-z]{2,}/;

/** Returns the language that a text is written in, or null when it gives no hint (digits, symbols, a lone letter). */
export function languageOf(text: string): Language | null {
  if (HANGUL.test(text)) return 'ko';
  return LATIN_WORD.test(text) ? 'en' : null;
}

/** Returns the zone in which people of a language read times unless they say otherwise. */
export function defaultZone(language: Language): string {
  return language === 'ko' ? 'Asia/Seoul' : 'UTC';
}
