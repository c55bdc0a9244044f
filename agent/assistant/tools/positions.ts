import { z } from 'zod';
import { answerHoldings } from '../../answers/account-answers.ts';
import type { Sources } from '../../answers/draft.ts';
import { coin } from './inputs.ts';
import { readTool } from './read-tool.ts';

export function positionsTool(sources: Sources) {
  return readTool(sources, {
    name: 'positions',
    description: 'What is held now: side, quantity, entry, profit and stop of each position.',
    input: z.strictObject({ coin }),
    asked: (input) => input,
    answer: (topic) => answerHoldings(sources, topic),
  });
}
