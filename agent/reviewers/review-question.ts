import type { ReviewerRole } from '../../engine/domain/verdict.ts';
import type { ReviewRequest } from '../../engine/ports/reviewer.ts';
import { type FilledPrompt, type Prompt, PromptError } from '../../prompts/prompt-file.ts';
import type { ModelQuestion } from '../models/model-call.ts';
import { ROLE_FACTORS } from './factors.ts';
import { quoteEvidence } from './quote-evidence.ts';
import { type ExpectedVerdict, RISK_VERDICT_SCHEMA, VERDICT_SCHEMA, verdictSchema } from './verdict-answer.ts';

/** All that a reviewer is asked, and what its answer has to fit to. */
export interface ReviewQuestion extends Pick<ModelQuestion, 'user' | 'answer' | 'maxTokens' | 'deadlineMs'> {
  readonly prompt: FilledPrompt;
  readonly expected: ExpectedVerdict;
}

/** Returns what a role is asked about a decision: the same decision gives the same bytes. Throws PromptError. */
export function reviewQuestion(prompt: Prompt, role: ReviewerRole, request: ReviewRequest): ReviewQuestion {
  const schema = role === 'risk' ? RISK_VERDICT_SCHEMA : VERDICT_SCHEMA;
  if (prompt.schema !== schema) throw new PromptError(`${prompt.name} asks for ${prompt.schema}, not for ${schema}.`);
  if (prompt.hints === null) throw new PromptError(`${prompt.name} has no hints: how long an answer may be and take.`);
  const { text, ...evidence } = quoteEvidence(request, prompt.sees);
  const expected: ExpectedVerdict = { role, evidence };
  return {
    prompt: prompt.fill({
      boundary: evidence.boundary,
      symbol: evidence.symbol,
      factors: ROLE_FACTORS[role].map((factor) => `\`${factor}\``).join(', '),
    }),
    user: text,
    answer: { name: schema.replace('@', '-'), schema: verdictSchema(expected) },
    maxTokens: prompt.hints.maxTokens,
    deadlineMs: prompt.hints.deadlineMs,
    expected,
  };
}
