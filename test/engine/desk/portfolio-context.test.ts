import { describe, expect, it } from 'vitest';
import { portfolioContext } from '../../../engine/desk/portfolio-context.ts';
import { decimal } from '../../../engine/domain/decimal.ts';
import { BTC, ETH } from '../../fakes/market.ts';
import type { DeskWorld } from './desk-world.ts';
import { entrySignal, HOUR, MINUTE, NOON, openDeskWorld, openHoldingWorld } from './desk-world.ts';

function contextOf({ ledger, clock }: DeskWorld, symbol = BTC, price = '100000', now = clock.now()) {
  return portfolioContext(ledger.state, ledger.openOrders(), symbol, now, () => decimal(price));
}

/** Journals a trade in BTC that closed at `at` with so much gain or loss. */
function closeTrade({ ledger }: DeskWorld, at: number, net: string): void {
  ledger.record([
    {
      type: 'trade.closed',
      trade: {
        number: ledger.state.counters.trade + 1,
        symbol: BTC,
        direction: 'long',
        source: 'strategy:turtle',
        openedAt: at - MINUTE,
        closedAt: at,
        quantity: '1',
        entryPrice: '1',
        exitPrice: '1',
        realised: net,
        fees: '0',
        net,
        entryDecisionId: 'D-1',
        exitDecisionId: 'D-1',
        exitReason: { code: 'exit.external', values: {} },
      },
    },
  ]);
}

it('shows an untouched account', () => {
  expect(contextOf(openDeskWorld())).toEqual({
    equity: 10_000,
    cash: 10_000,
    exposure: 0,
    openPositions: 0,
    position: null,
    dayReturnFraction: 0,
    drawdownFraction: 0,
    pendingNotional: 0,
    pendingSymbolNotional: 0,
    lossStreak: 0,
    winStreak: 0,
    lastLossAt: null,
    lastEntryAt: null,
    ordersLastMinute: 0,
    ordersToday: 0,
    unresolvedOrders: 0,
  });
});

it('shows what is held at the price of now', async () => {
  const world = await openHoldingWorld();
  // Bought 0.02 at 100,000.1 for 2000.002 and a fee of 1.000001.
  const cash = 7_998.997999;
  expect(contextOf(world, BTC, '95000')).toEqual({
    equity: cash + 1_900,
    cash,
    exposure: 1_900,
    openPositions: 1,
    position: { direction: 'long', quantity: '0.02', notional: 1_900, units: 1 },
    dayReturnFraction: 0.9898997999 - 1,
    drawdownFraction: 1 - 0.9898997999,
    pendingNotional: 0,
    pendingSymbolNotional: 0,
    lossStreak: 0,
    winStreak: 0,
    lastLossAt: null,
    lastEntryAt: NOON + 1_000,
    ordersLastMinute: 2,
    ordersToday: 2,
    unresolvedOrders: 0,
  });
  expect(contextOf(world, ETH, '95000')).toMatchObject({ position: null, lastEntryAt: null, openPositions: 1 });
});

it('counts entries that wait, at their limit, and not the stops', async () => {
  const world = await openHoldingWorld();
  await world.candidates.consider(entrySignal(world.clock.now(), { plan: { limitPrice: '90000', unit: 2 } }));
  expect(world.openOrders('entry').map(({ request }) => request.quantity)).toEqual(['0.022']);
  expect(contextOf(world).pendingNotional).toBe(1_980);
  expect(contextOf(world).pendingSymbolNotional).toBe(1_980);
});

it('counts orders whose outcome nobody knows, in this symbol only', async () => {
  const world = openDeskWorld({ faults: { send: ['lose-then-unknown'] } });
  await world.quote(100_000);
  await world.candidates.consider(entrySignal(world.clock.now()));
  expect(contextOf(world).unresolvedOrders).toBe(1);
  expect(contextOf(world, ETH).unresolvedOrders).toBe(0);
});

describe('a run of losses', () => {
  it('counts until a trade that does not lose', () => {
    const world = openDeskWorld();
    closeTrade(world, NOON, '-5');
    closeTrade(world, NOON + 1, '-0.01');
    expect(contextOf(world)).toMatchObject({ lossStreak: 2, winStreak: 0, lastLossAt: NOON + 1 });
    closeTrade(world, NOON + 2, '0');
    expect(contextOf(world)).toMatchObject({ lossStreak: 0, winStreak: 1, lastLossAt: NOON + 1 });
  });

  it('is forgotten six hours after the last of them', () => {
    const world = openDeskWorld();
    closeTrade(world, NOON - HOUR, '-5');
    closeTrade(world, NOON, '-5');
    expect(contextOf(world, ETH, '1', NOON + 6 * HOUR).lossStreak).toBe(2);
    expect(contextOf(world, ETH, '1', NOON + 6 * HOUR + 1).lossStreak).toBe(0);
  });
});

it('forgets orders of the last minute and of the day as time goes on', async () => {
  const world = await openHoldingWorld();
  const secondOrderAt = world.clock.now();
  expect(contextOf(world, BTC, '1', secondOrderAt + MINUTE - 1)).toMatchObject({ ordersLastMinute: 1, ordersToday: 2 });
  expect(contextOf(world, BTC, '1', secondOrderAt + MINUTE)).toMatchObject({ ordersLastMinute: 0, ordersToday: 2 });
  expect(contextOf(world, BTC, '1', NOON + 12 * HOUR).ordersToday).toBe(0);
});

it('measures the day from its first measure and the drawdown from the peak', () => {
  const world = openDeskWorld();
  const measured = (equity: string) =>
    world.ledger.record([{ type: 'equity.measured', equity, cash: equity, exposure: '0' }]);
  measured('12000');
  world.clock.set(NOON + 12 * HOUR);
  measured('11000');
  expect(contextOf(world)).toMatchObject({ dayReturnFraction: 10 / 11 - 1, drawdownFraction: 1 - 10 / 12 });
  expect(contextOf(world, BTC, '1', NOON + 36 * HOUR).dayReturnFraction).toBe(0);
});
