import { ABSTENTION_REASONS } from './abstentions.ts';
import { ACCOUNT_REASONS } from './account.ts';
import { ADVISOR_REASONS } from './advisor.ts';
import { APPROVAL_REASONS } from './approval.ts';
import { CHAT_REASONS } from './chat.ts';
import { DECISION_REASONS } from './decision.ts';
import { DESK_REASONS } from './desk.ts';
import { EMERGENCY_REASONS } from './emergency.ts';
import { ENSEMBLE_REASONS } from './ensemble.ts';
import { EXECUTION_REASONS } from './execution.ts';
import { OWNERSHIP_REASONS, PAPER_REASONS, WON_REASONS } from './paper.ts';
import { REVIEW_REASONS } from './reviews.ts';
import { RULE_REASONS } from './rules.ts';
import type { Sentences } from './sentence.ts';
import { STRATEGY_REASONS } from './strategies.ts';
import { VENUE_REASONS } from './venue.ts';
import { WHAT_IF_REASONS } from './what-if.ts';

/** Every reason code that has a sentence. */
export const REASON_SENTENCES: Sentences = {
  ...DECISION_REASONS,
  ...ENSEMBLE_REASONS,
  ...ABSTENTION_REASONS,
  ...ACCOUNT_REASONS,
  ...STRATEGY_REASONS,
  ...EXECUTION_REASONS,
  ...VENUE_REASONS,
  ...EMERGENCY_REASONS,
  ...DESK_REASONS,
  ...CHAT_REASONS,
  ...RULE_REASONS,
  ...APPROVAL_REASONS,
  ...REVIEW_REASONS,
  ...WHAT_IF_REASONS,
  ...ADVISOR_REASONS,
  ...PAPER_REASONS,
  ...OWNERSHIP_REASONS,
  ...WON_REASONS,
};
