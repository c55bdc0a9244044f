import type { Decimal } from '../domain/decimal.ts';
import { decimal, decimalText, estimateOf } from '../domain/decimal.ts';
import type { PortfolioContext } from '../domain/evidence.ts';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { Order } from '../domain/order.ts';
import type { PriceOf } from '../domain/portfolio.ts';
import { equityOf, exposureOf } from '../domain/portfolio.ts';
import { TIMEFRAME_MS } from '../domain/timeframe.ts';
import type { DeskState } from './desk-state.ts';

/** A run of losses counts against new entries this long after the last of them; a streak that nothing can end would be a lock. */
const STREAK_MEMORY_MS = 6 * TIMEFRAME_MS['1h'];

const UNRESOLVED: ReadonlySet<Order['state']> = new Set(['UNKNOWN', 'STUCK']);

/** Returns the account as rules and reviewers see it: estimates, at this moment, for one symbol. */
export function portfolioContext(
  state: DeskState,
  open: readonly Order[],
  symbol: InstrumentSymbol,
  now: number,
  priceOf: PriceOf,
): PortfolioContext {
  const { portfolio, track } = state;
  const equity = equityOf(portfolio, priceOf);
  const position = portfolio.positions.get(symbol) ?? null;
  const price = priceOf(symbol);
  const day = Math.floor(now / TIMEFRAME_MS['1d']);
  return {
    equity: estimateOf(equity),
    cash: estimateOf(portfolio.cash),
    exposure: estimateOf(exposureOf(portfolio, priceOf)),
    openPositions: portfolio.positions.size,
    position:
      position === null
        ? null
        : {
            direction: position.direction,
            quantity: decimalText(position.quantity),
            notional: estimateOf(price === null ? position.cost : price.times(position.quantity)),
            units: state.holdings.get(symbol)?.units ?? 1,
          },
    dayReturnFraction: dayReturn(state, equity, day),
    drawdownFraction: drawdown(state, equity),
    pendingNotional: estimateOf(pendingNotional(open, priceOf)),
    pendingSymbolNotional: estimateOf(
      pendingNotional(
        open.filter((order) => order.request.symbol === symbol),
        priceOf,
      ),
    ),
    lossStreak: lossStreak(state, now),
    winStreak: track.winStreak,
    lastLossAt: track.lastLossAt.get(symbol) ?? null,
    lastEntryAt: track.lastEntryAt.get(symbol) ?? null,
    ordersLastMinute: track.recentOrders.filter((at) => at > now - TIMEFRAME_MS['1m']).length,
    ordersToday: track.ordersToday.day === day ? track.ordersToday.count : 0,
    unresolvedOrders: open.filter((order) => order.request.symbol === symbol && UNRESOLVED.has(order.state)).length,
  };
}

function lossStreak({ track }: DeskState, now: number): number {
  const lastLossAt = Math.max(Number.NEGATIVE_INFINITY, ...track.lastLossAt.values());
  return now - lastLossAt <= STREAK_MEMORY_MS ? track.lossStreak : 0;
}

/** Returns the equity change since the last UTC midnight as a fraction; 0 before the day's first measure. */
export function dayReturn(state: DeskState, equity: Decimal, day: number): number {
  const { track } = state;
  if (track.day !== day || track.dayStartEquity.isZero()) return 0;
  return estimateOf(equity.div(track.dayStartEquity)) - 1;
}

/** Returns how far equity is below its highest measure, as a fraction of that. */
export function drawdown(state: DeskState, equity: Decimal): number {
  const { equityPeak } = state.track;
  if (equityPeak.isZero() || equity.greaterThanOrEqualTo(equityPeak)) return 0;
  return 1 - estimateOf(equity.div(equityPeak));
}

function pendingNotional(open: readonly Order[], priceOf: PriceOf): Decimal {
  let total = decimal('0');
  for (const order of open) {
    if (order.leg !== 'entry') continue;
    const price = order.request.price === null ? priceOf(order.request.symbol) : decimal(order.request.price);
    if (price === null) continue;
    total = total.plus(price.times(decimal(order.request.quantity).minus(decimal(order.filledQuantity))));
  }
  return total;
}
