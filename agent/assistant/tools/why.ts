import { z } from 'zod';
import type { Sources } from '../../answers/draft.ts';
import { answerWhy } from '../../answers/why-answer.ts';
import { coin, reference, when } from './inputs.ts';
import { readTool } from './read-tool.ts';

const side = z
  .enum(['buy', 'sell', 'short', 'close'])
  .nullable()
  .describe('What was done, where the person says so; null for whatever was done.');

export function whyTool(sources: Sources) {
  return readTool(sources, {
    name: 'why',
    description:
      'Why a trade was made: signal, model, reviewers, size, risk rules, approval, fills and result of one decision.',
    input: z.strictObject({ record: reference, coin, side, when }),
    asked: ({ record, coin: named, when: time }) => ({ reference: record, coin: named, when: time }),
    answer: (topic, input) => answerWhy(sources, { ...topic, side: input.side }),
  });
}
