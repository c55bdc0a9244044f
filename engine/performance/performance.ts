import type { ClosedTrade } from '../domain/closed-trade.ts';
import { buyAndHold, type HeldSpan } from './buy-and-hold.ts';
import {
  type AnnualisedFigure,
  type EquitySample,
  maxDrawdown,
  sharpeRatio,
  sortinoRatio,
  totalReturn,
} from './equity-curve.ts';
import type { Figure } from './figure.ts';
import { type TradeStatistics, tradeStatistics } from './trade-statistics.ts';

export interface PerformanceInput {
  /** Trades that closed in the span, any order. */
  readonly trades: readonly Pick<ClosedTrade, 'net' | 'fees'>[];
  /** Oldest first; the first is where the span begins. */
  readonly equity: readonly EquitySample[];
  /** For the comparison: one span per symbol; empty leaves it out. */
  readonly held: readonly HeldSpan[];
  readonly feeFraction: number;
}

/** How a span went. Every figure carries its sample and the floor below which it is not available. */
export interface Performance extends TradeStatistics {
  readonly returnFraction: Figure;
  readonly maxDrawdownFraction: Figure;
  readonly sharpe: AnnualisedFigure;
  readonly sortino: AnnualisedFigure;
  readonly buyAndHoldFraction: Figure;
}

export function measurePerformance({ trades, equity, held, feeFraction }: PerformanceInput): Performance {
  return {
    ...tradeStatistics(trades),
    returnFraction: totalReturn(equity),
    maxDrawdownFraction: maxDrawdown(equity),
    sharpe: sharpeRatio(equity),
    sortino: sortinoRatio(equity),
    buyAndHoldFraction: buyAndHold(held, feeFraction),
  };
}
