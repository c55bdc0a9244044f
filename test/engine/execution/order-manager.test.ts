import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, decimalText, ZERO } from '../../../engine/domain/decimal.ts';
import { InvariantError } from '../../../engine/domain/errors.ts';
import type { Fill } from '../../../engine/domain/fill.ts';
import type { OrderRequest } from '../../../engine/domain/order.ts';
import { TERMINAL_ORDER_STATES } from '../../../engine/domain/order.ts';
import { reason } from '../../../engine/domain/reason.ts';
import { clientIdOf } from '../../../engine/execution/client-id.ts';
import type { CancelFault, EventFault, FaultScript, QueryFault, SendFault } from '../../fakes/faulty-execution.ts';
import { approved, BTC, requestOf } from '../../fakes/market.ts';
import { type OrderWorld, openWorld } from './order-world.ts';

function entry(world: OrderWorld, changes: Partial<OrderRequest> = {}, decisionId = 'D-1') {
  return world.manager.place({ decisionId, leg: 'entry', request: approved(requestOf(changes)) });
}

const LIMIT = { type: 'limit', price: '90000' } as const;

describe('placing an order', () => {
  it('journals what belongs to it, the intent and the sending in one durable record before it sends', async () => {
    const world = openWorld();
    const paused = { type: 'entries.paused', by: 'test' } as const;
    const order = await world.manager.place({
      decisionId: 'D-1',
      leg: 'entry',
      request: approved(requestOf()),
      alongside: [paused],
    });
    expect(world.unrecordedSends).toEqual([]);
    expect(world.records.batches[0]).toMatchObject({
      durable: true,
      events: [paused, { type: 'order.intended', number: 1 }, { type: 'order.changed', state: 'SENDING' }],
    });
    expect(order).toMatchObject({ number: 1, state: 'OPEN', venueOrderId: 'sim-o-000001', sentAt: 2_000 });
  });

  it('counts fills and names the state in the same record', async () => {
    const world = openWorld();
    await entry(world);
    world.quote(100_000, 4);
    world.quote(100_000);
    expect(world.records.batches.slice(-2).map(({ events }) => events)).toMatchObject([
      [
        { type: 'order.filled', number: 1, fill: { quantity: '0.4' } },
        { type: 'order.changed', state: 'PARTIAL' },
      ],
      [
        { type: 'order.filled', number: 2, fill: { quantity: '0.6' } },
        { type: 'order.changed', state: 'FILLED' },
      ],
    ]);
  });

  it('returns the recorded order instead of sending it again', async () => {
    const world = openWorld();
    const [first, second] = await Promise.all([entry(world, LIMIT), entry(world, LIMIT)]);
    const third = await entry(world, { quantity: '2' });
    expect([second, third]).toEqual([first, first]);
    expect(world.execution.arrivals).toHaveLength(1);
  });

  it('records a rejection with its reason', async () => {
    const world = openWorld();
    expect(await entry(world, { quantity: '0.0001' })).toMatchObject({
      state: 'REJECTED',
      reason: { code: 'venue.quantity-off-grid' },
    });
  });

  it.each<SendFault>(['accept-then-unknown', 'accept-then-throw', 'lose-then-unknown', 'lose-then-throw'])(
    'believes neither in success nor in failure after %s',
    async (fault) => {
      const world = openWorld({ send: [fault] });
      expect((await entry(world, LIMIT)).state).toBe('UNKNOWN');
      const [resolved] = await world.manager.resolveUnknown();
      expect(resolved?.state).toBe(fault.startsWith('accept') ? 'OPEN' : 'NOT_PLACED');
      await entry(world, LIMIT);
      expect(world.execution.arrivals.length).toBe(fault.startsWith('accept') ? 1 : 0);
    },
  );

  it('asks instead of believing when the venue calls the id a duplicate', async () => {
    const world = openWorld();
    const clientId = clientIdOf({ account: 'test', decisionId: 'D-1', leg: 'entry', attempt: 0 });
    const intent = {
      clientId,
      decisionId: 'D-1',
      leg: 'entry',
      attempt: 0,
      request: requestOf(LIMIT),
      at: 2_000,
    } as const;
    await world.simulated.send(intent);
    expect(await entry(world, LIMIT)).toMatchObject({
      state: 'UNKNOWN',
      reason: { code: 'venue.duplicate-client-id' },
    });
    expect(await world.manager.resolveUnknown()).toMatchObject([{ state: 'OPEN' }]);
  });

  it('lets a second attempt of an entry live only when the first provably does not', async () => {
    const world = openWorld({ send: ['lose-then-throw'] });
    const again = () =>
      world.manager.place({ decisionId: 'D-1', leg: 'entry', attempt: 1, request: approved(requestOf(LIMIT)) });
    await entry(world, LIMIT);
    await expect(again()).rejects.toThrow(InvariantError);
    await world.manager.resolveUnknown();
    expect(world.manager.nextAttempt('D-1', 'entry')).toBe(1);
    expect(await again()).toMatchObject({ state: 'OPEN', attempt: 1 });
  });
});

