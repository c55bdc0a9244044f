import { SETTING_WORDS } from '../i18n/setting-words.ts';
import { termOf } from '../i18n/template.ts';
import type { Message } from '../message.ts';
import { lines, message, table } from '../message.ts';
import type { RecordedChange } from '../setting-changes.ts';
import { settingChanges } from '../setting-changes.ts';
import { settingText } from '../setting-text.ts';
import type { CommandContext } from './command.ts';
import { pageBlocks, pageChoices, pageOf } from './page.ts';

const SHOWN = 10;

/** Returns one page of the changes of settings, newest first. */
export async function settingHistory(page: number, context: CommandContext): Promise<Message> {
  const { voice } = context;
  const words = SETTING_WORDS[voice.language];
  const shown = pageOf(await settingChanges(context.records), page, SHOWN);
  const block =
    shown.items.length === 0
      ? lines(words.noHistory)
      : table(
          headers(context),
          shown.items.map((one) => row(one, context)),
        );
  return message({
    kind: 'answer',
    // Under the heading of all settings, so that a tap leads from one to the other in one card.
    title: voice.text.settingsTitle,
    blocks: [
      lines(words.historyTitle),
      block,
      ...pageBlocks(shown, voice),
      ...(shown.items.length === 0 ? [] : [lines(words.historyHow)]),
    ],
    choices: [...pageChoices(shown, '/settings history'), { label: words.back, command: '/settings' }],
  });
}

function headers({ voice }: CommandContext): readonly string[] {
  const { text } = voice;
  return ['#', text.timeLabel, text.setting, SETTING_WORDS[voice.language].change, text.userName, text.state];
}

function row(change: RecordedChange, context: CommandContext): readonly string[] {
  const { voice } = context;
  return [
    `#${change.number}`,
    voice.format.time(change.at),
    change.key,
    changeText(change, context),
    termOf(change.by, voice.format),
    fateOf(change, context),
  ];
}

function fateOf({ isUndone, undoes }: RecordedChange, { voice }: CommandContext): string {
  const words = SETTING_WORDS[voice.language];
  if (isUndone) return words.isUndone;
  return undoes === null ? '' : words.isUndo({ number: String(undoes) });
}

/** Returns `60% → 40%`. */
export function changeText(
  { key, from, to }: Pick<RecordedChange, 'key' | 'from' | 'to'>,
  context: CommandContext,
): string {
  const setting = context.desk.settings().find((one) => one.key === key);
  const text = (value: RecordedChange['from']) =>
    setting === undefined ? String(value) : settingText(value, setting, context.voice);
  return `${text(from)} → ${text(to)}`;
}
