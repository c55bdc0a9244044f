import type { ChatCommand } from './command.ts';
import { outcomeMessage } from './outcome-message.ts';

export const pause: ChatCommand = {
  name: 'pause',
  aliases: ['일시정지', '중지', '정지', '멈춰'],
  usage: '',
  summary: { en: 'No new entries; exits go on', ko: '신규 진입 중지 (청산은 계속)' },
  role: 'trader',
  run: async (_args, context) => {
    const outcome = await context.engine.send({ type: 'entries.pause', by: context.userId });
    return [await outcomeMessage(outcome, context)];
  },
};
