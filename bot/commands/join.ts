import { textMessage } from '../message.ts';
import { looksLikeInviteCode } from '../people/invite-codes.ts';
import type { ChatCommand } from './command.ts';

/** For whoever is in already and was given a code for more; a stranger's code is taken at the door. */
export const join: ChatCommand = {
  name: 'join',
  aliases: ['참여'],
  usage: '<code>',
  summary: { en: 'Use an invitation code', ko: '초대 코드 사용' },
  role: 'viewer',
  run: async (args, context) => {
    const { text } = context.voice;
    // In a group somebody else could be quicker with it.
    if (context.place.kind === 'group') return [textMessage('error', text.privateOnly)];
    // A word that is no code is no try either.
    if (!looksLikeInviteCode(args)) return [textMessage('error', text.inviteWrong)];
    const { userId, at, displayName: name } = context;
    const result = await context.access.redeem({ code: args, userId, name, at });
    switch (result.outcome) {
      case 'changed':
        return [textMessage('receipt', text.inviteWelcome({ role: result.user.role }))];
      case 'unwritten':
        return [textMessage('error', text.storeAway)];
      case 'refused':
        return [textMessage('error', text.accessRefused[result.why])];
      case 'wrong':
        return [textMessage('error', text.inviteWrong)];
      case 'muted':
        return [];
    }
  },
};
