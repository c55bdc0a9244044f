import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal } from '../../../engine/domain/decimal.ts';
import { UnavailableError } from '../../../engine/domain/errors.ts';
import type { OrderIntent } from '../../../engine/domain/order.ts';
import { createSimulatedExecution } from '../../../engine/exchanges/simulated-execution.ts';
import { reconcile } from '../../../engine/execution/reconcile.ts';
import type { EventFault } from '../../fakes/faulty-execution.ts';
import { approved, BTC, intentOf, requestOf } from '../../fakes/market.ts';
import { createMemoryOrderRecords } from '../../fakes/memory-order-records.ts';
import { type OrderWorld, openWorld } from './order-world.ts';

const LIMIT = { type: 'limit', price: '90000' } as const;

function place(world: OrderWorld, decisionId: string, changes = {}) {
  return world.manager.place({ decisionId, leg: 'entry', request: approved(requestOf(changes)) });
}

describe('reconciling at start', () => {
  it('finds nothing to do when nothing happened', async () => {
    const world = openWorld();
    await place(world, 'D-1', LIMIT);
    world.restart();
    const before = world.records.batches.length;
    expect(await world.reconcile()).toEqual({
      adoptedFills: [],
      resolvedOrders: [],
      notPlaced: [],
      foreignOrders: [],
      foreignFills: [],
      unexplained: [],
    });
    expect(world.records.batches).toHaveLength(before);
  });

  it('adopts the fills that happened while the process was dead, in their order', async () => {
    const world = openWorld({ events: ['drop', 'drop'] });
    await place(world, 'D-1');
    world.quote(100_000, 4);
    world.quote(100_000);
    world.restart();
    const report = await world.reconcile();
    expect(report.adoptedFills.map(({ tradeId }) => tradeId)).toEqual(['sim-000001', 'sim-000002']);
    expect(report.unexplained).toEqual([]);
    expect(world.records.orders()).toMatchObject([{ state: 'FILLED', filledQuantity: '1' }]);
    expect(world.records.position(BTC)?.quantity).toEqual(decimal('1'));
  });

  it.each(['before', 'after'] as const)(
    'settles an order whose sender died %s it reached the venue',
    async (moment) => {
      const world = openWorld();
      const send = world.simulated.send;
      Object.assign(world.execution, {
        async send(intent: OrderIntent) {
          if (moment === 'after') await send(intent);
          return new Promise(() => undefined);
        },
      });
      void place(world, 'D-1', LIMIT);
      expect(world.records.orders()).toMatchObject([{ state: 'SENDING' }]);
      world.restart();
      const report = await world.reconcile();
      expect(world.records.orders()).toMatchObject([{ state: moment === 'after' ? 'OPEN' : 'NOT_PLACED' }]);
      expect(report.resolvedOrders).toHaveLength(moment === 'after' ? 1 : 0);
      expect(report.notPlaced).toHaveLength(moment === 'after' ? 0 : 1);
    },
  );

  it('ends at once an intent whose sending was torn off the journal, whatever proof of absence the venue asks for', async () => {
    const world = openWorld();
    await place(world, 'D-1', LIMIT);
    const [whole] = world.records.batches;
    if (whole === undefined) throw new Error('the placement was not recorded');
    const torn = { ...whole, events: whole.events.filter(({ type }) => type === 'order.intended') };
    world.records = createMemoryOrderRecords(world.clock, [torn]);
    expect(world.records.openOrders()).toMatchObject([{ state: 'INTENT' }]);
    const { clock, records } = world;
    const execution = createSimulatedExecution({ seed: 'torn' });
    const proof = { queries: 3, afterMs: 3_600_000 };
    const abilities = { ...execution.abilities, absenceProof: proof };
    const report = await reconcile({ clock, records, execution: { ...execution, abilities } });
    expect(report.notPlaced).toMatchObject([{ state: 'NOT_PLACED', reason: { code: 'order.proven-absent' } }]);
    expect(report.unexplained).toEqual([]);
    expect(records.openOrders()).toEqual([]);
  });

  it('takes over a cancel of which the answer was never heard', async () => {
    const world = openWorld({ cancel: ['accept-then-throw'] });
    const { clientId } = await place(world, 'D-1', LIMIT);
    await world.manager.cancel(clientId);
    world.restart();
    expect((await world.reconcile()).resolvedOrders).toMatchObject([{ clientId, state: 'CANCELED' }]);
  });

  it('cancels an order of ours that the records do not know, and leaves those of other hands alone', async () => {
    const world = openWorld();
    await world.simulated.send(intentOf('forgotten', 1, LIMIT));
    await world.simulated.send({ ...intentOf('other', 1, LIMIT), clientId: 'by-hand-in-the-app' });
    const report = await world.reconcile();
    expect(report.foreignOrders).toMatchObject([
      { ours: true, cancel: 'canceled', order: { clientId: intentOf('forgotten', 1).clientId } },
      { ours: false, cancel: 'left-alone', order: { clientId: 'by-hand-in-the-app' } },
    ]);
    expect(report.unexplained.map(({ code }) => code)).toEqual(['reconcile.foreign-order', 'reconcile.foreign-order']);
    expect(await world.simulated.openOrders()).toMatchObject([{ clientId: 'by-hand-in-the-app' }]);
  });

  it('cancels an order that arrived after its absence was believed', async () => {
    const world = openWorld({ send: ['lose-then-throw'] });
    const { clientId, decisionId, leg, attempt, request, at } = await place(world, 'D-1', LIMIT);
    await world.manager.resolveUnknown();
    await world.simulated.send({ clientId, decisionId, leg, attempt, request, at });
    const report = await world.reconcile();
    expect(report.foreignOrders).toMatchObject([{ ours: true, cancel: 'canceled', order: { clientId } }]);
    expect(await world.simulated.openOrders()).toEqual([]);
    expect(world.records.orders()).toMatchObject([{ state: 'NOT_PLACED' }]);
  });

  it('does not explain away a position that nobody recorded', async () => {
    const world = openWorld();
    await world.simulated.send(intentOf('forgotten', 1));
    world.quote(100_000);
    const { unexplained } = await world.reconcile();
    expect(unexplained.map(({ code }) => code)).toContain('order.fill-unmatched');
    expect(unexplained).toContainEqual({
      code: 'reconcile.position-differs',
      values: { symbol: BTC, venue: '1', desk: '0' },
    });
    expect(world.records.position(BTC)).toBeNull();
  });

  it('aborts with the error of a failed question and has changed nothing', async () => {
    for (const failing of [0, 1, 2]) {
      const query = [0, 1, 2].map((index) => (index === failing ? ('throw' as const) : ('none' as const)));
      const world = openWorld({ send: ['accept-then-throw'], events: ['drop'], query });
      await place(world, 'D-1');
      world.quote(100_000);
      const before = world.records.batches.length;
      await expect(world.reconcile()).rejects.toThrow(UnavailableError);
      expect(world.records.batches).toHaveLength(before);
    }
  });
});

