import type { PortfolioContext } from '../../domain/evidence.ts';
import type { RiskLimits } from '../../domain/risk.ts';
import type { RiskRule } from './risk-rule.ts';
import { atMost, orderNotional } from './risk-rule.ts';

const NAME = 'max-symbol-exposure';

/** The position and the waiting entries in this symbol and this order together stay within the cap. */
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

function heldOrPending(portfolio: PortfolioContext): number {
  return Math.abs(portfolio.position?.notional ?? 0) + portfolio.pendingSymbolNotional;
}
