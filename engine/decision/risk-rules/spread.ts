import type { RiskRule } from './risk-rule.ts';
import { atMost } from './risk-rule.ts';

/** A wide book takes the profit before the trade begins. */
export const spread: RiskRule = {
  name: 'spread',
  check: ({ market, limits }) => atMost('spread', market.spreadFraction, limits.maxSpreadFraction),
};
