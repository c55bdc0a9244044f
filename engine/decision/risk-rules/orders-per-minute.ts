import type { RiskRule } from './risk-rule.ts';
import { atMost } from './risk-rule.ts';

/** A loop that places orders runs into this before it runs through the account. */
export const ordersPerMinute: RiskRule = {
  name: 'orders-per-minute',
  check: ({ portfolio, limits }) =>
    atMost('orders-per-minute', portfolio.ordersLastMinute + 1, limits.maxOrdersPerMinute),
};
