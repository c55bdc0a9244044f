import type { RiskRule } from './risk-rule.ts';
import { atMost } from './risk-rule.ts';

/** Too many orders in a day is a fault or an obsession; fees grow with both. */
export const ordersPerDay: RiskRule = {
  name: 'orders-per-day',
  check: ({ portfolio, limits }) => atMost('orders-per-day', portfolio.ordersToday + 1, limits.maxOrdersPerDay),
};
