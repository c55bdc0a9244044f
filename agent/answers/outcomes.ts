import type { DecisionOutcome } from '../../engine/domain/decision.ts';

/** All outcomes of a decision, in the order in which answers list them. */
export const DECISION_OUTCOMES: readonly DecisionOutcome[] = [
  'acted',
  'asked',
  'held',
  'denied',
  'declined',
  'expired',
  'blocked',
  'skipped',
];
