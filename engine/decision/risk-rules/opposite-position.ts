import type { RiskRule } from './risk-rule.ts';
import { atMost } from './risk-rule.ts';

/** On a netted account an entry against a position would quietly close it instead; value 1 means that one is open. */
export const oppositePosition: RiskRule = {
  name: 'opposite-position',
  check({ signal, portfolio }) {
    const held = portfolio.position;
    return atMost('opposite-position', held !== null && held.direction !== signal.direction ? 1 : 0, 0);
  },
};
