import { z } from 'zod';
import type { Sources } from '../../answers/draft.ts';
import { answerTrades } from '../../answers/trades-answer.ts';
import { coin, when } from './inputs.ts';
import { readTool } from './read-tool.ts';

export function tradesTool(sources: Sources) {
  return readTool(sources, {
    name: 'trades',
    description: 'Closed trades of a coin or of all, in a span: entry, exit, result and why each ended, newest first.',
    input: z.strictObject({ coin, when }),
    asked: (input) => input,
    answer: (topic) => answerTrades(sources, topic),
  });
}
