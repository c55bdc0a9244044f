import type { RiskRule } from './risk-rule.ts';
import { atMost } from './risk-rule.ts';

const NAME = 'symbol-orders-per-minute';

/** One market that a strategy keeps knocking at must not use up the orders of all others. */
export const symbolOrdersPerMinute: RiskRule = {
  name: NAME,
  isAsked: ({ limits }) => typeof limits.maxSymbolOrdersPerMinute === 'number',
  check: ({ portfolio, limits }) =>
    atMost(NAME, (portfolio.symbolOrdersLastMinute ?? Number.NaN) + 1, limits.maxSymbolOrdersPerMinute ?? Number.NaN),
};
