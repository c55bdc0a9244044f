import { answerApproval, isApprovalOrNothing } from './answer-approval.ts';
import type { ChatCommand } from './command.ts';

export const decline: ChatCommand = {
  name: 'decline',
  aliases: ['거절', '아니요', '아니', 'no', 'reject', '싫어'],
  usage: '[id]',
  summary: { en: 'Say no to a proposal', ko: '제안 거절' },
  role: 'trader',
  takesPlain: isApprovalOrNothing,
  run: (args, context) => answerApproval('decline', args, context),
};
