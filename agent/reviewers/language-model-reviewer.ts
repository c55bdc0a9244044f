import type { Reason } from '../../engine/domain/reason.ts';
import { reason } from '../../engine/domain/reason.ts';
import type { ReviewerIdentity, ReviewerRole, Verdict } from '../../engine/domain/verdict.ts';
import type { Reviewer } from '../../engine/ports/reviewer.ts';
import type { Prompt } from '../../prompts/prompt-file.ts';
import { quotable } from '../answers/news-facts.ts';
import type { LanguageModel, ModelAnswer } from '../models/model-call.ts';
import { reviewCallOf } from './review-call.ts';
import { reviewQuestion } from './review-question.ts';
import { type ReadVerdict, readVerdict } from './verdict-answer.ts';

export interface LanguageModelReviewerOptions {
  readonly role: ReviewerRole;
  readonly model: LanguageModel;
  readonly prompt: Prompt;
  /** What the desk waits for one vote; it knows the machine, so it goes before what the prompt suggests. */
  readonly deadlineMs: number;
}

type Failure = Extract<ModelAnswer, { outcome: 'failed' }>;

/** Returns a reviewer that asks a language model. What is no sound verdict of that model abstains; it never throws. */
export function createLanguageModelReviewer(options: LanguageModelReviewerOptions): Reviewer {
  const { role, model, prompt, deadlineMs } = options;
  const identity: ReviewerIdentity = { name: model.name, kind: 'language-model', version: prompt.name, role };
  return {
    identity,
    async review(request, signal) {
      const { expected, ...question } = reviewQuestion(prompt, role, request);
      const answer = await model.ask(
        { ...question, purpose: 'review', subject: request.decisionId, deadlineMs },
        signal,
      );
      if (answer.outcome === 'failed') return abstention(identity, answer, deadlineMs);
      const call = reviewCallOf(answer.call, answer.text);
      return { reviewer: identity, latencyMs: 0, call, ...judged(readVerdict(answer.text, expected)) };
    },
  };
}

/** What a verdict is beside who gave it, how and when. */
export type Judged =
  | Pick<Extract<Verdict, { outcome: 'voted' }>, 'outcome' | 'stance' | 'confidence' | 'reasons' | 'note'>
  | Pick<Extract<Verdict, { outcome: 'abstained' }>, 'outcome' | 'reason'>;

/** Returns the vote that a reply amounts to; one that cannot be used is an abstention. */
export function judged(read: ReadVerdict): Judged {
  if (read.outcome === 'unusable') return { outcome: 'abstained', reason: reason(`reviewer.${read.problem}`) };
  const { outcome, stance, confidence, reasons, note } = read;
  // It will stand between quotation marks, and must not end them.
  return { outcome, stance, confidence, reasons, note: note === null ? null : quotable(note) };
}

function abstention(reviewer: ReviewerIdentity, failure: Failure, deadlineMs: number): Verdict {
  const call = failure.call === null ? {} : { call: reviewCallOf(failure.call, null) };
  return { reviewer, latencyMs: 0, ...call, outcome: 'abstained', reason: whyNot(failure, deadlineMs) };
}

/** The detail is a code of its own, so that people read it in words. */
function whyNot({ kind, detail }: Failure, deadlineMs: number): Reason {
  if (detail === 'declined') return reason('reviewer.refused');
  const told = `call.${detail}`;
  switch (kind) {
    case 'late':
      return reason('reviewer.late', { deadlineMs, detail: told });
    case 'refused':
      return reason('reviewer.turned-away', { detail: told });
    case 'unavailable':
    case 'limited':
    case 'malformed':
    case 'over-budget':
    case 'cancelled':
    case 'not-recorded':
      return reason(`reviewer.${kind}`, { detail: told });
  }
}
