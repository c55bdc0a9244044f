import { describe, expect, it } from 'vitest';
import { openApproval } from '../../../engine/decision/approval-terms.ts';
import type { DeskState } from '../../../engine/desk/desk-state.ts';
import { emptyDeskState } from '../../../engine/desk/desk-state.ts';
import { foldDesk } from '../../../engine/desk/fold-desk.ts';
import { Settings } from '../../../engine/desk/settings.ts';
import type { Approval } from '../../../engine/domain/approval.ts';
import type { ClosedTrade } from '../../../engine/domain/closed-trade.ts';
import { decimalText } from '../../../engine/domain/decimal.ts';
import type { DecisionRecord } from '../../../engine/domain/decision.ts';
import type { Fill } from '../../../engine/domain/fill.ts';
import type { JournalEvent } from '../../../engine/domain/journal-entry.ts';
import type { Leg, OrderState } from '../../../engine/domain/order.ts';
import { reason } from '../../../engine/domain/reason.ts';
import { NO_PLAN } from '../../../engine/domain/signal.ts';
import { BTC, ETH } from '../../fakes/market.ts';
import { decisionRecord } from '../../fixtures/decision-record.ts';
import { CONFIG, HOUR, NOON, STARTED } from './desk-world.ts';

class Fold {
  readonly state: DeskState = emptyDeskState();
  readonly settings = new Settings(CONFIG);
  #orders = 0;
  #fills = 0;

  constructor() {
    this.add(STARTED);
  }

  add(event: JournalEvent, at = NOON): void {
    foldDesk(this.state, this.settings, at, event);
  }

  decide(number: number, over: Partial<DecisionRecord> = {}, at = NOON + number): DecisionRecord {
    const base = decisionRecord(number, { at });
    const record: DecisionRecord = { ...base, signal: { ...base.signal, symbol: BTC }, ...over };
    this.add({ type: 'decision.made', record, sha256: 'a' }, at);
    return record;
  }

