import type { RiskRule } from './risk-rule.ts';
import { atMost } from './risk-rule.ts';

/** Adding to a position opens none. */
export const openPositions: RiskRule = {
  name: 'open-positions',
  check({ portfolio, limits }) {
    const after = portfolio.openPositions + (portfolio.position === null ? 1 : 0);
    return atMost('open-positions', after, limits.maxOpenPositions);
  },
};
