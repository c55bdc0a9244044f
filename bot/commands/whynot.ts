import { parseTime } from '../parse/time.ts';
import { readSymbol, refusal, splitSymbol, wordsOf } from './arguments.ts';
import type { ChatCommand, CommandContext } from './command.ts';

export const whynot: ChatCommand = {
  name: 'whynot',
  aliases: ['왜안', 'why-not'],
  usage: '<symbol> [time]',
  summary: { en: 'Why nothing was opened in a coin', ko: '왜 진입하지 않았는지' },
  role: 'viewer',
  takesPlain: (args, context) => args !== '' && splitSymbol(args, context).symbol !== null,
  run: async (args, context) => {
    const { symbol, rest } = splitSymbol(args, context);
    if (symbol === null) return missingSymbol(args, context);
    if (rest === '') return [await context.answerer.whyNot(symbol, null, context.answerContext)];
    const time = parseTime(rest, { now: context.desk.now(), zone: context.voice.zone, towards: 'past' });
    if (time.outcome === 'refused') return refusal(time.reason, context);
    return [await context.answerer.whyNot(symbol, time.value, context.answerContext)];
  },
};

function missingSymbol(args: string, context: CommandContext) {
  const read = readSymbol(wordsOf(args)[0] ?? '', context);
  if (args !== '' && read.outcome === 'refused') return refusal(read.reason, context);
  const markets = context.desk.instruments().map((instrument) => instrument.base);
  return refusal({ code: 'parse.market-missing', values: { markets: markets.join(', ') } }, context);
}
