import type { SettingValue } from '../../engine/desk/settings.ts';
import { estimateOf } from '../../engine/domain/decimal.ts';
import type { SettingView } from '../../engine/ports/desk-view.ts';
import { SETTING_WORDS } from '../i18n/setting-words.ts';
import type { Voice } from '../i18n/voice.ts';
import { parseAmount } from '../parse/number.ts';
import type { Parsed } from '../parse/parsed.ts';
import { parsed, unreadable } from '../parse/parsed.ts';
import { settingText } from '../setting-text.ts';

const DURATION = /^([\d.,]+)\s?(ms|s|sec|초|m|min|분|h|시간|d|일)$/;
const DURATION_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  sec: 1_000,
  초: 1_000,
  m: 60_000,
  min: 60_000,
  분: 60_000,
  h: 3_600_000,
  시간: 3_600_000,
  d: 86_400_000,
  일: 86_400_000,
};

/** Returns the setting that a word names, however it is punctuated. */
export function findSetting(key: string, list: readonly SettingView[]): SettingView | null {
  const plain = (text: string) => text.toLowerCase().replace(/[-_.]/g, '');
  return list.find((one) => plain(one.key) === plain(key)) ?? null;
}

/** Reads a new value of a setting: `2%`, `30m`, `off`, `default`. */
export function readSettingValue(words: string, setting: SettingView, voice: Voice): Parsed<SettingValue> {
  if (/^(?:default|기본값|기본)$/i.test(words)) return parsed(setting.default);
  switch (setting.unit) {
    case 'flag':
      return readFlag(words, voice);
    case 'choice':
      return readChoice(words, setting);
    default:
      return readNumber(words, setting, voice);
  }
}

function readFlag(words: string, voice: Voice): Parsed<boolean> {
  if (/^(?:on|yes|true|켜|켜기|예)$/i.test(words)) return parsed(true);
  if (/^(?:off|no|false|꺼|끄기|아니요)$/i.test(words)) return parsed(false);
  return unreadable('parse.not-a-choice', { text: words, choices: voice.text.flagChoices });
}

function readChoice(words: string, setting: SettingView): Parsed<string> {
  const choice = setting.choices?.find((one) => one.toLowerCase() === words.toLowerCase());
  if (choice !== undefined) return parsed(choice);
  return unreadable('parse.not-a-choice', { text: words, choices: (setting.choices ?? []).join(', ') });
}

function readNumber(words: string, setting: SettingView, voice: Voice): Parsed<number> {
  const [, digits = words, unit = ''] = DURATION.exec(words.toLowerCase()) ?? [];
  const isPercent = words.endsWith('%');
  // Zero switches a limit off or all the way down; it is a value here, unlike in an order.
  const zero = /^0+(?:\.0+)?%?$/.test(words);
  if (setting.unit === 'duration' && unit === '' && !zero) return unreadable('parse.duration-unit', { text: words });
  const amount = zero ? parsed('0') : parseAmount(isPercent ? words.slice(0, -1).trim() : digits);
  if (amount.outcome === 'refused') return amount;
  const scale = isPercent ? 0.01 : setting.unit === 'duration' ? (DURATION_MS[unit] ?? 1) : 1;
  // `2` for a fraction would be 200 %: nobody means that, and nobody is to guess.
  const value = Number((estimateOf(amount.value) * scale).toPrecision(12));
  const tooLow = setting.minimum !== null && value < setting.minimum;
  const tooHigh = setting.maximum !== null && value > setting.maximum;
  if (!tooLow && !tooHigh) return parsed(value);
  const bound = (limit: number | null) => (limit === null ? voice.text.dash : settingText(limit, setting, voice));
  return unreadable('parse.number-out-of-range', { minimum: bound(setting.minimum), maximum: bound(setting.maximum) });
}

/** Returns what a setting may be: `0.50% – 5.00%`, or its choices. */
export function rangeText(setting: SettingView, voice: Voice): string {
  if (setting.unit === 'flag') return voice.text.flagChoices;
  if (setting.choices !== null) return setting.choices.join(', ');
  const bound = (limit: number | null) => (limit === null ? '' : settingText(limit, setting, voice));
  return `${bound(setting.minimum)} – ${bound(setting.maximum)}`;
}

/** Returns the same, and which end of it is the file's. */
export function boundedRangeText(setting: SettingView, voice: Voice): string {
  const words = SETTING_WORDS[voice.language];
  const range = rangeText(setting, voice);
  if (setting.fileBound === 'maximum' && setting.maximum !== null) {
    return `${range} (${words.fileMaximum({ limit: settingText(setting.maximum, setting, voice) })})`;
  }
  if (setting.fileBound === 'minimum' && setting.minimum !== null) {
    return `${range} (${words.fileMinimum({ limit: settingText(setting.minimum, setting, voice) })})`;
  }
  return range;
}
