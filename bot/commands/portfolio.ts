import { message, pairs } from '../message.ts';
import { accountPairs } from './balance.ts';
import type { ChatCommand } from './command.ts';
import { refreshChoice } from './page.ts';
import { positionsBlock } from './positions.ts';

export const portfolio: ChatCommand = {
  name: 'portfolio',
  aliases: ['포트폴리오', '계좌', '자산', 'pf'],
  usage: '',
  summary: { en: 'Account and positions on one page', ko: '계좌와 포지션을 한눈에' },
  role: 'viewer',
  run: async (_args, context) => [
    message({
      kind: 'answer',
      title: context.voice.text.portfolioTitle,
      blocks: [pairs(accountPairs(context)), positionsBlock(context)],
      choices: [refreshChoice('/portfolio', context.voice)],
    }),
  ],
};
