import { estimateOf } from '../../domain/decimal.ts';
import { isHuman } from '../wanted-side.ts';
import type { RiskRule } from './risk-rule.ts';
import { missing, notConcerned } from './risk-rule.ts';

const NAME = 'stop-required';

/** An engine entry has a stop on the losing side of the price; a person's stop, when there is one, must lie there too. */
export const stopRequired: RiskRule = {
  name: NAME,
  check({ signal, request, market, stopPrice }) {
    if (stopPrice === null) return isHuman(signal) ? notConcerned(NAME, 0) : missing(NAME, 0);
    const entry = request.price === null ? market.price : estimateOf(request.price);
    const stop = estimateOf(stopPrice);
    const distance = (signal.direction === 'long' ? entry - stop : stop - entry) / entry;
    if (!Number.isFinite(distance)) return missing(NAME, 0);
    return { rule: NAME, outcome: distance > 0 ? 'passed' : 'denied', value: distance, limit: 0 };
  },
};
