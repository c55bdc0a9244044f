import { isHuman } from '../wanted-side.ts';
import type { RiskRule } from './risk-rule.ts';
import { atMost } from './risk-rule.ts';

const NAME = 'symbol-owner';

/**
 * An account nets what its strategies hold: whoever holds a market, or waits to enter it, trades it alone. A person may
 * add to anything. Value 1 means that it is another's.
 */
export const symbolOwner: RiskRule = {
  name: NAME,
  isAsked: ({ limits }) => limits.oneOwnerPerSymbol === true,
  check({ signal, portfolio }) {
    const { owner = null } = portfolio;
    return atMost(NAME, owner !== null && owner !== signal.source && !isHuman(signal) ? 1 : 0, 0);
  },
};
