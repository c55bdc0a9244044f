import { whyNotAllowed } from '../../engine/desk/settings.ts';
import { SETTING_WORDS } from '../i18n/setting-words.ts';
import { termOf } from '../i18n/template.ts';
import type { Message } from '../message.ts';
import { textMessage } from '../message.ts';
import { cleanText } from '../parse/clean-text.ts';
import { echoOf } from '../parse/parsed.ts';
import type { RecordedChange } from '../setting-changes.ts';
import { settingChanges, standingChanges } from '../setting-changes.ts';
import { settingText } from '../setting-text.ts';
import type { ChatCommand, CommandContext } from './command.ts';
import { changeText } from './setting-history.ts';
import { previewChange } from './setting-preview.ts';

export const undo: ChatCommand = {
  name: 'undo',
  aliases: ['되돌리기', '실행취소'],
  usage: '[number]',
  summary: { en: 'Take back the last change of a setting', ko: '마지막 설정 변경 되돌리기' },
  role: 'admin',
  takesPlain: (args) => args === '' || NUMBER.test(args),
  run: async (args, context) => {
    // What is no number of a change is not taken for the last one.
    if (args !== '' && !NUMBER.test(args)) return [textMessage('error', noChange(args, context))];
    const changes = await settingChanges(context.records);
    const found = NUMBER.test(args) ? numbered(args.replace('#', ''), changes, context) : newest(changes, context);
    return ['kind' in found ? found : await takeBack(found, context)];
  },
};

function noChange(number: string, { voice }: CommandContext): string {
  return SETTING_WORDS[voice.language].noSuchChange({ number: cleanText(echoOf(number)) });
}

const NUMBER = /^#?\d{1,5}$/;

/** The newest that stands, and whose old value is not the present one anyway. */
function newest(changes: readonly RecordedChange[], context: CommandContext): RecordedChange | Message {
  const change = standingChanges(changes).find(({ key, from }) => viewOf(key, context)?.value !== from);
  return change ?? textMessage('answer', SETTING_WORDS[context.voice.language].nothingToUndo);
}

function numbered(
  number: string,
  changes: readonly RecordedChange[],
  context: CommandContext,
): RecordedChange | Message {
  const words = SETTING_WORDS[context.voice.language];
  const change = changes.find((one) => one.number === Number(number));
  if (change === undefined) return textMessage('error', words.noSuchChange({ number }));
  const standing = standingChanges(changes);
  if (!standing.includes(change)) return textMessage('error', words.undoneAlready({ number }));
  const { key } = change;
  const isLater = standing.some((one) => one.key === key && one.number > change.number);
  return isLater ? textMessage('error', words.changedSince({ number, key })) : change;
}

async function takeBack(change: RecordedChange, context: CommandContext): Promise<Message> {
  const { voice } = context;
  const words = SETTING_WORDS[voice.language];
  const { key, from, seq, at, by } = change;
  const number = String(change.number);
  const setting = viewOf(key, context);
  if (setting === null || whyNotAllowed(setting, from) !== null) {
    const value = setting === null ? String(from) : settingText(from, setting, voice);
    return textMessage('error', words.undoNotAllowed({ number, key, value }));
  }
  const [before = '', after = ''] = changeText(change, context).split(' → ');
  const who = termOf(by, voice.format);
  const text = words.undoes({ number, who, time: voice.format.time(at), from: before, to: after });
  return previewChange({ setting, to: from, line: `/undo ${number}`, undo: { seq, text } }, context);
}

function viewOf(key: string, { desk }: CommandContext) {
  return desk.settings().find((one) => one.key === key) ?? null;
}
