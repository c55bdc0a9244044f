import { answerApproval, isApprovalOrNothing } from './answer-approval.ts';
import type { ChatCommand } from './command.ts';

export const half: ChatCommand = {
  name: 'half',
  aliases: ['반만', '절반만', '반'],
  usage: '[id]',
  summary: { en: 'Say yes to half of it', ko: '제안의 절반만 승인' },
  role: 'trader',
  takesPlain: isApprovalOrNothing,
  run: (args, context) => answerApproval('half', args, context),
};
