import type { Decimal } from '../domain/decimal.ts';
import { decimal, decimalText, estimateOf } from '../domain/decimal.ts';
import type { PortfolioContext } from '../domain/evidence.ts';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { Order } from '../domain/order.ts';
import type { PriceOf } from '../domain/portfolio.ts';
import { equityOf, exposureOf } from '../domain/portfolio.ts';
import type { RiskLimits } from '../domain/risk.ts';
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
  limits: Breakers = {},
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
    ...breakerFigures(state, open, symbol, now, limits),
    ...externalFigure(state, symbol),
  };
}

type Breakers = Pick<RiskLimits, 'maxSymbolOrdersPerMinute' | 'maxDailyNotionalRatio' | 'oneOwnerPerSymbol'>;

/** A figure that no limit asks for is left out: records of desks without it stay as they are. */
function breakerFigures(
  { track, holdings, sources }: DeskState,
  open: readonly Order[],
  symbol: InstrumentSymbol,
  now: number,
  limits: Breakers,
): Partial<PortfolioContext> {
  const { recentEntries, notionalToday } = track;
  const recent = (recentEntries.get(symbol) ?? []).filter((at) => at > now - TIMEFRAME_MS['1m']);
  const isToday = notionalToday.day === Math.floor(now / TIMEFRAME_MS['1d']);
  const waiting = open.find((order) => order.leg === 'entry' && order.request.symbol === symbol);
  const owner = holdings.get(symbol)?.source ?? (waiting && sources.get(waiting.decisionId)?.source) ?? null;
  return {
    ...(typeof limits.maxSymbolOrdersPerMinute === 'number' && { symbolOrdersLastMinute: recent.length }),
    ...(typeof limits.maxDailyNotionalRatio === 'number' && {
      notionalToday: isToday ? estimateOf(notionalToday.sum) : 0,
    }),
    ...(limits.oneOwnerPerSymbol === true && { owner }),
  };
}

function externalFigure({ account }: DeskState, symbol: InstrumentSymbol): Partial<PortfolioContext> {
  const standing = account.external.get(symbol);
  if (standing === undefined) return {};
  if (standing.answer === 'leave') return { externalChange: 'left' };
  return { externalChange: standing.change.kind === 'unexplained' ? 'unexplained' : 'pending' };
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
