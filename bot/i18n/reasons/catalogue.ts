import { APPROVAL_REASONS } from './approval.ts';
import { CHAT_REASONS } from './chat.ts';
import { DECISION_REASONS } from './decision.ts';
import { DESK_REASONS } from './desk.ts';
import { EXECUTION_REASONS } from './execution.ts';
import { RULE_REASONS } from './rules.ts';
import type { Sentences } from './sentence.ts';
import { STRATEGY_REASONS } from './strategies.ts';

/** Every reason code that has a sentence. */
export const REASON_SENTENCES: Sentences = {
  ...DECISION_REASONS,
  ...STRATEGY_REASONS,
  ...EXECUTION_REASONS,
  ...DESK_REASONS,
  ...CHAT_REASONS,
  ...RULE_REASONS,
  ...APPROVAL_REASONS,
};
