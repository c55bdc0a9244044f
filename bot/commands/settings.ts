import type { SettingView } from '../../engine/ports/desk-view.ts';
import { settingMeaning } from '../i18n/setting-meanings.ts';
import type { SettingGroup } from '../i18n/setting-words.ts';
import { SETTING_WORDS } from '../i18n/setting-words.ts';
import { termOf } from '../i18n/template.ts';
import type { Choice, Message, Pair } from '../message.ts';
import { lines, message, pairs, section, textMessage } from '../message.ts';
import type { RecordedChange } from '../setting-changes.ts';
import { settingChanges } from '../setting-changes.ts';
import { settingText } from '../setting-text.ts';
import { refusal, wordsOf } from './arguments.ts';
import type { ChatCommand, CommandContext } from './command.ts';
import { readPage } from './page.ts';
import { settingHistory } from './setting-history.ts';
import { previewChange } from './setting-preview.ts';
import { boundedRangeText, findSetting, rangeText, readSettingValue } from './setting-value.ts';

const HISTORY = /^(?:history|changes|기록|변경기록|변경|내역)$/i;
const GROUPS: readonly SettingGroup[] = ['risk', 'approval', 'strategy'];

export const settings: ChatCommand = {
  name: 'settings',
  aliases: ['설정', 'set', 'config'],
  usage: '[key [value|default]|history]',
  summary: { en: 'See settings; change one within its limits', ko: '설정 보기와 변경 (한도 안에서)' },
  role: 'viewer',
  roleFor: (args) => (readLine(args).to === 'change' ? 'admin' : 'viewer'),
  takesPlain: (args, context) => {
    const line = readLine(args);
    return !('key' in line) || findSetting(line.key, context.desk.settings()) !== null;
  },
  run: async (args, context) => {
    const line = readLine(args);
    switch (line.to) {
      case 'overview':
        return [await overview(GROUPS, context)];
      case 'group':
        return [await overview([line.group], context)];
      case 'history':
        return [await settingHistory(line.page, context)];
      case 'details':
      case 'change': {
        const setting = findSetting(line.key, context.desk.settings());
        if (setting === null) {
          return [textMessage('error', context.voice.text.unknownSetting({ key: line.key }))];
        }
        return line.to === 'details' ? [await details(setting, context)] : change(setting, line.words, context);
      }
    }
  },
};

type Line =
  | { readonly to: 'overview' }
  | { readonly to: 'group'; readonly group: SettingGroup }
  | { readonly to: 'history'; readonly page: number }
  | { readonly to: 'details'; readonly key: string }
  | { readonly to: 'change'; readonly key: string; readonly words: string };

/** Says what a line wants. The role that it needs is told from the same reading that is carried out. */
function readLine(args: string): Line {
  const [first = '', ...rest] = wordsOf(args.replace('=', ' '));
  const words = rest.join(' ');
  if (first === '') return { to: 'overview' };
  const page = HISTORY.test(first) ? readPage(words) : null;
  if (page !== null) return { to: 'history', page };
  const group = words === '' ? groupNamed(first) : null;
  if (group !== null) return { to: 'group', group };
  return words === '' ? { to: 'details', key: first } : { to: 'change', key: first, words };
}

function groupNamed(word: string): SettingGroup | null {
  const names: Readonly<Record<SettingGroup, RegExp>> = {
    risk: /^(?:risk|위험|리스크)$/i,
    approval: /^(?:approvals?|승인)$/i,
    strategy: /^(?:strategy|strategies|전략)$/i,
  };
  return GROUPS.find((group) => names[group].test(word)) ?? null;
}

