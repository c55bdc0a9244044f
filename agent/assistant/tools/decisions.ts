import { z } from 'zod';
import { answerDecisions } from '../../answers/decisions-answer.ts';
import type { Sources } from '../../answers/draft.ts';
import { coin, when } from './inputs.ts';
import { readTool } from './read-tool.ts';

const PAGE = 8;

export function decisionsTool(sources: Sources) {
  return readTool(sources, {
    name: 'decisions',
    description: 'The latest decisions, traded or not, with what came of each and why; page 2 holds the older ones.',
    input: z.strictObject({ coin, when, page: z.int().min(1).max(50).nullable().describe('From 1; null for 1.') }),
    asked: ({ coin: named, when: time }) => ({ coin: named, when: time }),
    answer: (topic, { page }) => answerDecisions(sources, topic, { skip: ((page ?? 1) - 1) * PAGE, limit: PAGE }),
  });
}
