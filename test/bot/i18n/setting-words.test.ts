import { expect, test } from 'vitest';
import { EFFECT_WORDS } from '../../../bot/i18n/effect-words.ts';
import { PAGE_WORDS } from '../../../bot/i18n/page-words.ts';
import { settingMeaning } from '../../../bot/i18n/setting-meanings.ts';
import { SETTING_WORDS } from '../../../bot/i18n/setting-words.ts';
import { Settings } from '../../../engine/desk/settings.ts';
import { CONFIG } from '../../engine/desk/desk-world.ts';

const HANGUL = /[가-힣]/;

test('each setting of the desk is told in one sentence of either language', () => {
  for (const { key } of new Settings(CONFIG).views()) {
    expect([key, settingMeaning(key, 'en')]).toEqual([key, expect.stringMatching(/^[A-Z][^가-힣]+\.$/)]);
    expect([key, settingMeaning(key, 'ko')]).toEqual([key, expect.stringMatching(/[가-힣].*니다\.$/)]);
  }
});

test('what is said of settings, effects and pages keeps to its language and to one style of speech', () => {
  for (const words of [SETTING_WORDS, EFFECT_WORDS, PAGE_WORDS]) {
    const texts = (language: 'en' | 'ko') => Object.entries(words[language]).map(([key, text]) => [key, String(text)]);
    expect(texts('en').filter(([, text = '']) => HANGUL.test(text))).toEqual([]);
    const plain = new Set(['receipt', 'groups', 'undoes']);
    expect(texts('ko').filter(([key = '', text = '']) => !plain.has(key) && !HANGUL.test(text))).toEqual([]);
    expect(texts('ko').filter(([, text = '']) => /(?:해요|예요|이에요|어요|네요)[.?!]?['`"]?$/.test(text))).toEqual([]);
  }
});
