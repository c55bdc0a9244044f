import { z } from 'zod';
import type { Sources } from '../../answers/draft.ts';
import { answerCounterfactual, answerWhyNot } from '../../answers/why-not-answer.ts';
import { coin, reference, when } from './inputs.ts';
import { joinDrafts } from './join-drafts.ts';
import { readTool } from './read-tool.ts';

export function whyNotTool(sources: Sources) {
  return readTool(sources, {
    name: 'why_not',
    description: 'Why nothing was opened in a coin at a time, and what would have had to differ.',
    input: z.strictObject({ coin, record: reference, when }),
    asked: ({ coin: named, record, when: time }) => ({ coin: named, reference: record, when: time }),
    answer: async (topic) => {
      const asked = { ...topic, side: 'buy' as const };
      const whyNot = await answerWhyNot(sources, asked);
      const decisionId = whyNot.subject?.decisionId ?? null;
      if (decisionId === null) return whyNot;
      return joinDrafts([whyNot, await answerCounterfactual(sources, { ...asked, reference: decisionId })]);
    },
  });
}
