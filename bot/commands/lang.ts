import { isZone } from '../../engine/domain/zone.ts';
import type { Language } from '../i18n/language.ts';
import { textsOf } from '../i18n/voice.ts';
import { textMessage } from '../message.ts';
import { wordsOf } from './arguments.ts';
import type { ChatCommand } from './command.ts';

const LANGUAGE_WORDS: Readonly<Record<string, Language>> = {
  ko: 'ko',
  kr: 'ko',
  korean: 'ko',
  한국어: 'ko',
  한글: 'ko',
  en: 'en',
  english: 'en',
  영어: 'en',
};

const ZONE_WORDS: Readonly<Record<string, string>> = { kst: 'Asia/Seoul', utc: 'UTC', gmt: 'UTC' };

export const lang: ChatCommand = {
  name: 'lang',
  aliases: ['언어', 'language', '한국어', 'english'],
  usage: 'ko|en [zone]',
  summary: { en: 'Language and time zone', ko: '언어와 시간대' },
  role: 'viewer',
  takesPlain: (args) => args === '' || Object.hasOwn(LANGUAGE_WORDS, args.toLowerCase()),
  run: async (args, context) => {
    const [word = '', zoneWord = ''] = wordsOf(args);
    const chosen = languageNamed(word);
    if (chosen === null) return [textMessage('answer', context.voice.text.whichLanguage)];
    const zone = zoneNamed(zoneWord);
    if (zoneWord !== '' && zone === null)
      return [textMessage('error', context.voice.text.unknownZone({ zone: zoneWord }))];
    await context.savePreferences({ language: chosen, fixed: true, zone: zone ?? context.preferences.zone });
    return [textMessage('receipt', textsOf(chosen).languageSet)];
  },
};

function languageNamed(word: string): Language | null {
  const key = word.toLowerCase();
  return Object.hasOwn(LANGUAGE_WORDS, key) ? (LANGUAGE_WORDS[key] ?? null) : null;
}

/** Returns the zone that a word names, or null. */
export function zoneNamed(word: string): string | null {
  const key = word.toLowerCase();
  if (Object.hasOwn(ZONE_WORDS, key)) return ZONE_WORDS[key] ?? null;
  return /^[A-Za-z]+\/[A-Za-z_/+-]+\d*$/.test(word) && isZone(word) ? word : null;
}
