import { z } from 'zod';
import { answerApprovals } from '../../answers/account-answers.ts';
import type { Sources } from '../../answers/draft.ts';
import { answerOrders } from '../../answers/orders-answer.ts';
import { coin } from './inputs.ts';
import { joinDrafts } from './join-drafts.ts';
import { readTool } from './read-tool.ts';

export function ordersTool(sources: Sources) {
  return readTool(sources, {
    name: 'orders',
    description: 'Orders that are open at the venue, protective stops included, and proposals that wait for a person.',
    input: z.strictObject({ coin }),
    asked: (input) => input,
    answer: async (topic) => joinDrafts([answerOrders(sources, topic), await answerApprovals(sources, topic)]),
  });
}
