import { isSymbolOrNothing, readOptionalSymbol, refusal } from './arguments.ts';
import type { ChatCommand } from './command.ts';

export const mood: ChatCommand = {
  name: 'mood',
  aliases: ['분위기', '심리', 'sentiment', '공포탐욕', 'fng'],
  usage: '[symbol]',
  summary: { en: 'Mood of the news, fear and greed, funding', ko: '뉴스 분위기, 공포탐욕지수, 펀딩비' },
  role: 'viewer',
  takesPlain: isSymbolOrNothing,
  run: async (args, context) => {
    const symbol = readOptionalSymbol(args, context);
    if (symbol.outcome === 'refused') return refusal(symbol.reason, context);
    return [await context.answerer.mood(symbol.value, context.answerContext)];
  },
};
