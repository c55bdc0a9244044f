import type { Reason } from '../../engine/domain/reason.ts';
import { reason } from '../../engine/domain/reason.ts';
import type { SizingAbstention } from '../../engine/domain/sizing.ts';
import type { ReviewCall } from '../../engine/domain/verdict.ts';
import type { AdviceGiven, SizingAdvisor, SizingRequest } from '../../engine/ports/sizing-advisor.ts';
import { loadPrompt, type Prompt, PromptError } from '../../prompts/prompt-file.ts';
import type { LanguageModel, ModelAnswer } from '../models/model-call.ts';
import { reviewCallOf } from '../reviewers/review-call.ts';
import { checkRatioAnswer, RATIO_SCHEMA, ratioSchema } from './ratio-answer.ts';
import { quoteAccount, type RatioEvidence } from './ratio-evidence.ts';
import { groundedNote } from './ratio-note.ts';
import type { RecentTrade } from './recent-trades.ts';

/** Four numbers and two sentences, and some thinking before them where a model cannot be kept from it. */
const MAX_TOKENS = 1_024;
const TRADES_ASKED = 5;

export interface LanguageModelAdvisorOptions {
  readonly model: LanguageModel;
  /** For all of it: waiting for a turn, a second try, and the answer itself. */
  readonly deadlineMs: number;
  /** How the last trades ended, the newest first; nothing is told of them where it is missing. */
  readonly recentTrades?: ((limit: number) => readonly RecentTrade[]) | undefined;
}

/**
 * Returns an advisor that asks a language model how much to put in. What is no whole advice is an abstention with its
 * reason, and then the size stays at the floor of its band. Throws PromptError where the prompt cannot be used.
 */
export function createLanguageModelAdvisor(options: LanguageModelAdvisorOptions): SizingAdvisor {
  const prompt = loadPrompt('investment-ratio');
  if (prompt.schema !== RATIO_SCHEMA) {
    throw new PromptError(`${prompt.name} asks for ${prompt.schema}, and the advisor understands ${RATIO_SCHEMA}.`);
  }
  const { name } = options.model;
  return {
    name,
    async advise(request, signal) {
      const evidence = quoteAccount(request, options.recentTrades?.(TRADES_ASKED) ?? []);
      const answer = await ask(options, prompt, request, evidence, signal);
      return adviceIn(answer, { advisor: name, evidence, deadlineMs: options.deadlineMs });
    },
  };
}

function ask(
  { model, deadlineMs }: LanguageModelAdvisorOptions,
  prompt: Prompt,
  { decisionId }: SizingRequest,
  { boundary, text }: RatioEvidence,
  signal: AbortSignal,
): Promise<ModelAnswer> {
  return model.ask(
    {
      purpose: 'sizing',
      subject: decisionId,
      prompt: prompt.fill({ boundary }),
      user: text,
      answer: { name: 'investment_ratio', schema: ratioSchema() },
      maxTokens: prompt.hints?.maxTokens ?? MAX_TOKENS,
      deadlineMs,
    },
    signal,
  );
}

interface Asked {
  readonly advisor: string;
  readonly evidence: RatioEvidence;
  readonly deadlineMs: number;
}

function adviceIn(answer: ModelAnswer, { advisor, evidence, deadlineMs }: Asked): AdviceGiven {
  if (answer.outcome === 'failed') {
    return abstention(advisor, whyNot(answer, deadlineMs), answer.call && reviewCallOf(answer.call, null));
  }
  const call = reviewCallOf(answer.call, answer.text);
  const checked = checkRatioAnswer(answer.text);
  if (checked.outcome === 'refused') return abstention(advisor, reason('advisor.refused'), call);
  if (checked.outcome === 'malformed') {
    return abstention(advisor, reason('advisor.malformed', { detail: `reviewer.${checked.detail}` }), call);
  }
  const { investmentFraction, maxLossFraction, takeProfitFraction, reasoning } = checked;
  const note = groundedNote(reasoning, {
    ...evidence.figures,
    investmentFraction,
    maxLossFraction,
    takeProfitFraction,
  });
  return {
    investmentFraction,
    advisor,
    terms: { outcome: 'advised', maxLossFraction, takeProfitFraction, note, call },
  };
}

/** The detail is a code of its own, so that people read it in words. */
function whyNot({ kind, detail }: Extract<ModelAnswer, { outcome: 'failed' }>, deadlineMs: number): Reason {
  if (detail === 'declined') return reason('advisor.refused');
  const told = { detail: `call.${detail}` };
  if (kind === 'refused') return reason('advisor.turned-away', told);
  return reason(`advisor.${kind}`, kind === 'late' ? { deadlineMs, ...told } : told);
}

function abstention(advisor: string, why: Reason, call: ReviewCall | null): SizingAbstention {
  return { outcome: 'abstained', advisor, reason: why, ...(call !== null && { call }) };
}
