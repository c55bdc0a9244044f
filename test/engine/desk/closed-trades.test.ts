import { expect, it } from 'vitest';
import { closedTradeOf } from '../../../engine/desk/closed-trades.ts';
import type { Closing } from '../../../engine/desk/desk-state.ts';
import { emptyDeskState } from '../../../engine/desk/desk-state.ts';
import type { Fill } from '../../../engine/domain/fill.ts';
import type { Order } from '../../../engine/domain/order.ts';
import type { Position } from '../../../engine/domain/position.ts';
import { applyFill } from '../../../engine/domain/position.ts';
import { reason } from '../../../engine/domain/reason.ts';
import { BTC } from '../../fakes/market.ts';

function fill(side: Fill['side'], quantity: string, price: string, fee: string, at: number): Fill {
  const venue = { venue: 'simulated', symbol: BTC, feeCurrency: 'USDT', liquidity: 'taker' } as const;
  return { ...venue, tradeId: `t-${at}`, clientId: `c-${at}`, side, quantity, price, fee, at };
}

function closingOf(fills: readonly Fill[], over: Partial<Closing> = {}): Closing {
  let position: Position | null = null;
  let closed: Position | null = null;
  for (const each of fills) ({ position, closed } = applyFill(position, each, 'D-1'));
  const last = fills.at(-1);
  if (closed === null || last === undefined) throw new Error('the fills do not close a position');
  return { position: closed, holding: null, fill: last, exitDecisionId: 'D-2', exitOrder: null, ...over };
}

const SHORT = [
  fill('sell', '0.2', '100', '0.01', 1_000),
  fill('sell', '0.1', '103', '0.005', 2_000),
  fill('buy', '0.1', '90.5', '0.004', 3_000),
  fill('buy', '0.2', '95', '0.0095', 4_000),
];

it('tells a closed short to the last digit', () => {
  const state = emptyDeskState();
  state.sources.set('D-2', {
    source: 'strategy:turtle',
    unit: 1,
    exitReason: reason('turtle.exit-channel', { level: 96 }),
    protection: null,
  });
  const holding = {
    source: 'strategy:turtle',
    units: 2,
    lastEntryPrice: 103,
    entryDecisionIds: ['D-1'],
    protection: null,
  };
  // 0.2 × 100 + 0.1 × 103 = 30.3 in; 9.05 + 19 = 28.05 out.
  expect(closedTradeOf(state, closingOf(SHORT, { holding }), 7)).toEqual({
    number: 7,
    symbol: BTC,
    direction: 'short',
    source: 'strategy:turtle',
    openedAt: 1_000,
    closedAt: 4_000,
    quantity: '0.3',
    entryPrice: '101',
    exitPrice: '93.5',
    realised: '2.25',
    fees: '0.0285',
    net: '2.2215',
    entryDecisionId: 'D-1',
    exitDecisionId: 'D-2',
    exitReason: reason('turtle.exit-channel', { level: 96 }),
  });
});

it('cuts an endless average at ten places', () => {
  const thirds = [
    fill('buy', '0.1', '100', '0', 1_000),
    fill('buy', '0.2', '101', '0', 2_000),
    fill('sell', '0.3', '102', '0', 3_000),
  ];
  expect(closedTradeOf(emptyDeskState(), closingOf(thirds), 1)).toMatchObject({
    entryPrice: '100.6666666667',
    exitPrice: '102',
    realised: '0.4',
  });
});

it('names the stop that closed it, by order and price', () => {
  const exitOrder: Order = {
    clientId: 'c-stop',
    decisionId: 'D-1',
    leg: 'stop',
    attempt: 0,
    number: 5,
    request: {
      symbol: BTC,
      side: 'buy',
      type: 'stop-market',
      quantity: '0.3',
      price: null,
      triggerPrice: '95',
      reduceOnly: true,
    },
    at: 1_500,
    state: 'OPEN',
    filledQuantity: '0.3',
    averagePrice: '95.1',
    venueOrderId: 'v-5',
    sentAt: 1_500,
    updatedAt: 4_000,
    reason: null,
  };
  const trade = closedTradeOf(emptyDeskState(), closingOf(SHORT, { exitOrder, exitDecisionId: 'D-1' }), 1);
  expect(trade.exitReason).toEqual(reason('exit.stop', { stopPrice: '95', price: '95.1', order: 5 }));
});

it('says so when nobody of this desk opened or closed it', () => {
  const trade = closedTradeOf(emptyDeskState(), closingOf(SHORT), 1);
  expect(trade).toMatchObject({ source: 'external', exitReason: reason('exit.external') });
});
