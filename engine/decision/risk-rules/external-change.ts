import { isHuman } from '../wanted-side.ts';
import type { RiskRule } from './risk-rule.ts';
import { atMost } from './risk-rule.ts';

const NAME = 'external-change';

/**
 * Where somebody else traded, the desk waits until a person has said whose the position is; the person may trade on.
 * What nobody can explain keeps everybody from adding to it. Value 1 means that an answer is missing.
 */
export const externalChange: RiskRule = {
  name: NAME,
  isAsked: ({ portfolio }) => portfolio.externalChange !== undefined,
  check({ signal, portfolio }) {
    const concerns = portfolio.externalChange === 'unexplained' || !isHuman(signal);
    return atMost(NAME, concerns ? 1 : 0, 0);
  },
};
