import type { RiskRule } from './risk-rule.ts';
import { atMost } from './risk-rule.ts';

/** While an earlier order may or may not rest at the venue, the true exposure is not known. */
export const unresolvedOrder: RiskRule = {
  name: 'unresolved-order',
  check: ({ portfolio }) => atMost('unresolved-order', portfolio.unresolvedOrders, 0),
};
