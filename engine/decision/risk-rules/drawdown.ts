import type { RiskRule } from './risk-rule.ts';
import { below } from './risk-rule.ts';

/** No entries once equity lies this far below its high. */
export const drawdown: RiskRule = {
  name: 'drawdown',
  check: ({ portfolio, limits }) => below('drawdown', portfolio.drawdownFraction, limits.maxDrawdownFraction),
};
