import { z } from 'zod';
import type { Sources } from '../../answers/draft.ts';
import { answerIndicators } from '../../answers/indicators-answer.ts';
import { oneCoin } from './inputs.ts';
import { readTool } from './read-tool.ts';

export function indicatorsTool(sources: Sources) {
  return readTool(sources, {
    name: 'indicators',
    description:
      'RSI, Bollinger bands, ATR and MACD of a coin on closed bars, and how near each strategy is to an entry.',
    input: z.strictObject({
      coin: oneCoin,
      timeframe: z.enum(['1m', '5m', '15m', '1h']).nullable().describe('The bars; null for 15m.'),
    }),
    asked: (input) => ({ coin: input.coin }),
    answer: (topic, { timeframe }) => answerIndicators(sources, topic, timeframe ?? '15m'),
  });
}
