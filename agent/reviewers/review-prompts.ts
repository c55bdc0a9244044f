import type { ReviewerRole } from '../../engine/domain/verdict.ts';

/** The prompt that each role is asked with. */
export const REVIEW_PROMPTS: Readonly<Record<ReviewerRole, string>> = {
  'news-psychology': 'review-news',
  technical: 'review-technical',
  main: 'market-analysis',
  risk: 'review-risk',
  news: 'review-news',
};
