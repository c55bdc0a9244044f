import type { ClosedTrade } from '../domain/closed-trade.ts';
import { decimal, estimateOf, ZERO } from '../domain/decimal.ts';
import type { DecisionRecord } from '../domain/decision.ts';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { JournalEvent, JournalEventOf } from '../domain/journal-entry.ts';
import { TERMINAL_ORDER_STATES } from '../domain/order.ts';
import { isSamePolicy, NO_POLICY } from '../domain/person-policy.ts';
import { emptyPortfolio, foldFill, foldFunding } from '../domain/portfolio.ts';
import type { Protection } from '../domain/protection.ts';
import { TIMEFRAME_MS } from '../domain/timeframe.ts';
import type { OrderJournalEvent } from '../execution/fold-order.ts';
import { foldOrder, orderClientId } from '../execution/fold-order.ts';
import type { DeskState, Holding } from './desk-state.ts';
import { HORIZONS_MS } from './desk-state.ts';
import { foldAnswer, foldClosedWatches, foldScore, foldWatch } from './fold-approvals.ts';
import {
  ADOPTED,
  foldAnswered,
  foldBaseline,
  foldCursor,
  foldFound,
  foldSeenFunding,
  foldSetAside,
} from './fold-external.ts';
import { foldNotices } from './fold-notices.ts';
import { foldProposal } from './propose-trade.ts';
import type { Settings } from './settings.ts';

/** Terminal orders and decided signals kept in memory; older ones live in the database. */
const REMEMBERED = 2_000;

/** Changes `state` by one journal event. Recovery and the running desk go through these very lines. */
export function foldDesk(state: DeskState, settings: Settings, at: number, event: JournalEvent): void {
  foldNotices(state.notices, at, event);
  switch (event.type) {
    case 'desk.started':
      state.started = event;
      state.account.startedAt = at;
      state.portfolio = emptyPortfolio(decimal(event.startingCash));
      state.track.equityPeak = state.portfolio.startingCash;
      state.track.dayStartEquity = state.portfolio.startingCash;
      state.track.day = dayOf(at);
      state.track.lastMeasuredAt = at;
      return;
    case 'decision.made':
      foldDecision(state, event.record);
      return;
    case 'decision.resolved':
      // Quoted anew, it waits on, with the terms of its new sizing.
      if (event.record.outcome === 'asked') state.asked.set(event.record.id, event.record);
      else state.asked.delete(event.record.id);
      rememberSource(state, event.record);
      foldWatch(state, event.record);
      return;
    case 'approval.requested':
      state.counters.approval += 1;
      state.approvals.set(event.approval.id, event.approval);
      return;
    case 'approval.answered':
      foldAnswer(state, event.approval);
      return;
    case 'order.intended':
      state.counters.order = event.number;
      foldOrderEvent(state, at, event);
      countOrder(state, at);
      if (event.intent.leg === 'entry') countEntry(state, at, event.intent.request.symbol);
      return;
    case 'order.changed':
      foldOrderEvent(state, at, event);
      return;
    case 'order.filled':
      foldOrderEvent(state, at, event);
      foldFilled(state, event);
      return;
    case 'trade.closed':
      foldTrade(state, event.trade);
      return;
    case 'protection.set':
      foldProtection(state, event);
      return;
    case 'equity.measured':
      foldEquity(state, at, event.equity);
      return;
    case 'outcome.measured':
      state.horizons = state.horizons.filter(
        (watch) => watch.decisionId !== event.decisionId || watch.horizonMs !== event.horizonMs,
      );
      return;
    case 'limit.reached':
      state.track.limitDays.set(event.limit, dayOf(at));
      return;
    case 'entries.paused':
      state.paused = true;
      return;
    case 'entries.resumed':
      state.paused = false;
      if (event.drawdownFrom !== undefined) {
        state.track.equityPeak = decimal(event.drawdownFrom);
        state.track.limitDays.delete('drawdown');
      }
      return;
    case 'entries.halted':
      state.halted = event.reason;
      return;
    case 'panic.latched':
      state.panicked = true;
      state.flattening = true;
      return;
    case 'panic.flattened':
      state.flattening = false;
      return;
    case 'panic.cleared':
      state.panicked = false;
      state.flattening = false;
      state.halted = null;
      return;
    case 'setting.changed':
      settings.apply(event.key, event.to);
      return;
    case 'policy.changed':
      if (isSamePolicy(event.to, NO_POLICY)) state.policies.delete(event.userId);
      else state.policies.set(event.userId, event.to);
      return;
    case 'approvers.changed':
      state.approvers = event.users;
      return;
    case 'approval.reason-given':
      state.declined.delete(event.approvalId);
      return;
    case 'approval.scored':
      foldScore(state, event.score);
      return;
    case 'funding.settled':
      foldSeenFunding(state.account, event);
      state.portfolio = foldFunding(state.portfolio, event.funding);
      return;
    case 'baseline.recorded':
      foldBaseline(state.account, event);
      return;
    case 'external.found':
      foldFound(state.account, event);
      return;
    case 'external.answered':
      foldAnswered(state.account, event);
      return;
    case 'dust.set-aside':
      foldRemainder(state, event);
      return;
    case 'desk.recovered':
    case 'desk.noticed':
    case 'command.refused':
      return;
  }
}

