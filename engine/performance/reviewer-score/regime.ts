import type { DecisionRecord } from '../../domain/decision.ts';
import { quantileOf } from './quantile.ts';

/**
 * What the market was like when a candidate came. `calm`, `usual`, `wild`: the terciles of volatility among the
 * candidates themselves; `with`, `against`, `flat`: whether the hour before went its way, by more than it usually moves.
 */
export const REGIMES = ['calm', 'usual', 'wild', 'with', 'against', 'flat'] as const;
export type Regime = (typeof REGIMES)[number];

/** The hour's move, in standard deviations of an hour, from which on it has a trend. */
const TREND_DEVIATIONS = 1;
const MINUTES_OF_THE_HOUR = 60;

/** Returns a reader of regimes; the terciles are those of these records. */
export function regimeReader(records: readonly DecisionRecord[]): (record: DecisionRecord) => readonly Regime[] {
  const volatilities = records.flatMap(({ inputs }) => inputs.market.volatility ?? []);
  const calmUpTo = quantileOf(volatilities, 1 / 3);
  const usualUpTo = quantileOf(volatilities, 2 / 3);
  return ({ inputs, signal }) => {
    const { volatility, change1hFraction } = inputs.market;
    if (volatility === null) return [];
    const level = volatility <= calmUpTo ? 'calm' : volatility <= usualUpTo ? 'usual' : 'wild';
    if (change1hFraction === null) return [level];
    const deviations = change1hFraction / (volatility * Math.sqrt(MINUTES_OF_THE_HOUR));
    return [level, trendOf(signal.direction === 'long' ? deviations : -deviations)];
  };
}

function trendOf(deviations: number): Regime {
  if (deviations >= TREND_DEVIATIONS) return 'with';
  return deviations <= -TREND_DEVIATIONS ? 'against' : 'flat';
}
