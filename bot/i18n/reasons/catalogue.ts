import { ABSTENTION_REASONS } from './abstentions.ts';
import { ADVISOR_REASONS } from './advisor.ts';
import { APPROVAL_REASONS } from './approval.ts';
import { CHAT_REASONS } from './chat.ts';
import { DECISION_REASONS } from './decision.ts';
import { DESK_REASONS } from './desk.ts';
import { ENSEMBLE_REASONS } from './ensemble.ts';
import { EXECUTION_REASONS } from './execution.ts';
import { REVIEW_REASONS } from './reviews.ts';
import { RULE_REASONS } from './rules.ts';
import type { Sentences } from './sentence.ts';
import { STRATEGY_REASONS } from './strategies.ts';
import { WHAT_IF_REASONS } from './what-if.ts';

/** Every reason code that has a sentence. */
export const REASON_SENTENCES: Sentences = {
  ...DECISION_REASONS,
  ...ENSEMBLE_REASONS,
  ...ABSTENTION_REASONS,
  ...STRATEGY_REASONS,
  ...EXECUTION_REASONS,
  ...DESK_REASONS,
  ...CHAT_REASONS,
  ...RULE_REASONS,
  ...APPROVAL_REASONS,
  ...REVIEW_REASONS,
  ...WHAT_IF_REASONS,
  ...ADVISOR_REASONS,
};
