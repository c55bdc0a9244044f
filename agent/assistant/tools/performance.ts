import { z } from 'zod';
import type { Sources } from '../../answers/draft.ts';
import { answerExtremes, answerFees, answerPerformance } from '../../answers/trade-answers.ts';
import { coin, when } from './inputs.ts';
import { joinDrafts } from './join-drafts.ts';
import { readTool } from './read-tool.ts';

export function performanceTool(sources: Sources) {
  return readTool(sources, {
    name: 'performance',
    description: 'Win rate, profit factor, fees and the best and worst trade, of all time or of a span.',
    input: z.strictObject({ coin, when }),
    asked: (input) => input,
    answer: async (topic) =>
      joinDrafts([
        await answerPerformance(sources, topic),
        await answerFees(sources, topic),
        await answerExtremes(sources, topic, 'both'),
      ]),
  });
}