  intend(decisionId: string, leg: Leg, over: { symbol?: string; quantity?: string } = {}, at = NOON): string {
    this.#orders += 1;
    const clientId = `c-${this.#orders}`;
    const request = {
      ...({ symbol: BTC, side: 'buy', type: 'market', quantity: '1' } as const),
      ...{ price: null, triggerPrice: null, reduceOnly: leg !== 'entry', ...over },
    };
    const intent = { clientId, decisionId, leg, attempt: 0, request, at };
    this.add({ type: 'order.intended', number: this.#orders, intent }, at);
    return clientId;
  }

  turn(clientId: string, state: Exclude<OrderState, 'INTENT'>, at = NOON): void {
    const order = { clientId, decisionId: 'D-1', symbol: BTC, venueOrderId: null, reason: null };
    this.add({ type: 'order.changed', ...order, state }, at);
  }

  fill(clientId: string, side: Fill['side'], quantity: string, price: string, decisionId = 'D-1', at = NOON): void {
    this.#fills += 1;
    const venue = { venue: 'simulated', symbol: BTC, feeCurrency: 'USDT', liquidity: 'taker', fee: '0' } as const;
    const fill = { ...venue, tradeId: `t-${this.#fills}`, clientId, side, quantity, price, at };
    this.add({ type: 'order.filled', number: this.#fills, decisionId, fill }, at);
  }

  closeTrade(over: Partial<ClosedTrade> = {}): void {
    const number = this.state.counters.trade + 1;
    const trade: ClosedTrade = {
      ...{ number, symbol: BTC, direction: 'long', source: 'strategy:turtle', openedAt: NOON, closedAt: NOON },
      ...{ quantity: '1', entryPrice: '100', exitPrice: '110', realised: '10', fees: '0', net: '10' },
      ...{ entryDecisionId: 'D-1', exitDecisionId: 'D-1', exitReason: reason('exit.external') },
      ...over,
    };
    this.add({ type: 'trade.closed', trade });
  }
}

function askedRecord(number: number): DecisionRecord {
  return decisionRecord(number, { outcome: 'asked', order: null, reason: reason('approval.always') });
}

function held(): Fold {
  const fold = new Fold();
  fold.decide(1);
  const entry = fold.intend('D-1', 'entry', { quantity: '2' });
  fold.turn(entry, 'SENDING');
  fold.turn(entry, 'OPEN');
  fold.fill(entry, 'buy', '2', '100');
  fold.turn(entry, 'FILLED');
  return fold;
}

it('begins with the cash, the peak and the day of the start', () => {
  const { state } = new Fold();
  expect(decimalText(state.portfolio.cash)).toBe('10000');
  expect(decimalText(state.track.equityPeak)).toBe('10000');
  expect(state.track).toMatchObject({ day: Math.floor(NOON / 86_400_000), lastMeasuredAt: NOON });
  expect(state.started).toBe(STARTED);
});

describe('a decision', () => {
  it('that acted is counted, remembered, and watched at three horizons', () => {
    const fold = new Fold();
    const record = fold.decide(1);
    expect(fold.state.counters.decision).toBe(1);
    expect([...fold.state.decidedSignals]).toEqual([record.signal.id]);
    expect(fold.state.sources.get('D-1')).toEqual({
      source: 'strategy:turtle',
      unit: 1,
      exitReason: record.signal.reason,
      protection: { decisionId: 'D-1', stopPrice: '169.94', targetPrice: null, trailDistance: null, exitBy: null },
    });
    expect(fold.state.horizons).toEqual(
      [600_000, 3_600_000, 14_400_000].map((horizonMs) => ({
        ...{ decisionId: 'D-1', symbol: BTC, at: NOON + 1, price: 171.88, horizonMs },
      })),
    );
  });

  it('that did not act leaves no source, and an exit no horizon', () => {
    const fold = new Fold();
    fold.decide(1, { outcome: 'held' });
    expect(fold.state.sources.size).toBe(0);
    expect(fold.state.horizons).toHaveLength(3);
    const exit = decisionRecord(2);
    fold.decide(2, { signal: { ...exit.signal, action: 'exit', plan: NO_PLAN } });
    expect(fold.state.horizons).toHaveLength(3);
    expect(fold.state.sources.get('D-2')?.protection).toBeNull();
  });

  it('is to be closed at its time limit', () => {
    const fold = new Fold();
    const { signal } = decisionRecord(1);
    fold.decide(1, { signal: { ...signal, plan: { ...signal.plan, maxHoldMs: HOUR } } });
    expect(fold.state.sources.get('D-1')?.protection?.exitBy).toBe(NOON + 1 + HOUR);
  });

  it('overtaken by a later one does not set the count back', () => {
    const fold = new Fold();
    fold.decide(3);
    fold.decide(2);
    expect(fold.state.counters.decision).toBe(3);
  });
});

describe('a question', () => {
  const ask = (fold: Fold, id: string, record: DecisionRecord): Approval => {
    const approval = openApproval(id, record);
    fold.add({ type: 'approval.requested', approval });
    return approval;
  };

  it('waits with its decision until it is answered', () => {
    const fold = new Fold();
    const record = askedRecord(1);
    fold.add({ type: 'decision.made', record, sha256: 'a' });
    const approval = ask(fold, 'A-1', record);
    expect([...fold.state.approvals.values()]).toEqual([approval]);
    expect([...fold.state.asked.values()]).toEqual([record]);
    expect(fold.state.counters.approval).toBe(1);
    fold.add({ type: 'approval.answered', approval: { ...approval, status: 'approved' } });
    fold.add({ type: 'decision.resolved', record: { ...record, outcome: 'acted' }, sha256: 'b' });
    expect(fold.state.approvals.size + fold.state.asked.size).toBe(0);
    expect(fold.state.sources.get('D-1')?.source).toBe('strategy:turtle');
    expect(fold.state.counters.decision).toBe(1);
  });

  it('asked anew waits on with the decision as it then is', () => {
    const fold = new Fold();
    const record = askedRecord(1);
    fold.add({ type: 'decision.made', record, sha256: 'a' });
    const first = ask(fold, 'A-1', record);
    const requoted = { ...record, sizing: { ...record.sizing!, quantity: '4.5' } };
    fold.add({ type: 'approval.answered', approval: { ...first, status: 'requoted' } });
    fold.add({ type: 'decision.resolved', record: requoted, sha256: 'b' });
    ask(fold, 'A-2', requoted);
    expect([...fold.state.approvals.keys()]).toEqual(['A-2']);
    expect([...fold.state.asked.values()]).toEqual([requoted]);
  });
});

describe('an order', () => {
  it('is open from its intent to its end, in the order of intents', () => {
    const fold = new Fold();
    const [a, b] = [fold.intend('D-1', 'entry'), fold.intend('D-2', 'entry')];
    expect([...fold.state.openOrderIds]).toEqual([a, b]);
    fold.turn(a, 'SENDING');
    fold.turn(a, 'UNKNOWN');
    expect([...fold.state.openOrderIds]).toEqual([a, b]);
    fold.turn(a, 'NOT_PLACED');
    expect([...fold.state.openOrderIds]).toEqual([b]);
    expect(fold.state.orders.get(a)?.state).toBe('NOT_PLACED');
    expect(fold.state.counters.order).toBe(2);
  });

  it('counts against minute and day; an entry is remembered by its market', () => {
    const fold = new Fold();
    fold.intend('D-1', 'entry', {}, NOON);
    fold.intend('D-1', 'stop', {}, NOON + 59_999);
    fold.intend('D-2', 'entry', { symbol: ETH }, NOON + 60_000);
    expect(fold.state.track.recentOrders).toEqual([NOON + 59_999, NOON + 60_000]);
    expect(fold.state.track.ordersToday.count).toBe(3);
    expect([...fold.state.track.lastEntryAt]).toEqual([
      [BTC, NOON],
      [ETH, NOON + 60_000],
    ]);
    fold.intend('D-3', 'entry', {}, NOON + 12 * HOUR);
    expect(fold.state.track.ordersToday.count).toBe(1);
  });
});

describe('a fill', () => {
  it('moves money, position and holding', () => {
    const { state } = held();
    expect(decimalText(state.portfolio.cash)).toBe('9800');
    expect(state.portfolio.positions.get(BTC)).toMatchObject({ direction: 'long', entryDecisionId: 'D-1' });
    expect(state.holdings.get(BTC)).toEqual({
      source: 'strategy:turtle',
      units: 1,
      lastEntryPrice: 100,
      entryDecisionIds: ['D-1'],
      protection: null,
    });
    expect([...state.seenFills]).toEqual([`simulated|${BTC}|t-1`]);
    expect(state).toMatchObject({ lastFill: { tradeId: 't-1', symbol: BTC }, counters: { fill: 1 } });
  });

  it('of another decision adds a unit; a further one of the same does not', () => {
    const fold = held();
    fold.decide(2);
    const more = fold.intend('D-2', 'entry', { quantity: '2' });
    fold.turn(more, 'SENDING');
    fold.fill(more, 'buy', '1', '110', 'D-2');
    fold.fill(more, 'buy', '1', '111', 'D-2');
    expect(fold.state.holdings.get(BTC)).toMatchObject({
      units: 2,
      lastEntryPrice: 110,
      entryDecisionIds: ['D-1', 'D-2'],
    });
  });

  it('that closes leaves a closing until its trade is told', () => {
    const fold = held();
    const exit = fold.intend('D-2', 'exit', { quantity: '2' });
    fold.turn(exit, 'SENDING');
    fold.fill(exit, 'sell', '0.5', '105', 'D-2');
    expect(fold.state.closings).toEqual([]);
    fold.fill(exit, 'sell', '1.5', '106', 'D-2');
    expect(fold.state.holdings.size + fold.state.portfolio.positions.size).toBe(0);
    expect(fold.state.closings).toMatchObject([
      { exitDecisionId: 'D-2', holding: { source: 'strategy:turtle' }, exitOrder: { clientId: exit } },
    ]);
    fold.closeTrade();
    expect(fold.state.closings).toEqual([]);
    expect(fold.state.counters.trade).toBe(1);
  });

  it('through zero closes the old side and opens the new one', () => {
    const fold = held();
    fold.fill('by-hand', 'sell', '3', '105', 'D-9');
    expect(fold.state.closings).toHaveLength(1);
    expect(fold.state.portfolio.positions.get(BTC)?.direction).toBe('short');
    expect(fold.state.holdings.get(BTC)).toMatchObject({ source: 'external', units: 1, entryDecisionIds: ['D-9'] });
  });
});

describe('streaks', () => {
  it('grow with each loss and each trade that does not lose, and break each other', () => {
    const fold = new Fold();
    const streaks = ['-1', '-0.000001', '0', '3', '-2'].map((net) => {
      fold.closeTrade({ net });
      return [fold.state.track.lossStreak, fold.state.track.winStreak];
    });
    expect(streaks).toEqual([
      [1, 0],
      [2, 0],
      [0, 1],
      [0, 2],
      [1, 0],
    ]);
  });

  it('remember the last loss by its market', () => {
    const fold = new Fold();
    fold.closeTrade({ net: '-1', closedAt: NOON + 5 });
    fold.closeTrade({ net: '1', symbol: ETH, closedAt: NOON + 6 });
    expect([...fold.state.track.lastLossAt]).toEqual([[BTC, NOON + 5]]);
  });
});

describe('the rest of what happens', () => {
  it('a protection is kept for what is held, and for nothing else', () => {
    const fold = held();
    const protection = { decisionId: 'D-1', stopPrice: '90', targetPrice: '120', trailDistance: '5', exitBy: NOON };
    fold.add({ type: 'protection.set', symbol: BTC, ...protection, reason: reason('protection.from-decision') });
    fold.add({ type: 'protection.set', symbol: ETH, ...protection, reason: reason('protection.from-decision') });
    expect(fold.state.holdings.get(BTC)?.protection).toEqual(protection);
    expect(fold.state.holdings.has(ETH)).toBe(false);
  });

  it('equity lifts the peak, deepens the drawdown and begins the day', () => {
    const fold = new Fold();
    const measure = (equity: string, at: number) =>
      fold.add({ type: 'equity.measured', equity, cash: equity, exposure: '0' }, at);
    measure('12000', NOON + HOUR);
    measure('9000', NOON + 2 * HOUR);
    measure('11000', NOON + 12 * HOUR);
    const { track } = fold.state;
    expect([decimalText(track.equityPeak), decimalText(track.dayStartEquity)]).toEqual(['12000', '11000']);
    expect(track).toMatchObject({ maxDrawdownFraction: 0.25, lastMeasuredAt: NOON + 12 * HOUR });
  });

  it('a measured outcome is not measured again', () => {
    const fold = new Fold();
    fold.decide(1);
    const outcome = { symbol: BTC, price: 1, returnFraction: 0 };
    fold.add({ type: 'outcome.measured', decisionId: 'D-1', horizonMs: 3_600_000, ...outcome });
    expect(fold.state.horizons.map(({ horizonMs }) => horizonMs)).toEqual([600_000, 14_400_000]);
  });

  it('switches are thrown and put back', () => {
    const fold = new Fold();
    const gates = () => {
      const { paused, panicked, flattening, halted } = fold.state;
      return { paused, panicked, flattening, halted: halted?.code ?? null };
    };
    fold.add({ type: 'entries.paused', by: 'owner' });
    fold.add({ type: 'entries.halted', reason: reason('order.overfilled') });
    fold.add({ type: 'panic.latched', by: 'owner', positions: 1, orders: 0 });
    expect(gates()).toEqual({ paused: true, panicked: true, flattening: true, halted: 'order.overfilled' });
    fold.add({ type: 'panic.flattened', realised: '0', fees: '0', equity: '1' });
    fold.add({ type: 'entries.resumed', by: 'owner' });
    expect(gates()).toEqual({ paused: false, panicked: true, flattening: false, halted: 'order.overfilled' });
    fold.add({ type: 'panic.cleared', by: 'owner' });
    expect(gates()).toEqual({ paused: false, panicked: false, flattening: false, halted: null });
  });

  it('a setting is applied; a recovery and a refusal change nothing', () => {
    const fold = new Fold();
    fold.add({ type: 'setting.changed', key: 'risk.per-trade', from: 0.005, to: 0.001, by: 'owner' });
    expect(fold.settings.value('risk.per-trade')).toBe(0.001);
    const before = structuredClone(fold.state.counters);
    fold.add({ type: 'desk.recovered', adoptedFills: 1, resolvedOrders: 2, openOrders: 3 });
    fold.add({ type: 'command.refused', by: 'owner', command: 'order.cancel', reason: reason('order.not-open') });
    expect(fold.state.counters).toEqual(before);
  });
});

it('keeps its memory bounded over 50,000 events', () => {
  const fold = new Fold();
  let events = 0;
  for (let number = 1; events < 50_000; number += 1) {
    const at = NOON + number * 60_000;
    fold.decide(number, {}, at);
    const entry = fold.intend(`D-${number}`, 'entry', {}, at);
    fold.turn(entry, 'SENDING', at);
    fold.fill(entry, 'buy', '1', '100', `D-${number}`, at);
    fold.turn(entry, 'FILLED', at);
    const exit = fold.intend(`D-${number}`, 'exit', {}, at);
    fold.turn(exit, 'SENDING', at);
    fold.fill(exit, 'sell', '1', '101', `D-${number}`, at);
    fold.turn(exit, 'FILLED', at);
    fold.closeTrade({ openedAt: at });
    events += 10;
  }
  const { state } = fold;
  expect(state.counters).toMatchObject({ decision: 5_000, order: 10_000, fill: 10_000, trade: 5_000 });
  expect({
    orders: state.orders.size,
    openOrders: state.openOrderIds.size,
    sources: state.sources.size,
    decidedSignals: state.decidedSignals.size,
    seenFills: state.seenFills.size,
    closings: state.closings.length,
    recentOrders: state.track.recentOrders.length,
    holdings: state.holdings.size,
  }).toEqual({
    orders: 2_000,
    openOrders: 0,
    sources: 2_000,
    decidedSignals: 5_000,
    seenFills: 8_000,
    closings: 0,
    recentOrders: 2,
    holdings: 0,
  });
  // Four hours and one more, for each minute's candidate.
  expect(state.horizons.length).toBeLessThanOrEqual(70 + 120 + 300);
  // The money is exact to the end: 5,000 × 1.
  expect(decimalText(state.portfolio.cash)).toBe('15000');
  expect(state.orders.has('c-10000')).toBe(true);
});

it('never forgets an order that is still open', () => {
  const fold = new Fold();
  const resting = fold.intend('D-1', 'stop');
  for (let number = 2; number < 2_500; number += 1) {
    const order = fold.intend(`D-${number}`, 'entry');
    fold.turn(order, 'SENDING');
    fold.turn(order, 'REJECTED');
  }
  expect([...fold.state.openOrderIds]).toEqual([resting]);
  expect(fold.state.orders.get(resting)?.state).toBe('INTENT');
  expect(fold.state.orders.size).toBe(2_000);
});
