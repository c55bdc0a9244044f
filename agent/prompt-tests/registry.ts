import { assistantTrial, newsTrial, passageTrial, ratioTrial } from './other-trials.ts';
import type { PromptTrial } from './prompt-trial.ts';
import { reviewTrial } from './review-trials.ts';

/** One trial for each file of prompts/. */
export const PROMPT_TRIALS: readonly PromptTrial[] = [
  reviewTrial('news-psychology', 'review.first: news and psychology; also review.news of the weighted ensemble'),
  reviewTrial('technical', 'review.second: the chart and the plan'),
  reviewTrial('main', 'review.main: the main decision of the weighted ensemble'),
  reviewTrial('risk', 'review.risk: the veto of the weighted ensemble'),
  ratioTrial,
  newsTrial,
  assistantTrial('en', 'assistant.model: conversation in English'),
  assistantTrial('ko', 'assistant.model: conversation in Korean'),
  passageTrial('indicator-interpretation'),
  passageTrial('portfolio-optimisation'),
  passageTrial('quoted-words'),
];
