import type { EntryCandidate, RiskRule } from './risk-rule.ts';
import { atMost, orderNotional } from './risk-rule.ts';

const NAME = 'daily-notional';

/** However small each order is: what is entered in a UTC day adds up to no more than so many times the equity. */
export const dailyNotional: RiskRule = {
  name: NAME,
  isAsked: ({ limits }) => typeof limits.maxDailyNotionalRatio === 'number',
  check: (candidate) =>
    atMost(NAME, ratioWith(candidate, orderNotional(candidate)), candidate.limits.maxDailyNotionalRatio ?? Number.NaN),
  room: (candidate) => (candidate.limits.maxDailyNotionalRatio ?? Number.NaN) - ratioWith(candidate, 0),
};

function ratioWith({ portfolio }: EntryCandidate, added: number): number {
  return ((portfolio.notionalToday ?? Number.NaN) + added) / portfolio.equity;
}
