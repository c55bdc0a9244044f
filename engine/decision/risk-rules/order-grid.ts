import { decimal, estimateOf, roundDownTo } from '../../domain/decimal.ts';
import { wantedSide } from '../wanted-side.ts';
import type { EntryCandidate, RiskRule } from './risk-rule.ts';
import { atLeast, missing, orderNotional } from './risk-rule.ts';

const NAME = 'order-grid';

/** The order is the one the signal means, a whole number of lots, and worth at least the venue's minimum. */
export const orderGrid: RiskRule = {
  name: NAME,
  check(candidate) {
    const minimum = estimateOf(candidate.instrument.minNotional);
    if (!isOnGrid(candidate)) return missing(NAME, minimum);
    return atLeast(NAME, orderNotional(candidate), minimum);
  },
};

function isOnGrid({ signal, request, instrument }: EntryCandidate): boolean {
  const quantity = decimal(request.quantity);
  return (
    request.symbol === instrument.symbol &&
    request.symbol === signal.symbol &&
    request.side === wantedSide(signal) &&
    !request.reduceOnly &&
    quantity.greaterThan(0) &&
    roundDownTo(quantity, instrument.lotSize).equals(quantity)
  );
}
