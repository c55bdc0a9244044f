import type { ClosedTrade } from '../engine/domain/closed-trade.ts';
import { decimal } from '../engine/domain/decimal.ts';
import type { TradeStatistics } from '../engine/performance/trade-statistics.ts';
import { tradeStatistics } from '../engine/performance/trade-statistics.ts';

/** Returns the trades that brought most and least; null without trades. */
export function extremeTrades(trades: readonly ClosedTrade[]): {
  readonly best: ClosedTrade | null;
  readonly worst: ClosedTrade | null;
} {
  const ranked = [...trades].sort((a, b) => decimal(a.net).comparedTo(decimal(b.net)) || a.number - b.number);
  return { best: ranked.at(-1) ?? null, worst: ranked[0] ?? null };
}

/** Returns what the trades come to by key, groups by falling net. */
export function groupTrades(
  trades: readonly ClosedTrade[],
  keyOf: (trade: ClosedTrade) => string,
): readonly { readonly key: string; readonly statistics: TradeStatistics }[] {
  const groups = new Map<string, ClosedTrade[]>();
  for (const trade of trades) {
    const group = groups.get(keyOf(trade));
    if (group === undefined) groups.set(keyOf(trade), [trade]);
    else group.push(trade);
  }
  return [...groups]
    .map(([key, group]) => ({ key, statistics: tradeStatistics(group) }))
    .sort((a, b) => b.statistics.net.comparedTo(a.statistics.net));
}