function dayOf(at: number): number {
  return Math.floor(at / TIMEFRAME_MS['1d']);
}

function foldDecision(state: DeskState, record: DecisionRecord): void {
  // An emergency exit may overtake a decision that is still being voted on.
  state.counters.decision = Math.max(state.counters.decision, record.number);
  remember(state.decidedSignals, record.signal.id);
  if (record.outcome === 'asked') state.asked.set(record.id, record);
  rememberSource(state, record);
  foldWatch(state, record);
  foldProposal(state, record.signal);
  if (record.signal.action !== 'enter') return;
  // A horizon that passed unmeasured (an outage) is given up, so that the list stays short.
  state.horizons = state.horizons.filter((watch) => watch.at + watch.horizonMs > record.at - TIMEFRAME_MS['1h']);
  for (const horizonMs of HORIZONS_MS) {
    state.horizons.push({
      decisionId: record.id,
      symbol: record.signal.symbol,
      at: record.at,
      price: record.inputs.market.price,
      horizonMs,
    });
  }
}

/** The value of what is entered in a day is counted as it was decided, whatever of it fills. */
function countNotional(state: DeskState, record: DecisionRecord): void {
  if (record.outcome !== 'acted' || record.signal.action !== 'enter' || record.sizing === null) return;
  const { track } = state;
  const day = dayOf(record.at);
  const before = track.notionalToday.day === day ? track.notionalToday.sum : ZERO;
  track.notionalToday = { day, sum: before.plus(decimal(record.sizing.notional)) };
}

function countEntry(state: DeskState, at: number, symbol: InstrumentSymbol): void {
  const { lastEntryAt, recentEntries } = state.track;
  lastEntryAt.set(symbol, at);
  const recent = (recentEntries.get(symbol) ?? []).filter((time) => time > at - TIMEFRAME_MS['1m']);
  recentEntries.set(symbol, [...recent, at]);
}

function rememberSource(state: DeskState, record: DecisionRecord): void {
  countNotional(state, record);
  if (record.outcome !== 'acted') return;
  state.sources.set(record.id, {
    source: record.signal.source,
    unit: record.signal.plan.unit,
    exitReason: record.signal.reason,
    protection: protectionOf(record),
  });
  trim(state.sources);
}

function protectionOf(record: DecisionRecord): Protection | null {
  if (record.signal.action !== 'enter' || record.sizing === null) return null;
  const { stopPrice, targetPrice, trailDistance } = record.sizing;
  const { maxHoldMs } = record.signal.plan;
  return {
    decisionId: record.id,
    stopPrice,
    targetPrice,
    trailDistance,
    exitBy: maxHoldMs === null ? null : record.at + maxHoldMs,
  };
}

function foldOrderEvent(state: DeskState, at: number, event: OrderJournalEvent): void {
  const clientId = orderClientId(event);
  const order = foldOrder(state.orders.get(clientId) ?? null, at, event);
  if (order === null) return;
  state.orders.set(clientId, order);
  if (TERMINAL_ORDER_STATES.has(order.state)) state.openOrderIds.delete(clientId);
  else state.openOrderIds.add(clientId);
  if (state.orders.size > REMEMBERED) dropOldestTerminal(state);
}

function dropOldestTerminal(state: DeskState): void {
  // The attempts of a decision that still guards a position are counted from here: they stay.
  const guarding = new Set([...state.holdings.values()].map((holding) => holding.protection?.decisionId));
  for (const [clientId, order] of state.orders) {
    if (!TERMINAL_ORDER_STATES.has(order.state) || guarding.has(order.decisionId)) continue;
    state.orders.delete(clientId);
    return;
  }
}

function countOrder(state: DeskState, at: number): void {
  const { track } = state;
  track.recentOrders = track.recentOrders.filter((time) => time > at - TIMEFRAME_MS['1m']);
  track.recentOrders.push(at);
  const day = dayOf(at);
  track.ordersToday = track.ordersToday.day === day ? { day, count: track.ordersToday.count + 1 } : { day, count: 1 };
}

