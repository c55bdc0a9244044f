import { lines, message, textMessage } from '../message.ts';
import { CODE_LIFE_MS } from '../people/invite-codes.ts';
import type { ChatCommand } from './command.ts';

export const invite: ChatCommand = {
  name: 'invite',
  aliases: ['초대'],
  usage: 'viewer|trader',
  summary: { en: 'A code that lets somebody in', ko: '초대 코드 만들기' },
  role: 'admin',
  run: async (args, context) => {
    const { text, format } = context.voice;
    const role = args.toLowerCase();
    // An admin is made by name and with a code typed by another admin, never by a code that is passed on.
    if (role !== 'viewer' && role !== 'trader') return [textMessage('error', text.inviteHow)];
    const code = context.access.newCode(role, context.userId, context.at);
    const life = format.duration(CODE_LIFE_MS);
    return [message({ kind: 'answer', title: code, blocks: [lines(text.inviteCode({ role, life, code }))] })];
  },
};
