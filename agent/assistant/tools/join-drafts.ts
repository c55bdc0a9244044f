import type { AnswerSentence } from '../../answers/answer.ts';
import type { Draft } from '../../answers/draft.ts';
import { FactSheet } from '../../answers/fact-sheet.ts';

/** Returns several answers as one: the first gives its outcome, and what two say alike is said once. */
export function joinDrafts(drafts: readonly Draft[]): Draft {
  const sheet = new FactSheet();
  for (const draft of drafts) {
    for (const [citation, fact] of Object.entries(draft.sheet.facts())) {
      const known = sheet.facts()[citation];
      sheet.add(citation, isRecord(known) && isRecord(fact) ? { ...known, ...fact } : fact);
    }
  }
  const sentences = drafts.flatMap((draft) => draft.sentences);
  return {
    outcome: drafts[0]?.outcome ?? 'not-found',
    sentences: sentences.filter((one, index) => sentences.findIndex((other) => isSame(one, other)) === index),
    sheet,
  };
}

function isSame(one: AnswerSentence, other: AnswerSentence): boolean {
  return one.key === other.key && JSON.stringify(one.slots) === JSON.stringify(other.slots);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
