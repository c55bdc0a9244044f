import type { Command } from '../../engine/domain/command.ts';
import { SETTING_WORDS } from '../i18n/setting-words.ts';
import type { Message } from '../message.ts';
import { textMessage } from '../message.ts';
import { settingText } from '../setting-text.ts';
import type { CommandContext } from './command.ts';
import { outcomeMessage } from './outcome-message.ts';

type SettingChangeCommand = Extract<Command, { type: 'setting.change' }>;

/** Carries out a change that was confirmed; one that rests on another value than the present one is shown anew by `line`. */
export async function changeSetting(
  command: SettingChangeCommand,
  line: string,
  context: CommandContext,
): Promise<readonly Message[]> {
  const words = SETTING_WORDS[context.voice.language];
  const { key } = command;
  const setting = context.desk.settings().find((one) => one.key === key);
  const outcome = await context.engine.send(command);
  if (outcome.outcome === 'refused') {
    const refusal = await outcomeMessage(outcome, context);
    return outcome.reason.code === 'setting.moved' ? [refusal, ...(await context.runLine(line))] : [refusal];
  }
  const text = (value: number | string | boolean) =>
    setting === undefined ? String(value) : settingText(value, setting, context.voice);
  const receipt = words.receipt({ key, from: text(command.from ?? setting?.value ?? ''), to: text(command.value) });
  const hint = command.undoes === undefined ? words.takeBack : words.takenBack;
  return [textMessage('receipt', receipt, hint)];
}