describe('an order that is withheld', () => {
  it('is journalled as never placed in one durable record, and is not sent afterwards', async () => {
    const world = openWorld();
    const why = reason('risk.slippage');
    const placement = { decisionId: 'D-1', leg: 'entry', request: approved(requestOf()) } as const;
    expect(world.manager.withhold(placement, why)).toMatchObject({ state: 'NOT_PLACED', reason: why });
    expect(world.records.batches).toMatchObject([
      {
        durable: true,
        events: [
          { type: 'order.intended', number: 1 },
          { type: 'order.changed', state: 'NOT_PLACED', reason: why },
        ],
      },
    ]);
    expect(await world.manager.place(placement)).toMatchObject({ state: 'NOT_PLACED' });
    expect(world.execution.arrivals).toEqual([]);
  });
});

describe('an unknown outcome', () => {
  it('stays unknown while the venue does not answer, and calls a person after two minutes', async () => {
    const world = openWorld({ send: ['accept-then-throw'], query: Array(3).fill('throw') });
    await entry(world, LIMIT);
    expect(await world.manager.resolveUnknown()).toMatchObject([{ state: 'UNKNOWN' }]);
    world.clock.set(world.clock.now() + 119_999);
    expect(await world.manager.resolveUnknown()).toMatchObject([{ state: 'UNKNOWN' }]);
    world.clock.set(world.clock.now() + 1);
    expect(await world.manager.resolveUnknown()).toMatchObject([{ state: 'STUCK' }]);
    expect(world.incidents).toMatchObject([{ code: 'order.stuck' }]);
    expect(await world.manager.resolveUnknown()).toMatchObject([{ state: 'OPEN' }]);
  });

  it('is settled with the fills that were missed', async () => {
    const world = openWorld({ send: ['accept-then-throw'], events: ['drop', 'drop'] });
    await entry(world);
    world.quote(100_000, 4);
    world.quote(100_000);
    expect(world.records.order(world.execution.arrivals[0]!.clientId)?.filledQuantity).toBe('0');
    expect(await world.manager.resolveUnknown()).toMatchObject([{ state: 'FILLED', filledQuantity: '1' }]);
  });

  it('lasts while the venue counts more than its list of fills shows', async () => {
    const world = openWorld({ send: ['accept-then-throw'], events: ['drop'] });
    const { clientId } = await entry(world);
    world.quote(100_000, 4);
    await world.simulated.cancel(clientId, BTC);
    const { fillsOf } = world.execution;
    Object.assign(world.execution, { fillsOf: async () => [] });
    expect(await world.manager.resolveUnknown()).toMatchObject([{ state: 'UNKNOWN', filledQuantity: '0' }]);
    Object.assign(world.execution, { fillsOf });
    expect(await world.manager.resolveUnknown()).toMatchObject([{ state: 'CANCELED', filledQuantity: '0.4' }]);
  });

  it('begins for a resting order that the venue no longer knows', async () => {
    const world = openWorld();
    const { clientId } = await entry(world, LIMIT);
    const abilities = { ...world.execution.abilities, absenceProof: { queries: 2, afterMs: 0 } };
    const gone = { cancel: async () => ({ outcome: 'not-open' }), findOrder: async () => null, abilities };
    Object.assign(world.execution, gone, { openOrders: async () => [] });
    world.restart();
    expect(await world.manager.cancel(clientId)).toMatchObject({
      state: 'UNKNOWN',
      reason: { code: 'order.vanished' },
    });
    expect(await world.manager.resolveUnknown()).toMatchObject([
      { state: 'CANCELED', reason: { code: 'order.found-gone', values: { queries: 2 } } },
    ]);
  });

  it('does not begin for one that the venue still lists, whatever it says when asked for it', async () => {
    const world = openWorld();
    const { clientId } = await entry(world, LIMIT);
    Object.assign(world.execution, { cancel: async () => ({ outcome: 'not-open' }), findOrder: async () => null });
    expect(await world.manager.cancel(clientId)).toMatchObject({ state: 'OPEN' });
  });

  it('is not judged while the answer to the sending is still awaited', async () => {
    const world = openWorld();
    const { promise, resolve } = deferred();
    const send = world.simulated.send;
    Object.assign(world.execution, {
      send: () => promise.then(() => ({ outcome: 'acknowledged', venueOrderId: 'V' })),
    });
    const placed = entry(world, LIMIT);
    expect(await world.manager.resolveUnknown()).toEqual([]);
    resolve();
    expect(await placed).toMatchObject({ state: 'OPEN' });
    Object.assign(world.execution, { send });
  });
});

