import { isHuman } from '../wanted-side.ts';
import type { RiskRule } from './risk-rule.ts';
import { atMost, notConcerned, orderFraction } from './risk-rule.ts';

const NAME = 'human-order';

/** A slip of the finger is refused outright, never shrunk to something that was not asked for. */
export const humanOrder: RiskRule = {
  name: NAME,
  check(candidate) {
    const limit = candidate.limits.maxHumanOrderFraction;
    return isHuman(candidate.signal) ? atMost(NAME, orderFraction(candidate), limit) : notConcerned(NAME, limit);
  },
  room: ({ signal, limits }) => (isHuman(signal) ? limits.maxHumanOrderFraction : Number.POSITIVE_INFINITY),
};