describe('whatever was lost, doubled or came late', () => {
  const events = fc.array(fc.constantFrom<EventFault>('none', 'twice', 'hold', 'drop'), { maxLength: 12 });

  it('reconciling twice is reconciling once, and late events change nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        events,
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        fc.constantFrom('in-order' as const, 'reversed' as const),
        async (faults, volumes, beforeRelease, order) => {
          const whole = openWorld();
          const broken = openWorld({ events: faults });
          for (const world of [whole, broken]) {
            await place(world, 'D-1');
            await place(world, 'D-2', { side: 'sell', quantity: '0.5' });
            await place(world, 'D-3', { type: 'limit', price: '99990', quantity: '0.7' });
            volumes.forEach((volume, index) => {
              world.quote(100_000 - index * 5, volume);
            });
          }
          if (beforeRelease) broken.execution.release(order);
          broken.restart();
          await broken.reconcile();
          const once = stateOf(broken);
          const again = await broken.reconcile();
          broken.execution.heal();
          broken.execution.release(order);

          expect(again).toMatchObject({ adoptedFills: [], resolvedOrders: [], notPlaced: [], unexplained: [] });
          expect(stateOf(broken)).toEqual(once);
          expect(once).toEqual(stateOf(whole));
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** What must not depend on how the news arrived: times of arrival and fill numbers may. */
function stateOf({ records }: OrderWorld) {
  const portfolio = records.portfolio();
  return {
    orders: records.orders().map(({ clientId, state, filledQuantity, averagePrice }) => ({
      clientId,
      state,
      filledQuantity,
      averagePrice,
    })),
    cash: portfolio.cash.toFixed(),
    quantity: portfolio.positions.get(BTC)?.quantity.toFixed() ?? '0',
    direction: portfolio.positions.get(BTC)?.direction ?? 'flat',
  };
}