function foldFilled(state: DeskState, event: Extract<JournalEvent, { type: 'order.filled' }>): void {
  const { fill, decisionId } = event;
  state.counters.fill = event.number;
  remember(state.seenFills, `${fill.venue}|${fill.symbol}|${fill.tradeId}`);
  if (!fill.tradeId.startsWith(ADOPTED)) state.lastFill = { tradeId: fill.tradeId, symbol: fill.symbol, at: fill.at };
  foldCursor(state.account, fill);
  const { portfolio, effect } = foldFill(state.portfolio, fill, decisionId);
  const order = state.orders.get(fill.clientId) ?? null;
  const holding = state.holdings.get(fill.symbol) ?? null;
  state.portfolio = portfolio;
  if (effect.closed !== null) {
    state.closings.push({ position: effect.closed, holding, fill, exitDecisionId: decisionId, exitOrder: order });
    state.holdings.delete(fill.symbol);
  }
  state.account.reductions.delete(fill.symbol);
  if (effect.position === null) return;
  const entered = effect.position.direction === (fill.side === 'buy' ? 'long' : 'short');
  if (entered) state.holdings.set(fill.symbol, heldAfterEntry(state, effect.closed === null ? holding : null, event));
  else state.account.reductions.set(fill.symbol, { fill, decisionId, order });
}

/** What is left of a position and cannot be sold ends the trade; before any exit there is no trade to tell of. */
function foldRemainder(state: DeskState, event: JournalEventOf<'dust.set-aside'>): void {
  const { symbol } = event;
  const position = state.portfolio.positions.get(symbol);
  const reduction = state.account.reductions.get(symbol);
  state.portfolio = foldSetAside(state.portfolio, event);
  if (position !== undefined && reduction !== undefined) {
    const { fill, decisionId, order } = reduction;
    const holding = state.holdings.get(symbol) ?? null;
    state.closings.push({ position, holding, fill, exitDecisionId: decisionId, exitOrder: order });
  }
  state.holdings.delete(symbol);
  state.account.reductions.delete(symbol);
}

function heldAfterEntry(
  state: DeskState,
  before: Holding | null,
  { fill, decisionId }: Extract<JournalEvent, { type: 'order.filled' }>,
): Holding {
  const source = state.sources.get(decisionId);
  const price = estimateOf(fill.price);
  if (before === null) {
    return {
      source: source?.source ?? 'external',
      units: source?.unit ?? 1,
      lastEntryPrice: price,
      entryDecisionIds: [decisionId],
      protection: null,
    };
  }
  if (before.entryDecisionIds.includes(decisionId)) return before;
  return {
    ...before,
    units: Math.max(before.units + 1, source?.unit ?? 1),
    lastEntryPrice: price,
    entryDecisionIds: [...before.entryDecisionIds, decisionId],
  };
}

function foldTrade(state: DeskState, trade: ClosedTrade): void {
  const { track } = state;
  state.counters.trade = trade.number;
  foldClosedWatches(state, trade);
  state.closings = state.closings.filter(
    (closing) => closing.fill.symbol !== trade.symbol || closing.position.openedAt !== trade.openedAt,
  );
  if (decimal(trade.net).isNegative()) {
    track.lossStreak += 1;
    track.winStreak = 0;
    track.lastLossAt.set(trade.symbol, trade.closedAt);
    return;
  }
  track.winStreak += 1;
  track.lossStreak = 0;
}

function foldProtection(state: DeskState, event: Extract<JournalEvent, { type: 'protection.set' }>): void {
  const holding = state.holdings.get(event.symbol);
  if (holding === undefined) return;
  const { decisionId, stopPrice, targetPrice, trailDistance, exitBy } = event;
  state.holdings.set(event.symbol, {
    ...holding,
    protection: { decisionId, stopPrice, targetPrice, trailDistance, exitBy },
  });
}

function foldEquity(state: DeskState, at: number, equityText: string): void {
  const { track } = state;
  const equity = decimal(equityText);
  track.lastMeasuredAt = at;
  if (equity.greaterThan(track.equityPeak)) track.equityPeak = equity;
  const drawdown = track.equityPeak.isZero() ? 0 : 1 - estimateOf(equity.div(track.equityPeak));
  track.maxDrawdownFraction = Math.max(track.maxDrawdownFraction, drawdown);
  const day = dayOf(at);
  if (day === track.day) return;
  track.day = day;
  track.dayStartEquity = equity;
}

function remember(set: Set<string>, key: string): void {
  set.add(key);
  if (set.size <= REMEMBERED * 4) return;
  for (const oldest of set) {
    set.delete(oldest);
    return;
  }
}

function trim(map: Map<string, unknown>): void {
  if (map.size <= REMEMBERED) return;
  for (const oldest of map.keys()) {
    map.delete(oldest);
    return;
  }
}
