import type { SettingPreviews } from '../agent/assistant/tools/setting-previews-port.ts';
import { directionOf } from '../engine/desk/setting-direction.ts';
import type { DeskView, SettingView } from '../engine/ports/desk-view.ts';
import type { Records } from '../engine/ports/records.ts';
import { effectLines } from './commands/setting-effect.ts';
import { findSetting, readSettingValue } from './commands/setting-value.ts';
import { deskMoment } from './i18n/desk-moment.ts';
import type { Language } from './i18n/language.ts';
import { settingMeaning } from './i18n/setting-meanings.ts';
import { createVoice } from './i18n/voice.ts';
import { echoOf, unreadable } from './parse/parsed.ts';

/** Shows changes of settings to the assistant, by the same reading and the same look back as the command. */
export function createSettingPreviews(view: DeskView, records: Records): SettingPreviews {
  const voiceIn = (language: Language) =>
    createVoice({
      language,
      zone: 'UTC',
      ...deskMoment(view),
    });
  return {
    async preview(wanted, words) {
      const setting = findSetting(wanted, view.settings());
      if (setting === null) return unreadable('setting.unknown', { key: echoOf(wanted) });
      const { key, value: from } = setting;
      const value = readSettingValue(words, setting, voiceIn('en'));
      if (value.outcome === 'refused') return value;
      if (value.value === from) return unreadable('setting.unchanged', { key, value: value.value });
      const change = { key, from, to: value.value };
      const en = await effectLines(change, { voice: voiceIn('en'), records });
      const ko = await effectLines(change, { voice: voiceIn('ko'), records });
      return {
        outcome: 'shown',
        setting,
        to: value.value,
        loosens: directionOf(key, from, value.value) === 'loosens',
        meaning: { en: settingMeaning(key, 'en'), ko: settingMeaning(key, 'ko') },
        effect: en.map((line, index) => ({ en: line, ko: ko[index] ?? line })),
        command: `/settings ${key} ${writtenValue(value.value, setting)}`,
      };
    },
  };
}

/** Writes a value as the command reads it again: exactly, whatever it is called for people. */
function writtenValue(value: number | string | boolean, { unit }: SettingView): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return unit === 'duration' ? `${value}ms` : String(value);
}
