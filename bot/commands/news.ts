import { findInstruments } from '../parse/symbol.ts';
import { isSymbolOrNothing, readSymbol, refusal, splitSymbol } from './arguments.ts';
import type { ChatCommand, CommandContext } from './command.ts';

export const news: ChatCommand = {
  name: 'news',
  aliases: ['뉴스', '소식'],
  usage: '[symbol] [words…]',
  summary: { en: 'News the desk knew of, or what it said about something', ko: '데스크가 아는 뉴스, 또는 낱말로 찾기' },
  role: 'viewer',
  // "SOL hack news?" is a question; the answerer reads it as one.
  takesPlain: isSymbolOrNothing,
  run: async (args, context) => {
    const { symbol, rest } = splitSymbol(args, context);
    if (symbol === null && isListedTwice(args, context)) {
      const read = readSymbol(args, context);
      if (read.outcome === 'refused') return refusal(read.reason, context);
    }
    return [await context.answerer.news(symbol, rest, context.answerContext)];
  },
};

function isListedTwice(args: string, context: CommandContext): boolean {
  return findInstruments(args, context.desk.instruments()).length > 1;
}
