import { isSymbolOrNothing, readOptionalSymbol, refusal } from './arguments.ts';
import type { ChatCommand } from './command.ts';

export const news: ChatCommand = {
  name: 'news',
  aliases: ['뉴스', '소식'],
  usage: '[symbol]',
  summary: { en: 'News the desk knew of', ko: '데스크가 아는 뉴스' },
  role: 'viewer',
  takesPlain: isSymbolOrNothing,
  run: async (args, context) => {
    const symbol = readOptionalSymbol(args, context);
    if (symbol.outcome === 'refused') return refusal(symbol.reason, context);
    return [await context.answerer.news(symbol.value, context.answerContext)];
  },
};
