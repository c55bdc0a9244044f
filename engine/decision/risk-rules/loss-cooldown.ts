import type { RiskRule } from './risk-rule.ts';
import { atLeast, notConcerned } from './risk-rule.ts';

const NAME = 'loss-cooldown';

/** After a losing trade in the symbol, time must pass: the next signal often chases the same move. */
export const lossCooldown: RiskRule = {
  name: NAME,
  check({ asOf, portfolio, limits }) {
    if (portfolio.lastLossAt === null) return notConcerned(NAME, limits.cooldownAfterLossMs);
    return atLeast(NAME, asOf - portfolio.lastLossAt, limits.cooldownAfterLossMs);
  },
};
