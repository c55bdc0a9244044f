import { quotable } from '../answers/news-facts.ts';
import { noteProblem } from '../reviewers/note-check.ts';
import type { RatioEvidence } from './ratio-evidence.ts';

/** Returns a model's reasoning as it may stand between quotation marks, or null where it states what was not told. */
export function groundedNote(reasoning: string, figures: RatioEvidence['figures']): string | null {
  const line = reasoning.trim();
  return noteProblem(line, { ids: [], facts: { account: figures } }) === null ? quotable(line) : null;
}
