import { SETTING_WORDS } from '../i18n/setting-words.ts';
import type { Message } from '../message.ts';
import { textMessage } from '../message.ts';
import { mayDo } from '../people/access.ts';
import type { PendingConfirmation } from '../people/confirmations.ts';
import { changeSetting } from './change-setting.ts';
import type { ChatCommand, CommandContext } from './command.ts';
import { giveRole } from './give-role.ts';
import { outcomeMessage } from './outcome-message.ts';

/** A price further away than this is not the one that was shown. */
const MAX_DRIFT_FRACTION = 0.01;

const CANCEL = /^(?:cancel|no|취소|아니요)$/i;

export const confirm: ChatCommand = {
  name: 'confirm',
  aliases: ['확인'],
  usage: '<code>|cancel',
  summary: { en: 'Send what was shown back to you', ko: '확인 코드로 실행' },
  role: 'trader',
  takesPlain: (args) => /^\d{4}$/.test(args),
  run: async (args, context) => {
    const { text, language } = context.voice;
    if (CANCEL.test(args)) {
      context.dropConfirmation();
      return [textMessage('receipt', SETTING_WORDS[language].nothingChanged)];
    }
    const result = context.answerConfirmation(args.trim());
    if (result.outcome === 'confirmed') return send(result.pending, context);
    const sentences = { none: text.confirmNone, wrong: text.confirmWrong, expired: text.confirmExpired } as const;
    return [textMessage('error', sentences[result.outcome])];
  },
};

async function send(pending: PendingConfirmation, context: CommandContext): Promise<readonly Message[]> {
  const { text, format } = context.voice;
  if (!mayDo(context.role, pending.role)) return [textMessage('error', text.needsRole({ role: pending.role }))];
  const { command } = pending;
  if (command.type === 'role.grant') return [await giveRole(command, context)];
  if (command.type === 'setting.change') return changeSetting(command, pending.line, context);
  const drift = driftSince(pending, context);
  if (drift > MAX_DRIFT_FRACTION) {
    const moved = textMessage('error', text.confirmDrifted({ drift: format.percent(drift) }));
    return [moved, ...(await context.runLine(pending.line))];
  }
  return [await outcomeMessage(await context.engine.send(command), context)];
}

function driftSince({ quoted }: PendingConfirmation, context: CommandContext): number {
  if (quoted === null) return 0;
  const now = context.desk.market(quoted.symbol)?.price;
  return now === undefined ? 0 : Math.abs(now / quoted.price - 1);
}
