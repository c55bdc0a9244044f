import type { Parsed } from '../parse/parsed.ts';
import { parsed } from '../parse/parsed.ts';
import { readCitation, readSymbol, refusal } from './arguments.ts';
import type { ChatCommand, CommandContext } from './command.ts';

export const why: ChatCommand = {
  name: 'why',
  aliases: ['이유', '왜'],
  usage: '[D-12|T-3|O-5|F-7|symbol]',
  summary: { en: 'Why something was done, from the record', ko: '왜 그렇게 했는지 (기록에서)' },
  role: 'viewer',
  // "why did you buy?" is a question; "why", "why D-12" and "why sol" are the command.
  takesPlain: (args, context) => !args.includes(' ') && readSubject(args, context).outcome === 'parsed',
  run: async (args, context) => {
    const subject = readSubject(args, context);
    if (subject.outcome === 'parsed') return [await context.answerer.why(subject.value, context.answerContext)];
    if (args.includes(' ')) return [await context.answerer.answer(`why ${args}`, context.answerContext)];
    return refusal(subject.reason, context);
  },
};

function readSubject(args: string, context: CommandContext): Parsed<string | null> {
  const word = args.replace(/[?[\]]/g, '').trim();
  if (word === '') return parsed(null);
  const id = readCitation(word, 'DTOFAN', 'D');
  return id === null ? readSymbol(word, context) : parsed(id);
}
