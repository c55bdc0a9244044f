import { isSymbolOrNothing, readOptionalSymbol, refusal } from './arguments.ts';
import type { ChatCommand } from './command.ts';

export const decisions: ChatCommand = {
  name: 'decisions',
  aliases: ['결정', '판단'],
  usage: '[symbol]',
  summary: { en: 'The latest decisions, taken or not', ko: '최근 판단 (실행 및 보류)' },
  role: 'viewer',
  takesPlain: isSymbolOrNothing,
  run: async (args, context) => {
    const symbol = readOptionalSymbol(args, context);
    if (symbol.outcome === 'refused') return refusal(symbol.reason, context);
    return [await context.answerer.decisions(symbol.value, context.answerContext)];
  },
};
