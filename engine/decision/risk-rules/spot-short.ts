import type { RiskRule } from './risk-rule.ts';
import { atMost } from './risk-rule.ts';

/** What is not owned cannot be sold on a spot market; value 1 means that it was tried. */
export const spotShort: RiskRule = {
  name: 'spot-short',
  check: ({ signal, instrument }) =>
    atMost('spot-short', instrument.kind === 'spot' && signal.direction === 'short' ? 1 : 0, 0),
};
