import { z } from 'zod';
import type { Sources } from '../../answers/draft.ts';
import { answerScores } from '../../answers/scores-answer.ts';
import { when } from './inputs.ts';
import { readTool } from './read-tool.ts';

export function scoreboardTool(sources: Sources) {
  return readTool(sources, {
    name: 'scoreboard',
    description: 'How often the model and each reviewer were right, how often they abstained, and what they cost.',
    input: z.strictObject({ when }),
    asked: (input) => input,
    answer: (topic) => answerScores(sources, topic),
  });
}