describe('account events', () => {
  it('count once, however often and in whatever order they come', async () => {
    const world = openWorld({ events: ['hold', 'twice', 'hold'] });
    await entry(world);
    world.quote(100_000, 4);
    world.quote(100_000, 3);
    world.quote(100_000);
    world.execution.release('reversed');
    const [order] = world.records.orders();
    expect(order).toMatchObject({ state: 'FILLED', filledQuantity: '1' });
    expect(world.records.position(BTC)?.quantity).toEqual(decimal('1'));
  });

  it('of an order that nobody knows are kept and reported', async () => {
    const world = openWorld();
    const fill: Fill = {
      tradeId: 'x-1',
      clientId: 'somebody',
      venue: 'simulated',
      symbol: BTC,
      side: 'buy',
      quantity: '1',
      price: '1',
      fee: '0',
      feeCurrency: 'USDT',
      liquidity: 'taker',
      at: 1,
    };
    world.manager.onAccountEvent({ type: 'fill.received', at: 1, fill });
    world.manager.onAccountEvent({ type: 'fill.received', at: 1, fill });
    world.manager.onAccountEvent({
      type: 'order.canceled-by-venue',
      at: 1,
      clientId: 'somebody',
      reason: reason('venue.reduce-only-flat'),
    });
    expect(world.manager.unmatchedFills()).toEqual([fill]);
    expect(world.incidents.map(({ code }) => code)).toEqual(['order.fill-unmatched', 'order.cancel-unmatched']);
    expect(world.records.position(BTC)).toBeNull();
  });

  it('end an order that the venue cancelled', async () => {
    const world = openWorld();
    await entry(world);
    world.quote(100_000);
    const stop = await world.manager.place({
      decisionId: 'D-1',
      leg: 'stop',
      request: approved(requestOf({ side: 'sell', type: 'stop-market', triggerPrice: '99000', reduceOnly: true })),
    });
    await world.manager.place({
      decisionId: 'D-1',
      leg: 'exit',
      request: approved(requestOf({ side: 'sell', reduceOnly: true })),
    });
    world.quote(100_000);
    expect(world.records.order(stop.clientId)).toMatchObject({
      state: 'CANCELED',
      reason: { code: 'venue.reduce-only-flat' },
    });
    expect(world.records.openOrders()).toEqual([]);
  });
});

