import { z } from 'zod';
import { answerRisk } from '../../answers/account-answers.ts';
import type { Sources } from '../../answers/draft.ts';
import { answerProfit } from '../../answers/trade-answers.ts';
import { when } from './inputs.ts';
import { joinDrafts } from './join-drafts.ts';
import { readTool } from './read-tool.ts';

export function portfolioTool(sources: Sources) {
  return readTool(sources, {
    name: 'portfolio',
    description: 'Equity, profit and loss over a span, exposure, what the stops risk, and how near the limits are.',
    input: z.strictObject({ when }),
    asked: (input) => input,
    answer: async (topic) => joinDrafts([await answerProfit(sources, topic), await answerRisk(sources, topic)]),
  });
}
