import { answerApproval, isApprovalOrNothing } from './answer-approval.ts';
import type { ChatCommand } from './command.ts';

export const approve: ChatCommand = {
  name: 'approve',
  aliases: ['승인', '예', '네', 'ok', 'yes', '좋아'],
  usage: '[id]',
  summary: { en: 'Say yes to a proposal', ko: '제안 승인' },
  role: 'trader',
  takesPlain: isApprovalOrNothing,
  run: (args, context) => answerApproval('approve', args, context),
};
