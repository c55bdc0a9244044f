import type { PortfolioContext } from '../../domain/evidence.ts';
import type { RiskLimits } from '../../domain/risk.ts';
import type { RiskRule } from './risk-rule.ts';
import { atMost, orderNotional } from './risk-rule.ts';

const NAME = 'max-exposure';

/** Everything held, everything pending and this order together stay within the cap. */
export const maxExposure: RiskRule = {
  name: NAME,
  check(candidate) {
    const { portfolio, limits } = candidate;
    const total = portfolio.exposure + portfolio.pendingNotional + orderNotional(candidate);
    return atMost(NAME, total / portfolio.equity, limits.maxExposureFraction);
  },
  room: ({ portfolio, limits }) => exposureRoom(portfolio, limits),
};

/** Returns what the cap leaves for a new order, as a fraction of equity. */
export function exposureRoom(portfolio: PortfolioContext, limits: RiskLimits): number {
  return limits.maxExposureFraction - (portfolio.exposure + portfolio.pendingNotional) / portfolio.equity;
}
