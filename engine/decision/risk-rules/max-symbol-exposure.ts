import type { PortfolioContext } from '../../domain/evidence.ts';
import type { RiskLimits } from '../../domain/risk.ts';
import type { RiskRule } from './risk-rule.ts';
import { atMost, orderNotional } from './risk-rule.ts';

const NAME = 'max-symbol-exposure';

/** The position in this symbol and this order together stay within the cap. */
export const maxSymbolExposure: RiskRule = {
  name: NAME,
  check(candidate) {
    const { portfolio, limits } = candidate;
    const value = heldOrPending(portfolio) + orderNotional(candidate);
    return atMost(NAME, value / portfolio.equity, limits.maxSymbolExposureFraction);
  },
  room: ({ portfolio, limits }) => symbolExposureRoom(portfolio, limits),
};

/** Returns what the cap leaves for a new order in the symbol, as a fraction of equity. */
export function symbolExposureRoom(portfolio: PortfolioContext, limits: RiskLimits): number {
  return limits.maxSymbolExposureFraction - heldOrPending(portfolio) / portfolio.equity;
}

/** The context knows pending entries only in sum; counting all of them here errs on the small side. */
function heldOrPending(portfolio: PortfolioContext): number {
  return Math.abs(portfolio.position?.notional ?? 0) + portfolio.pendingNotional;
}
