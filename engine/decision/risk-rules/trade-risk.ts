import { estimateOf } from '../../domain/decimal.ts';
import { isHuman } from '../wanted-side.ts';
import type { RiskRule } from './risk-rule.ts';
import { atMost, missing, notConcerned, orderFraction } from './risk-rule.ts';

const NAME = 'trade-risk';

/** The loss at the stop, with fees, stays within the cap. Without a stop there is no figure; a person may do without. */
export const tradeRisk: RiskRule = {
  name: NAME,
  check(candidate) {
    const { signal, stopPrice, worstLoss, portfolio, limits } = candidate;
    if (stopPrice !== null) return atMost(NAME, estimateOf(worstLoss) / portfolio.equity, limits.maxRiskFraction);
    return isHuman(signal) ? notConcerned(NAME, limits.maxRiskFraction) : missing(NAME, limits.maxRiskFraction);
  },
  room(candidate) {
    if (candidate.stopPrice === null) return Number.POSITIVE_INFINITY;
    const lossPerOrder = estimateOf(candidate.worstLoss) / candidate.portfolio.equity;
    return (candidate.limits.maxRiskFraction / lossPerOrder) * orderFraction(candidate);
  },
};