describe('cancelling', () => {
  it('goes by PENDING_CANCEL to CANCELED', async () => {
    const world = openWorld();
    const { clientId } = await entry(world, LIMIT);
    expect(await world.manager.cancel(clientId)).toMatchObject({
      state: 'CANCELED',
      reason: { code: 'order.canceled-on-request' },
    });
    const states = world.records.batches.flatMap(({ events }) =>
      events.flatMap((event) => (event.type === 'order.changed' ? [event.state] : [])),
    );
    expect(states).toEqual(['SENDING', 'OPEN', 'PENDING_CANCEL', 'CANCELED']);
  });

  it('ends FILLED when the fill was faster', async () => {
    const world = openWorld({ events: ['drop'] });
    const { clientId } = await entry(world);
    world.quote(100_000);
    expect(await world.manager.cancel(clientId)).toMatchObject({ state: 'FILLED', filledQuantity: '1' });
  });

  it.each<CancelFault>(['accept-then-throw', 'lose-then-throw', 'accept-then-unknown', 'lose-then-unknown'])(
    'is unknown after %s until the venue is asked',
    async (fault) => {
      const world = openWorld({ cancel: [fault] });
      const { clientId } = await entry(world, LIMIT);
      expect(await world.manager.cancel(clientId)).toMatchObject({ state: 'UNKNOWN' });
      expect(await world.manager.resolveUnknown()).toMatchObject([
        { state: fault.startsWith('accept') ? 'CANCELED' : 'OPEN' },
      ]);
    },
  );

  it('returns null for an order that never was, and an ended order as it is', async () => {
    const world = openWorld();
    expect(await world.manager.cancel('cunheardof')).toBeNull();
    const order = await entry(world, { quantity: '0.0001' });
    expect(await world.manager.cancel(order.clientId)).toEqual(order);
  });

  it('cancels all that a filter picks', async () => {
    const world = openWorld();
    await entry(world, LIMIT, 'D-1');
    await entry(world, { ...LIMIT, symbol: 'ETH/USDT:USDT', price: '2000' }, 'D-2');
    expect(await world.manager.cancelAll(({ request }) => request.symbol === BTC)).toMatchObject([
      { state: 'CANCELED' },
    ]);
    expect(await world.simulated.openOrders()).toHaveLength(1);
    expect(await world.manager.cancelAll()).toHaveLength(1);
    expect(await world.simulated.openOrders()).toEqual([]);
  });
});

type Step =
  | { readonly type: 'place'; readonly decision: number; readonly kind: 'buy' | 'sell' | 'limit' | 'stop' }
  | { readonly type: 'retry'; readonly decision: number }
  | { readonly type: 'cancel'; readonly decision: number }
  | { readonly type: 'quote'; readonly move: number; readonly volume: number }
  | { readonly type: 'resolve' }
  | { readonly type: 'release'; readonly order: 'in-order' | 'reversed' }
  | { readonly type: 'wait' }
  | { readonly type: 'restart' };

const decision = fc.integer({ min: 1, max: 6 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('place' as const),
      decision,
      kind: fc.constantFrom('buy' as const, 'sell' as const, 'limit' as const, 'stop' as const),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('quote' as const),
      move: fc.integer({ min: -800, max: 800 }),
      volume: fc.integer({ min: 0, max: 8 }),
    }),
  },
  fc.record({ type: fc.constant('retry' as const), decision }),
  fc.record({ type: fc.constant('cancel' as const), decision }),
  fc.constant<Step>({ type: 'resolve' }),
  fc.constantFrom<Step>({ type: 'release', order: 'in-order' }, { type: 'release', order: 'reversed' }),
  fc.constant<Step>({ type: 'wait' }),
  fc.constant<Step>({ type: 'restart' }),
);
const script: fc.Arbitrary<FaultScript> = fc.record({
  send: fc.array(
    fc.constantFrom<SendFault>(
      'none',
      'accept-then-unknown',
      'accept-then-throw',
      'lose-then-unknown',
      'lose-then-throw',
      'reject',
    ),
    { maxLength: 10 },
  ),
  cancel: fc.array(
    fc.constantFrom<CancelFault>(
      'none',
      'accept-then-unknown',
      'accept-then-throw',
      'lose-then-unknown',
      'lose-then-throw',
    ),
    { maxLength: 6 },
  ),
  query: fc.array(fc.constantFrom<QueryFault>('none', 'throw'), { maxLength: 12 }),
  events: fc.array(fc.constantFrom<EventFault>('none', 'twice', 'hold', 'drop'), { maxLength: 20 }),
});

const REQUESTS: Readonly<Record<'buy' | 'sell' | 'limit' | 'stop', Partial<OrderRequest>>> = {
  buy: {},
  sell: { side: 'sell' },
  limit: { type: 'limit', price: '99900' },
  stop: { side: 'sell', type: 'stop-market', triggerPrice: '99800', reduceOnly: true },
};

