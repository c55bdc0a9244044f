import { textMessage } from '../message.ts';
import { numericId } from '../people/stranger.ts';
import type { ChatCommand } from './command.ts';

/** The one command that a stranger is answered, too: an admin needs the number to let somebody in. */
export const id: ChatCommand = {
  name: 'id',
  aliases: ['아이디'],
  usage: '',
  summary: { en: 'Your own id, for whoever lets you in', ko: '내 아이디 (초대받을 때 사용)' },
  role: 'viewer',
  run: async (_args, context) => [textMessage('answer', numericId(context.userId))],
};
