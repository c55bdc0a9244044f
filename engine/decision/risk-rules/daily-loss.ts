import type { RiskRule } from './risk-rule.ts';
import { below } from './risk-rule.ts';

/** No entries on a day that has lost its share. A day in profit counts as a loss below zero. */
export const dailyLoss: RiskRule = {
  name: 'daily-loss',
  check: ({ portfolio, limits }) => below('daily-loss', 0 - portfolio.dayReturnFraction, limits.maxDailyLossFraction),
};
