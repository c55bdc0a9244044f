import { z } from 'zod';
import type { Sources } from '../../answers/draft.ts';
import { answerMarket } from '../../answers/market-answer.ts';
import { coin } from './inputs.ts';
import { readTool } from './read-tool.ts';

export function marketTool(sources: Sources) {
  return readTool(sources, {
    name: 'market',
    description: 'The price of a coin now, its change over an hour and a day, RSI and spread; all coins with null.',
    input: z.strictObject({ coin }),
    asked: (input) => input,
    answer: (topic) => answerMarket(sources, topic),
  });
}
