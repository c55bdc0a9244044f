import { describe, expect, it } from 'vitest';
import type { Order } from '../../../engine/domain/order.ts';
import { reason } from '../../../engine/domain/reason.ts';
import { BTC, quoteOf } from '../../fakes/market.ts';
import type { DeskWorld } from './desk-world.ts';
import { entrySignal, HOUR, openDeskWorld, openHoldingWorld } from './desk-world.ts';

const stops = (world: DeskWorld) =>
  world.openOrders('stop').map(({ request }: Order) => [request.side, request.quantity, request.triggerPrice]);

async function openWith(plan: Parameters<typeof entrySignal>[1]): Promise<DeskWorld> {
  const world = openDeskWorld();
  await world.quote(100_000);
  await world.candidates.consider(entrySignal(world.clock.now(), plan));
  await world.quote(100_000);
  return world;
}

describe('the stop of a position', () => {
  it('rests at the venue for the whole quantity as soon as the entry has filled', async () => {
    const world = await openHoldingWorld();
    expect(stops(world)).toEqual([['sell', '0.02', '99000']]);
    expect(world.ledger.state.holdings.get(BTC)?.protection).toEqual({
      decisionId: 'D-1',
      stopPrice: '99000',
      targetPrice: null,
      trailDistance: null,
      exitBy: null,
    });
  });

  it('is put back when the venue has cancelled it', async () => {
    const world = await openHoldingWorld();
    const [stop] = world.openOrders('stop');
    world.engine.process({
      type: 'account',
      event: {
        type: 'order.canceled-by-venue',
        at: world.clock.now(),
        clientId: stop!.clientId,
        reason: reason('venue.gone'),
      },
    });
    expect(world.guard.needsWork(BTC)).toBe(true);
    await world.quote(100_000);
    expect(stops(world)).toEqual([['sell', '0.02', '99000']]);
    expect(world.openOrders('stop').map(({ attempt }) => attempt)).toEqual([1]);
  });

  it('that the venue once took is not doubled because an answer was lost', async () => {
    const world = await openHoldingWorld();
    const [stop] = world.openOrders('stop');
    const { clientId, decisionId } = stop!;
    const state = 'UNKNOWN';
    world.ledger.record([
      { type: 'order.changed', clientId, decisionId, symbol: BTC, state, venueOrderId: null, reason: null },
    ]);
    expect(world.guard.needsWork(BTC)).toBe(false);
    await world.quote(100_000);
    expect(world.journal.of('order.intended').filter(({ intent }) => intent.leg === 'stop')).toHaveLength(1);
  });

  it('whose sending nobody answered is asked after, and adopted, before another is placed', async () => {
    const world = await openHoldingWorld({ faults: { send: ['none', 'accept-then-throw'] } });
    expect(world.openOrders('stop').map(({ state, attempt }) => [state, attempt])).toEqual([['OPEN', 0]]);
    expect(world.execution.arrivals.filter(({ leg }) => leg === 'stop')).toHaveLength(1);
  });

  it('is placed anew under the next attempt when the first is proven not to be there', async () => {
    const world = await openHoldingWorld({ faults: { send: ['none', 'lose-then-throw'] } });
    expect(world.openOrders('stop').map(({ state, attempt }) => [state, attempt])).toEqual([['OPEN', 1]]);
  });

  it('is resized after a part was sold: the new one first, the old one away after', async () => {
    const world = await openHoldingWorld();
    await world.send({ type: 'position.close', symbol: BTC, fraction: 0.5 });
    const from = world.journal.entries.length;
    await world.quote(100_000);
    expect(stops(world)).toEqual([['sell', '0.01', '99000']]);
    const steps = world.journal.entries.slice(from).flatMap(({ event }) => {
      if (event.type === 'order.intended') return [`intended ${event.intent.request.quantity}`];
      return event.type === 'order.changed' ? [event.state] : [];
    });
    expect(steps).toEqual(['FILLED', 'intended 0.01', 'SENDING', 'OPEN', 'PENDING_CANCEL', 'CANCELED']);
  });

  it('grows with an addition and moves only to the tighter side', async () => {
    const world = await openHoldingWorld();
    const more = { unit: 2, stopDistance: 2_000, riskFraction: 0.0006 };
    await world.candidates.consider(entrySignal(world.clock.now(), { plan: more }));
    await world.quote(100_000);
    expect(world.ledger.state.holdings.get(BTC)).toMatchObject({ units: 2, entryDecisionIds: ['D-1', 'D-2'] });
    expect(stops(world)).toEqual([['sell', '0.022', '99000']]);
  });

  it('is gone once nothing is held', async () => {
    const world = await openHoldingWorld();
    await world.quote(98_900);
    expect(world.ledger.position(BTC)).toBeNull();
    expect(world.openOrders()).toEqual([]);
  });

  it('that rests without a position is cancelled', async () => {
    const world = await openHoldingWorld();
    const [stop] = world.openOrders('stop');
    world.ledger.record([
      {
        type: 'order.filled',
        number: 2,
        decisionId: 'D-9',
        fill: {
          tradeId: 'by-hand',
          clientId: 'by-hand',
          venue: 'simulated',
          symbol: BTC,
          side: 'sell',
          quantity: '0.02',
          price: '100000',
          fee: '0',
          feeCurrency: 'USDT',
          liquidity: 'taker',
          at: world.clock.now(),
        },
      },
    ]);
    expect(world.guard.needsWork(BTC)).toBe(true);
    await world.guard.secure(BTC, world.clock.now());
    expect(world.ledger.order(stop!.clientId)?.state).toBe('CANCELED');
    expect(world.guard.needsWork(BTC)).toBe(false);
  });

  it('rejected three times takes the position out', async () => {
    const world = await openHoldingWorld({ faults: { send: ['none', 'reject', 'reject', 'reject'] } });
    expect(world.journal.of('order.intended').map(({ intent }) => [intent.leg, intent.attempt])).toEqual([
      ['entry', 0],
      ['stop', 0],
      ['stop', 1],
      ['stop', 2],
      ['exit', 0],
    ]);
    expect(world.journal.of('decision.made').at(-1)?.record.signal).toMatchObject({
      source: 'protective:no-stop',
      reason: reason('exit.no-stop', { attempts: 3 }),
    });
    await world.quote(100_000);
    expect(world.ledger.position(BTC)).toBeNull();
    expect(world.journal.of('trade.closed')[0]?.trade.exitReason).toEqual(reason('exit.no-stop', { attempts: 3 }));
  });

  it('rejected twice rests at the third try', async () => {
    const world = await openHoldingWorld({ faults: { send: ['none', 'reject', 'reject'] } });
    expect(stops(world)).toEqual([['sell', '0.02', '99000']]);
    expect(world.openOrders('exit')).toEqual([]);
  });
});