async function overview(groups: readonly SettingGroup[], context: CommandContext): Promise<Message> {
  const { voice } = context;
  const words = SETTING_WORDS[voice.language];
  const views = context.desk.settings();
  const isChanged = views.some((one) => one.value !== one.default);
  const history = isChanged ? await settingChanges(context.records) : [];
  const inGroup = (group: SettingGroup) => views.filter(({ key }) => key.startsWith(`${group}.`));
  const sections = groups
    .map((group) => ({ group, told: inGroup(group).map((one) => lineOf(one, history, context)) }))
    .flatMap(({ group, told }) => (told.length === 0 ? [] : [section(words.groups[group], told)]));
  return message({
    kind: 'answer',
    title: voice.text.settingsTitle,
    blocks: [...sections, lines(words.how)],
    choices: groups.length > 1 ? groupChoices(context) : keyChoices(groups.flatMap(inGroup), context),
  });
}

/** What is not as the file has it says who made it so. */
function lineOf(setting: SettingView, history: readonly RecordedChange[], context: CommandContext): string {
  const { voice } = context;
  const value = settingText(setting.value, setting, voice);
  const line = `${setting.key}: ${value} (${rangeText(setting, voice)})`;
  if (setting.value === setting.default) return line;
  return `${line} — ${SETTING_WORDS[voice.language].standard} ${originText(setting, history, context)}`;
}

/** Returns who made a setting what it is, and when; its value in the file at least. */
function originText(setting: SettingView, history: readonly RecordedChange[], context: CommandContext): string {
  const { voice } = context;
  const words = SETTING_WORDS[voice.language];
  const value = settingText(setting.default, setting, voice);
  const last = history.find(({ key }) => key === setting.key);
  if (last === undefined) return value;
  return words.changedBy({ value, who: termOf(last.by, voice.format), time: voice.format.time(last.at) });
}

function groupChoices({ voice }: CommandContext): readonly Choice[] {
  const words = SETTING_WORDS[voice.language];
  const groups = GROUPS.map((group) => ({ label: words.groups[group], command: `/settings ${group}` }));
  return [...groups, { label: words.history, command: '/settings history' }];
}

function keyChoices(shown: readonly SettingView[], { voice }: CommandContext): readonly Choice[] {
  const keys = shown.map(({ key }) => ({ label: key.slice(key.indexOf('.') + 1), command: `/settings ${key}` }));
  return [...keys, { label: SETTING_WORDS[voice.language].back, command: '/settings' }];
}

async function details(setting: SettingView, context: CommandContext): Promise<Message> {
  const { voice } = context;
  const { text } = voice;
  const words = SETTING_WORDS[voice.language];
  const isChanged = setting.value !== setting.default;
  const history = isChanged ? await settingChanges(context.records) : [];
  const group = groupNamed(setting.key.slice(0, setting.key.indexOf('.')));
  const list: readonly Pair[] = [
    [setting.key, settingText(setting.value, setting, voice)],
    [words.means, settingMeaning(setting.key, voice.language)],
    [text.allowed, boundedRangeText(setting, voice)],
    [words.standard, isChanged ? originText(setting, history, context) : settingText(setting.default, setting, voice)],
  ];
  return message({
    kind: 'answer',
    title: text.settingsTitle,
    blocks: [pairs(list)],
    choices: [
      ...valueChoices(setting, context),
      ...(group === null ? [] : [{ label: words.groups[group], command: `/settings ${group}` }]),
      { label: words.back, command: '/settings' },
    ],
  });
}

/** What can be chosen is chosen by a button; it is shown first like any other change. */
function valueChoices(setting: SettingView, { voice }: CommandContext): readonly Choice[] {
  const values = setting.unit === 'flag' ? [true, false] : (setting.choices ?? []);
  return values
    .filter((value) => value !== setting.value)
    .map((value) => ({
      label: settingText(value, setting, voice),
      command: `/settings ${setting.key} ${typeof value === 'boolean' ? (value ? 'on' : 'off') : value}`,
    }));
}

async function change(setting: SettingView, words: string, context: CommandContext): Promise<readonly Message[]> {
  const value = readSettingValue(words, setting, context.voice);
  if (value.outcome === 'refused') return refusal(value.reason, context);
  return [await previewChange({ setting, to: value.value, line: `/settings ${setting.key} ${words}` }, context)];
}
