import { directionOf } from '../../engine/desk/setting-direction.ts';
import type { SettingValue } from '../../engine/desk/settings.ts';
import type { SettingView } from '../../engine/ports/desk-view.ts';
import { settingMeaning } from '../i18n/setting-meanings.ts';
import { SETTING_WORDS } from '../i18n/setting-words.ts';
import type { Message, Pair } from '../message.ts';
import { lines, message, pairs, section, textMessage } from '../message.ts';
import { settingText } from '../setting-text.ts';
import type { CommandContext } from './command.ts';
import { effectLines } from './setting-effect.ts';
import { standingText } from './setting-now.ts';
import { boundedRangeText } from './setting-value.ts';

export interface WantedChange {
  readonly setting: SettingView;
  readonly to: SettingValue;
  /** The line that asks for the same again. */
  readonly line: string;
  /** Set when it takes an earlier change back: that one's journal entry, and what to say of it. */
  readonly undo?: { readonly seq: number; readonly text: string };
}

/**
 * Shows a change of a setting with what it would have done, and keeps it until it is confirmed. What gives the desk more
 * freedom asks for the code to be typed; what takes some away, for a tap.
 */
export async function previewChange(wanted: WantedChange, context: CommandContext): Promise<Message> {
  const { setting, to, line, undo } = wanted;
  const { voice } = context;
  const words = SETTING_WORDS[voice.language];
  const { key, value: from } = setting;
  const toText = settingText(to, setting, voice);
  if (to === from) return textMessage('answer', words.already({ key, value: toText }));
  const effect = await effectLines({ key, from, to }, context);
  const code = context.askToConfirm({
    command: {
      type: 'setting.change',
      key,
      value: to,
      by: context.userId,
      from,
      ...(undo !== undefined && { undoes: undo.seq }),
    },
    role: 'admin',
    quoted: null,
    line,
  });
  const loosens = directionOf(key, from, to) === 'loosens';
  const confirm = { label: voice.text.confirmChoice, command: `/confirm ${code}` };
  const cancel = { label: words.cancel, command: '/confirm cancel' };
  return message({
    kind: 'proposal',
    title: voice.text.confirmTitle,
    blocks: [
      pairs(previewPairs(wanted, toText, context)),
      section(words.effect, effect),
      lines(loosens ? words.typeCode({ code }) : words.tapOr({ code })),
    ],
    choices: loosens ? [cancel] : [confirm, cancel],
  });
}

function previewPairs({ setting, to, undo }: WantedChange, toText: string, context: CommandContext): readonly Pair[] {
  const { voice } = context;
  const words = SETTING_WORDS[voice.language];
  const { key, value: from } = setting;
  const standing = standingText(key, to, context);
  return [
    [voice.text.setting, key],
    [words.change, `${settingText(from, setting, voice)} → ${toText}`],
    ...(undo === undefined ? [] : [[words.undoLabel, undo.text] as const]),
    [words.means, settingMeaning(key, voice.language)],
    [voice.text.allowed, boundedRangeText(setting, voice)],
    ...(standing === null ? [] : [[words.now, standing] as const]),
  ];
}
