import type { Decimal } from '../domain/decimal.ts';
import { decimal, ZERO } from '../domain/decimal.ts';
import type { MarketContext } from '../domain/evidence.ts';
import type { Instrument, InstrumentSymbol } from '../domain/instrument.ts';
import { NO_POLICY } from '../domain/person-policy.ts';
import type { PriceOf } from '../domain/portfolio.ts';
import { equityOf, exposureOf, unrealisedOf } from '../domain/portfolio.ts';
import type { Position } from '../domain/position.ts';
import { unrealisedProfit } from '../domain/position.ts';
import { TIMEFRAME_MS } from '../domain/timeframe.ts';
import type { Clock } from '../ports/clock.ts';
import type { AccountView, DeskView, PositionView, StrategyReading } from '../ports/desk-view.ts';
import type { Journal } from '../ports/journal.ts';
import type { DeskLedger } from './desk-ledger.ts';
import type { DeskState } from './desk-state.ts';
import { dayReturn, drawdown } from './portfolio-context.ts';

export interface DeskViewParts {
  readonly clock: Clock;
  readonly ledger: DeskLedger;
  readonly journal: Pick<Journal, 'head'>;
  readonly instruments: readonly Instrument[];
  readonly priceOf: PriceOf;
  readonly market: (symbol: InstrumentSymbol) => MarketContext | null;
  readonly candles: DeskView['candles'];
  readonly readings: (symbol: InstrumentSymbol) => readonly StrategyReading[];
}

/** Returns the desk as people read it, computed at each call from the folded journal and the last prices. */
export function createDeskView(parts: DeskViewParts): DeskView {
  const { clock, ledger, journal, instruments, priceOf, market, candles, readings } = parts;
  const { state } = ledger;
  return {
    now: () => clock.now(),
    account: () => accountView(state, clock.now(), priceOf),
    positions: () => [...state.portfolio.positions.values()].map((position) => positionView(state, position, priceOf)),
    openOrders: () => ledger.openOrders(),
    pendingApprovals: () => [...state.approvals.values()],
    instruments: () => instruments,
    market,
    candles,
    readings,
    gates: () => ({ paused: state.paused, panicked: state.panicked, halted: state.halted }),
    settings: () => ledger.settings.views(),
    policyOf: (userId) => state.policies.get(userId) ?? NO_POLICY,
    people: () => ({ withPolicy: [...state.policies.keys()], approvers: state.approvers }),
    counts: () => ({
      decisions: state.counters.decision,
      fills: state.counters.fill,
      trades: state.counters.trade,
      journal: journal.head().seq,
    }),
  };
}

function accountView(state: DeskState, now: number, priceOf: PriceOf): AccountView {
  const { portfolio } = state;
  const equity = equityOf(portfolio, priceOf);
  const drawdownFraction = drawdown(state, equity);
  return {
    quoteCurrency: state.started?.quoteCurrency ?? '',
    startingCash: portfolio.startingCash,
    equity,
    balance: portfolio.startingCash.plus(portfolio.realised).minus(portfolio.fees).plus(portfolio.funding),
    exposure: exposureOf(portfolio, priceOf),
    unrealised: unrealisedOf(portfolio, priceOf),
    realised: portfolio.realised,
    fees: portfolio.fees,
    dayReturnFraction: dayReturn(state, equity, Math.floor(now / TIMEFRAME_MS['1d'])),
    drawdownFraction,
    maxDrawdownFraction: Math.max(state.track.maxDrawdownFraction, drawdownFraction),
  };
}

function positionView(state: DeskState, position: Position, priceOf: PriceOf): PositionView {
  const holding = state.holdings.get(position.symbol) ?? null;
  const price = priceOf(position.symbol);
  const stop = holding?.protection?.stopPrice ?? null;
  return {
    position,
    source: holding?.source ?? 'external',
    units: holding?.units ?? 1,
    protection: holding?.protection ?? null,
    price,
    unrealised: price === null ? null : unrealisedProfit(position, price),
    riskAtStop: stop === null ? null : lossAt(position, decimal(stop)),
    entryDecisionIds: holding?.entryDecisionIds ?? [position.entryDecisionId],
  };
}

/** Returns the loss at `price` as a positive amount; zero when the stop is already beyond the entry. */
function lossAt(position: Position, price: Decimal): Decimal {
  const profit = unrealisedProfit(position, price);
  return profit.isNegative() ? profit.negated() : ZERO;
}
