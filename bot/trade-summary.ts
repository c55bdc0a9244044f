import type { ClosedTrade } from '../engine/domain/closed-trade.ts';
import type { Decimal } from '../engine/domain/decimal.ts';
import { decimal, estimateOf, ZERO } from '../engine/domain/decimal.ts';

/** Below this many trades a ratio says more about luck than about the desk. */
export const SAMPLE_FLOOR = 20;

/** Closed trades added up; money is exact, ratios are estimates and null below the sample floor. */
export interface TradeSummary {
  readonly count: number;
  readonly wins: number;
  readonly net: Decimal;
  readonly fees: Decimal;
  readonly winFraction: number | null;
  /** Sum of gains ÷ sum of losses; null also when nothing was lost. */
  readonly profitFactor: number | null;
  readonly average: Decimal | null;
  readonly best: ClosedTrade | null;
  readonly worst: ClosedTrade | null;
}

export function summariseTrades(trades: readonly ClosedTrade[]): TradeSummary {
  const enough = trades.length >= SAMPLE_FLOOR;
  const nets = trades.map((trade) => decimal(trade.net));
  const gains = sum(nets.filter((net) => net.greaterThan(ZERO)));
  const losses = sum(nets.filter((net) => net.lessThan(ZERO))).abs();
  const wins = nets.filter((net) => net.greaterThan(ZERO)).length;
  const net = sum(nets);
  const ranked = [...trades].sort((a, b) => decimal(a.net).comparedTo(decimal(b.net)) || a.number - b.number);
  return {
    count: trades.length,
    wins,
    net,
    fees: sum(trades.map((trade) => decimal(trade.fees))),
    winFraction: enough ? wins / trades.length : null,
    profitFactor: enough && !losses.isZero() ? estimateOf(gains.div(losses)) : null,
    average: trades.length === 0 ? null : net.div(trades.length),
    best: ranked.at(-1) ?? null,
    worst: ranked[0] ?? null,
  };
}

/** Returns the trades by key, each group in the order given, groups by falling net. */
export function groupTrades(
  trades: readonly ClosedTrade[],
  keyOf: (trade: ClosedTrade) => string,
): readonly { readonly key: string; readonly summary: TradeSummary }[] {
  const groups = new Map<string, ClosedTrade[]>();
  for (const trade of trades) {
    const group = groups.get(keyOf(trade));
    if (group === undefined) groups.set(keyOf(trade), [trade]);
    else group.push(trade);
  }
  return [...groups]
    .map(([key, group]) => ({ key, summary: summariseTrades(group) }))
    .sort((a, b) => b.summary.net.comparedTo(a.summary.net));
}

function sum(values: readonly Decimal[]): Decimal {
  return values.reduce((total, value) => total.plus(value), ZERO);
}
