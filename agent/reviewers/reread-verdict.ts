import { createHash } from 'node:crypto';
import type { ReviewCall, Verdict } from '../../engine/domain/verdict.ts';
import type { ReviewRequest } from '../../engine/ports/reviewer.ts';
import { loadPrompt, type Prompt } from '../../prompts/prompt-file.ts';
import { recordedVersions } from '../../prompts/prompt-folder.ts';
import { judged } from './language-model-reviewer.ts';
import { REVIEW_PROMPTS } from './review-prompts.ts';
import { reviewQuestion } from './review-question.ts';
import { readVerdict } from './verdict-answer.ts';

/**
 * Returns the verdict that a recorded reply amounts to. Null where it cannot be said: nothing came, it was too long to
 * be kept whole, or the words of the prompt that it answered are not on record.
 */
export function rereadVerdict({ reviewer, latencyMs, call }: Verdict, request: ReviewRequest): Verdict | null {
  const { role } = reviewer;
  if (role === undefined || call === undefined || call.reply === null) return null;
  if (createHash('sha256').update(call.reply).digest('hex') !== call.replySha256) return null;
  const prompt = promptOf(REVIEW_PROMPTS[role], call);
  if (prompt === null) return null;
  const { expected } = reviewQuestion(prompt, role, request);
  return { reviewer, latencyMs, call, ...judged(readVerdict(call.reply, expected)) };
}

/** The prompt as it was then: of the versions on record the one with that name and those words. */
function promptOf(id: string, { prompt, promptSha256 }: ReviewCall): Prompt | null {
  const isMeant = ({ name, sha256 }: Prompt) => name === prompt && sha256 === promptSha256;
  const current = loadPrompt(id);
  return isMeant(current) ? current : (recordedVersions(id).find(isMeant) ?? null);
}
