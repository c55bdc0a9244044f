import { lines, message } from '../message.ts';
import type { ChatCommand } from './command.ts';
import { isAtDrawdownLimit } from './gate-lines.ts';
import { outcomeMessage } from './outcome-message.ts';

export const resume: ChatCommand = {
  name: 'resume',
  aliases: ['재개', '다시시작', '진입재개'],
  usage: '',
  summary: { en: 'Allow entries again', ko: '신규 진입 재개' },
  role: 'trader',
  run: async (_args, context) => {
    const { text } = context.voice;
    const command = { type: 'entries.resume', by: context.userId } as const;
    if (!isAtDrawdownLimit(context)) return [await outcomeMessage(await context.engine.send(command), context)];
    // The loss that the limit was set for has happened; to go on is a second decision.
    const code = context.askToConfirm({ command, role: 'trader', quoted: null, line: '/resume' });
    return [message({ kind: 'answer', title: text.resumeTitle, blocks: [lines(text.confirmHow({ code }))] })];
  },
};
