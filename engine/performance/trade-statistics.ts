import type { ClosedTrade } from '../domain/closed-trade.ts';
import { type Decimal, decimal, estimateOf, ZERO } from '../domain/decimal.ts';
import { type Figure, figure } from './figure.ts';

/** Below this many trades a rate is a story about single trades. */
export const TRADES_FLOOR = 10;
/** Below this many winners (or losers) their average is one. */
export const AVERAGE_FLOOR = 3;

/** Sums are exact and always there; rates and averages wait for their sample. Money is quote currency, after fees. */
export interface TradeStatistics {
  readonly trades: number;
  readonly wins: number;
  readonly losses: number;
  readonly net: Decimal;
  readonly fees: Decimal;
  readonly winRate: Figure;
  /** Sum of the wins over the sum of the losses; null without a loss. */
  readonly profitFactor: Figure;
  /** Mean net profit of a trade. */
  readonly expectancy: Figure;
  readonly averageWin: Figure;
  /** Below zero. */
  readonly averageLoss: Figure;
}

/** Returns what the trades come to. A trade that came out at exactly zero is neither won nor lost, but counts. */
export function tradeStatistics(trades: readonly Pick<ClosedTrade, 'net' | 'fees'>[]): TradeStatistics {
  const nets = trades.map((trade) => decimal(trade.net));
  const won = nets.filter((net) => net.greaterThan(0));
  const lost = nets.filter((net) => net.lessThan(0));
  const net = sum(nets);
  return {
    trades: nets.length,
    wins: won.length,
    losses: lost.length,
    net,
    fees: sum(trades.map((trade) => decimal(trade.fees))),
    winRate: figure(nets.length, TRADES_FLOOR, () => won.length / nets.length),
    profitFactor: figure(nets.length, TRADES_FLOOR, () => estimateOf(sum(won)) / -estimateOf(sum(lost))),
    expectancy: figure(nets.length, TRADES_FLOOR, () => estimateOf(net.div(nets.length))),
    averageWin: figure(won.length, AVERAGE_FLOOR, () => estimateOf(sum(won).div(won.length))),
    averageLoss: figure(lost.length, AVERAGE_FLOOR, () => estimateOf(sum(lost).div(lost.length))),
  };
}

function sum(values: readonly Decimal[]): Decimal {
  return values.reduce((total, value) => total.plus(value), ZERO);
}
