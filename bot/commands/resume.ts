import type { ChatCommand } from './command.ts';
import { outcomeMessage } from './outcome-message.ts';

export const resume: ChatCommand = {
  name: 'resume',
  aliases: ['재개', '다시시작', '진입재개'],
  usage: '',
  summary: { en: 'Allow entries again', ko: '신규 진입 재개' },
  role: 'trader',
  run: async (_args, context) => {
    const outcome = await context.engine.send({ type: 'entries.resume', by: context.userId });
    return [await outcomeMessage(outcome, context)];
  },
};
