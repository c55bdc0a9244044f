import { TIMEFRAME_MS } from '../domain/timeframe.ts';
import { type Figure, figure } from './figure.ts';

/** Equity at a time, in quote currency, as an estimate. */
export interface EquitySample {
  readonly at: number;
  readonly equity: number;
}

export type ReturnBasis = 'daily' | 'hourly';

/** A ratio scaled to a year, with the returns it was computed from. */
export interface AnnualisedFigure extends Figure {
  readonly basis: ReturnBasis;
}

/** Fewer daily returns than this say nothing; then hourly ones are used, and said to be. */
export const DAILY_RETURNS_FLOOR = 20;
/** Two days of hours. */
export const HOURLY_RETURNS_FLOOR = 48;

const BASIS = {
  daily: { spanMs: TIMEFRAME_MS['1d'], floor: DAILY_RETURNS_FLOOR, perYear: 365 },
  hourly: { spanMs: TIMEFRAME_MS['1h'], floor: HOURLY_RETURNS_FLOOR, perYear: 365 * 24 },
} as const;

/** Returns what was gained from the first sample to the last, as a fraction of the first. */
export function totalReturn(samples: readonly EquitySample[]): Figure {
  const first = samples.at(0)?.equity ?? Number.NaN;
  const last = samples.at(-1)?.equity ?? Number.NaN;
  return figure(samples.length, 2, () => (last - first) / first);
}

/** Returns the deepest fall below the highest equity before it, as a fraction of that height: 0 or above. */
export function maxDrawdown(samples: readonly EquitySample[]): Figure {
  let highest = Number.NEGATIVE_INFINITY;
  let deepest = 0;
  for (const { equity } of samples) {
    highest = Math.max(highest, equity);
    deepest = Math.max(deepest, 1 - equity / highest);
  }
  return figure(samples.length, 2, () => deepest);
}

/** Returns mean over standard deviation (n − 1) of the returns, × √(periods a year); the riskless rate is taken as 0. */
export function sharpeRatio(samples: readonly EquitySample[]): AnnualisedFigure {
  return annualised(samples, (returns, perYear) => {
    const mean = meanOf(returns);
    const squares = returns.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return (mean / Math.sqrt(squares / (returns.length - 1))) * Math.sqrt(perYear);
  });
}

/** Returns mean over downside deviation: the root of the mean square of the losses, gains counting as 0. */
export function sortinoRatio(samples: readonly EquitySample[]): AnnualisedFigure {
  return annualised(samples, (returns, perYear) => {
    const squares = returns.reduce((sum, value) => sum + Math.min(0, value) ** 2, 0);
    return (meanOf(returns) / Math.sqrt(squares / returns.length)) * Math.sqrt(perYear);
  });
}

/**
 * Returns the equity at each full UTC hour or day: the last sample at or before it. Between two samples equity counts
 * as unchanged.
 */
export function resample(samples: readonly EquitySample[], basis: ReturnBasis): readonly EquitySample[] {
  const { spanMs } = BASIS[basis];
  const first = samples.at(0);
  const last = samples.at(-1);
  if (first === undefined || last === undefined) return [];
  const points: EquitySample[] = [];
  let next = 0;
  let equity = first.equity;
  for (let at = Math.ceil(first.at / spanMs) * spanMs; at <= last.at; at += spanMs) {
    for (let sample = samples[next]; sample !== undefined && sample.at <= at; sample = samples[next]) {
      equity = sample.equity;
      next += 1;
    }
    points.push({ at, equity });
  }
  return points;
}

function annualised(
  samples: readonly EquitySample[],
  measure: (returns: readonly number[], perYear: number) => number,
): AnnualisedFigure {
  const daily = returnsOf(resample(samples, 'daily'));
  const basis: ReturnBasis = daily.length >= DAILY_RETURNS_FLOOR ? 'daily' : 'hourly';
  const returns = basis === 'daily' ? daily : returnsOf(resample(samples, 'hourly'));
  const { floor, perYear } = BASIS[basis];
  return { ...figure(returns.length, floor, () => measure(returns, perYear)), basis };
}

function returnsOf(points: readonly EquitySample[]): readonly number[] {
  return points.slice(1).map(({ equity }, index) => equity / (points[index]?.equity ?? Number.NaN) - 1);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
