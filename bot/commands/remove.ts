import { textMessage } from '../message.ts';
import type { ChatCommand } from './command.ts';
import { personText, readPerson } from './person.ts';

/** One step: whoever should not be here is out at once, and can be invited again. */
export const remove: ChatCommand = {
  name: 'remove',
  aliases: ['내보내기', 'kick'],
  usage: '<id>',
  summary: { en: 'Put somebody out', ko: '사용자 내보내기' },
  role: 'admin',
  run: async (args, context) => {
    const { text } = context.voice;
    const userId = readPerson(args, context);
    if (userId === null) return [textMessage('error', text.removeHow)];
    const change = await context.access.remove({ userId, by: context.userId, at: context.at });
    if (change.outcome === 'refused') return [textMessage('error', text.accessRefused[change.why])];
    const who = personText(change.user);
    if (change.outcome === 'unwritten') return [textMessage('error', text.removeUnwritten({ who }))];
    return [textMessage('receipt', text.removeDone({ who }))];
  },
};