describe('under random faults, kills and reorderings', () => {
  it('no order is sent twice, none unrecorded, and desk and venue end alike to the last decimal', async () => {
    await fc.assert(
      fc.asyncProperty(script, fc.array(step, { maxLength: 40 }), async (faults, steps) => {
        const world = openWorld(faults);
        let price = 100_000;
        for (const taken of steps) {
          if (taken.type === 'quote') price += taken.move / 10;
          await take(world, taken, price);
        }
        world.execution.heal();
        world.execution.release();
        await world.manager.resolveUnknown();
        await world.reconcile();
        const report = await world.reconcile();

        expect(report).toMatchObject({ adoptedFills: [], resolvedOrders: [], notPlaced: [], unexplained: [] });
        expectAtMostOnce(world);
        await expectSameAsVenue(world);
      }),
      { numRuns: 1_000 },
    );
  });
});

async function take(world: OrderWorld, taken: Step, price: number): Promise<void> {
  switch (taken.type) {
    case 'place':
      await world.manager.place({
        decisionId: `D-${taken.decision}`,
        leg: 'entry',
        request: approved(requestOf(REQUESTS[taken.kind])),
      });
      return;
    case 'retry':
      await retry(world, `D-${taken.decision}`);
      return;
    case 'cancel':
      await world.manager.cancel(
        clientIdOf({ account: 'test', decisionId: `D-${taken.decision}`, leg: 'entry', attempt: 0 }),
      );
      return;
    case 'quote':
      world.quote(price, taken.volume);
      return;
    case 'resolve':
      await world.manager.resolveUnknown();
      return;
    case 'release':
      world.execution.release(taken.order);
      return;
    case 'wait':
      world.clock.set(world.clock.now() + 60_000);
      return;
    case 'restart':
      world.restart();
      // A reconciliation that fails is tried again later; until then nothing may have changed for the worse.
      await world.reconcile().catch(() => undefined);
  }
}

async function retry(world: OrderWorld, decisionId: string): Promise<void> {
  const attempt = world.manager.nextAttempt(decisionId, 'entry');
  const placing = world.manager.place({ decisionId, leg: 'entry', attempt, request: approved(requestOf()) });
  const earlier = world.records.orders().filter((order) => order.decisionId === decisionId && order.attempt < attempt);
  const dead = earlier.every(({ state }) => state === 'REJECTED' || state === 'NOT_PLACED');
  if (dead) await placing;
  else await expect(placing).rejects.toThrow(InvariantError);
}

function expectAtMostOnce(world: OrderWorld): void {
  const ids = world.execution.arrivals.map(({ clientId }) => clientId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(world.unrecordedSends).toEqual([]);
}

async function expectSameAsVenue(world: OrderWorld): Promise<void> {
  const { records, simulated } = world;
  const venueFills = await simulated.fillsSince(null);
  const portfolio = records.portfolio();
  const position = portfolio.positions.get(BTC);
  const desk =
    position === undefined ? ZERO : position.direction === 'long' ? position.quantity : position.quantity.negated();
  let cash = portfolio.startingCash;
  let net = ZERO;
  for (const fill of venueFills) {
    const sign = fill.side === 'buy' ? 1 : -1;
    net = net.plus(decimal(fill.quantity).times(sign));
    cash = cash.minus(decimal(fill.quantity).times(decimal(fill.price)).times(sign)).minus(decimal(fill.fee));
  }
  expect(decimalText(desk)).toBe(decimalText(net));
  expect(decimalText(simulated.positions().get(BTC) ?? ZERO)).toBe(decimalText(net));
  expect(decimalText(portfolio.cash)).toBe(decimalText(cash));
  for (const order of records.orders()) {
    const filled = venueFills
      .filter(({ clientId }) => clientId === order.clientId)
      .reduce((sum, { quantity }) => sum.plus(decimal(quantity)), ZERO);
    expect(order.filledQuantity).toBe(decimalText(filled));
    const atVenue = await simulated.findOrder(order.clientId, order.request.symbol);
    if (atVenue === null) expect(['REJECTED', 'NOT_PLACED']).toContain(order.state);
    else expect(TERMINAL_ORDER_STATES.has(order.state) ? order.state : 'open').toBe(endOf(atVenue.state));
  }
}

function endOf(state: string): string {
  return state === 'OPEN' || state === 'PARTIAL' ? 'open' : state;
}

function deferred(): { readonly promise: Promise<void>; resolve(): void } {
  let settle: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    settle = resolve;
  });
  return { promise, resolve: () => settle() };
}
