import { createHash } from 'node:crypto';
import type { Verdict } from '../../engine/domain/verdict.ts';
import type { ReviewRequest } from '../../engine/ports/reviewer.ts';
import { loadPrompt } from '../../prompts/prompt-file.ts';
import { judged } from './language-model-reviewer.ts';
import { REVIEW_PROMPTS } from './review-prompts.ts';
import { reviewQuestion } from './review-question.ts';
import { readVerdict } from './verdict-answer.ts';

/**
 * Returns the verdict that a recorded reply amounts to. Null where it cannot be said: nothing came, it was too long to
 * be kept whole, or the prompt that it answered is no longer the one at hand.
 */
export function rereadVerdict({ reviewer, latencyMs, call }: Verdict, request: ReviewRequest): Verdict | null {
  const { role } = reviewer;
  if (role === undefined || call === undefined || call.reply === null) return null;
  if (createHash('sha256').update(call.reply).digest('hex') !== call.replySha256) return null;
  const prompt = loadPrompt(REVIEW_PROMPTS[role]);
  if (prompt.name !== call.prompt || prompt.sha256 !== call.promptSha256) return null;
  const { expected } = reviewQuestion(prompt, role, request);
  return { reviewer, latencyMs, call, ...judged(readVerdict(call.reply, expected)) };
}
