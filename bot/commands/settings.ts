import { estimateOf } from '../../engine/domain/decimal.ts';
import type { SettingView } from '../../engine/ports/desk-view.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Message } from '../message.ts';
import { lines, message, table, textMessage } from '../message.ts';
import { parseAmount } from '../parse/number.ts';
import type { Parsed } from '../parse/parsed.ts';
import { parsed, unreadable } from '../parse/parsed.ts';
import { refusal, wordsOf } from './arguments.ts';
import type { ChatCommand, CommandContext } from './command.ts';
import { outcomeMessage } from './outcome-message.ts';

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

export const settings: ChatCommand = {
  name: 'settings',
  aliases: ['설정', 'set', 'config'],
  usage: '[key [value|default]]',
  summary: { en: 'See settings; change one within its limits', ko: '설정 보기와 변경 (한도 안에서)' },
  role: 'viewer',
  roleFor: (args) => (wordsOf(args).length > 1 ? 'admin' : 'viewer'),
  run: async (args, context) => {
    const [key = '', ...rest] = wordsOf(args.replace('=', ' '));
    if (key === '') return [overview(context)];
    const setting = findSetting(key, context.desk.settings());
    if (setting === null) return [textMessage('error', context.voice.text.unknownSetting({ key }))];
    return rest.length === 0 ? [details(setting, context.voice)] : change(setting, rest.join(' '), context);
  },
};

function findSetting(key: string, list: readonly SettingView[]): SettingView | null {
  const plain = (text: string) => text.toLowerCase().replace(/[-_.]/g, '');
  return list.find((one) => plain(one.key) === plain(key)) ?? null;
}

function overview(context: CommandContext): Message {
  const { text } = context.voice;
  const rows = context.desk
    .settings()
    .map((one) => [one.key, valueText(one.value, one, context.voice), rangeText(one, context.voice)]);
  return message({
    kind: 'answer',
    title: text.settingsTitle,
    blocks: [table([text.setting, `>${text.value}`, text.allowed], rows), lines(text.settingsHow)],
  });
}

function details(setting: SettingView, voice: Voice): Message {
  const { text } = voice;
  const current = `${setting.key} = ${valueText(setting.value, setting, voice)}`;
  const standard = text.settingDefault({ value: valueText(setting.default, setting, voice) });
  return textMessage('answer', current, `${text.allowed}: ${rangeText(setting, voice)}`, standard);
}

async function change(setting: SettingView, words: string, context: CommandContext): Promise<readonly Message[]> {
  const value = /^(?:default|기본값|기본)$/i.test(words)
    ? parsed(setting.default)
    : readValue(words, setting, context.voice);
  if (value.outcome === 'refused') return refusal(value.reason, context);
  const from = valueText(setting.value, setting, context.voice);
  const outcome = await context.engine.send({
    type: 'setting.change',
    key: setting.key,
    value: value.value,
    by: context.userId,
  });
  if (outcome.outcome === 'refused') return [await outcomeMessage(outcome, context)];
  const to = valueText(value.value, setting, context.voice);
  return [textMessage('receipt', context.voice.text.settingChanged({ key: setting.key, from, to }))];
}

function readValue(words: string, setting: SettingView, voice: Voice): Parsed<number | string | boolean> {
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
  const bound = (limit: number | null) => (limit === null ? voice.text.dash : valueText(limit, setting, voice));
  return unreadable('parse.number-out-of-range', { minimum: bound(setting.minimum), maximum: bound(setting.maximum) });
}

function valueText(value: number | string | boolean, setting: SettingView, voice: Voice): string {
  if (typeof value === 'boolean') return value ? voice.text.on : voice.text.off;
  if (typeof value === 'string') return value;
  switch (setting.unit) {
    case 'fraction':
      return voice.format.percent(value);
    case 'duration':
      return voice.format.duration(value);
    case 'quote':
      return voice.format.money(value);
    default:
      return voice.format.number(value);
  }
}

function rangeText(setting: SettingView, voice: Voice): string {
  if (setting.unit === 'flag') return voice.text.flagChoices;
  if (setting.choices !== null) return setting.choices.join(', ');
  const bound = (limit: number | null) => (limit === null ? '' : valueText(limit, setting, voice));
  return `${bound(setting.minimum)} – ${bound(setting.maximum)}`;
}