describe('a trailing stop', () => {
  it('follows the best price at its distance and never moves back', async () => {
    const world = await openWith({ plan: { trailDistance: 800 } });
    const seen: (readonly unknown[])[] = [];
    for (const price of [100_000, 100_040, 101_000, 100_500, 101_600]) {
      await world.quote(price);
      seen.push([price, ...stops(world).map(([, , trigger]) => trigger)]);
    }
    expect(seen).toEqual([
      [100_000, '99200'],
      // A move of less than 0.05 % of the price is not worth an order.
      [100_040, '99200'],
      [101_000, '100200'],
      [100_500, '100200'],
      [101_600, '100800'],
    ]);
  });
});

describe('what the engine watches', () => {
  it('closes at the target', async () => {
    const world = await openWith({ plan: { targetDistance: 500 } });
    await world.quote(100_500);
    expect(world.journal.of('decision.made').at(-1)?.record.signal).toMatchObject({
      source: 'protective:target',
      reason: reason('exit.target', { targetPrice: '100500', price: 100_500 }),
    });
    await world.quote(100_500);
    expect(world.ledger.position(BTC)).toBeNull();
  });

  it('closes when its time is over', async () => {
    const world = await openWith({ plan: { maxHoldMs: HOUR } });
    const { exitBy } = world.ledger.state.holdings.get(BTC)!.protection!;
    expect(world.guard.watch(quoteOf(exitBy! - 1, 100_000))).toBeNull();
    expect(world.guard.watch(quoteOf(exitBy!, 100_000))?.reason.code).toBe('exit.time');
  });

  it('asks for one exit only while that is on its way', async () => {
    const world = await openWith({ plan: { targetDistance: 500 } });
    await world.quote(100_500);
    expect(world.guard.watch(quoteOf(world.clock.now() + 1, 100_600))).toBeNull();
  });

  it('keeps target, trail and time limit when somebody adds without them', async () => {
    const world = await openWith({ plan: { targetDistance: 900, trailDistance: 800, maxHoldMs: HOUR } });
    await world.quote(100_000);
    const before = world.ledger.state.holdings.get(BTC)?.protection;
    expect(before).toMatchObject({ targetPrice: '100900', trailDistance: '800' });
    await world.send({
      type: 'order.place',
      symbol: BTC,
      direction: 'long',
      size: { type: 'notional', notional: '300' },
      limitPrice: null,
      stopPrice: null,
      targetPrice: null,
    });
    await world.quote(100_000);
    expect(world.ledger.state.holdings.get(BTC)?.protection).toEqual({ ...before, decisionId: 'D-2' });
    expect(stops(world)).toEqual([['sell', '0.023', '99200']]);
  });
});
