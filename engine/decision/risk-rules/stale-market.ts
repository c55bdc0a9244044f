import type { RiskRule } from './risk-rule.ts';
import { atMost } from './risk-rule.ts';

/** Nobody enters on a price that may no longer be there. */
export const staleMarket: RiskRule = {
  name: 'stale-market',
  check: ({ asOf, market, limits }) => atMost('stale-market', asOf - market.quotedAt, limits.maxQuoteAgeMs),
};
