import { describe, expect, it } from 'vitest';
import type { OrderIntent } from '../../../engine/domain/order.ts';
import { reason } from '../../../engine/domain/reason.ts';
import { BTC } from '../../fakes/market.ts';
import type { DeskWorld } from './desk-world.ts';
import { entrySignal, openDeskWorld, openHoldingWorld } from './desk-world.ts';

const panic = (world: DeskWorld) => world.send({ type: 'panic.latch' });
const legs = (arrivals: readonly OrderIntent[]) => arrivals.map(({ leg }) => leg);

describe('the emergency exit', () => {
  it('journals the latch durably before any order leaves', async () => {
    const world = await openHoldingWorld();
    const batches = world.journal.batches.length;
    expect(await panic(world)).toMatchObject({
      outcome: 'accepted',
      reason: reason('panic.latched', { positions: 1, orders: 0 }),
    });
    expect(world.journal.batches.slice(batches)).toEqual([
      { types: ['panic.latched'], durable: true },
      { types: ['decision.made', 'order.intended', 'order.changed'], durable: true },
      { types: ['order.changed'], durable: false },
    ]);
  });

  it('ends flat, without stops, with a receipt of what it cost', async () => {
    const world = await openHoldingWorld();
    await panic(world);
    expect(world.openOrders().map(({ leg }) => leg)).toEqual(['stop', 'emergency']);
    await world.quote(99_500);
    expect(world.ledger.position(BTC)).toBeNull();
    expect(world.openOrders()).toEqual([]);
    // 0.02 × (99,499.9 − 100,000.1) = −10.004, fees 0.05 % of 2000.002 and 1989.998.
    expect(world.journal.of('panic.flattened')).toEqual([
      { type: 'panic.flattened', realised: '-10.004', fees: '1.995', equity: '9988.001' },
    ]);
    expect(world.journal.of('trade.closed')).toMatchObject([
      { trade: { net: '-11.999', exitReason: reason('exit.panic'), exitDecisionId: 'D-2' } },
    ]);
    expect(world.ledger.state).toMatchObject({ panicked: true, flattening: false });
  });

  it('pressed twice is pressed once', async () => {
    const world = await openHoldingWorld();
    const [first, second] = await Promise.all([panic(world), panic(world)]);
    expect(first.reason.code).toBe('panic.latched');
    expect(second.reason.code).toBe('panic.already-latched');
    await world.quote(100_000);
    expect((await panic(world)).reason).toEqual(reason('panic.already-latched', { positions: 0 }));
    expect(world.journal.of('panic.latched')).toHaveLength(1);
    expect(world.journal.of('panic.flattened')).toHaveLength(1);
    expect(legs(world.execution.arrivals)).toEqual(['entry', 'stop', 'emergency']);
  });

  it('lets no entry out of a decision that was being voted on', async () => {
    let vote: () => void = () => undefined;
    const voting = new Promise<void>((resolve) => {
      vote = resolve;
    });
    const world = openDeskWorld({ beforeVote: () => voting });
    await world.quote(100_000);
    const deciding = world.candidates.consider(entrySignal(world.clock.now()));
    expect(await panic(world)).toMatchObject({ outcome: 'accepted' });
    vote();
    expect(await deciding).toMatchObject({ outcome: 'blocked', reason: reason('entries.panic-latched'), order: null });
    expect(world.execution.arrivals).toEqual([]);
  });

  it('takes a number of its own beside a decision that was being voted on', async () => {
    const holding = await openHoldingWorld();
    let vote: () => void = () => undefined;
    const voting = new Promise<void>((resolve) => {
      vote = resolve;
    });
    const world = holding.restart({ beforeVote: () => voting });
    await world.quote(100_000);
    const deciding = world.candidates.consider(entrySignal(world.clock.now(), { plan: { unit: 2 } }));
    await panic(world);
    vote();
    await deciding;
    expect(world.journal.of('decision.made').map(({ record }) => [record.id, record.outcome])).toEqual([
      ['D-1', 'acted'],
      ['D-3', 'acted'],
      ['D-2', 'blocked'],
    ]);
    expect(world.ledger.state.counters.decision).toBe(3);
    await world.quote(100_000);
    world.ledger.record([{ type: 'panic.cleared', by: 'test' }]);
    expect((await world.candidates.consider(entrySignal(world.clock.now())))?.id).toBe('D-4');
  });

  it('withdraws what waits for a person', async () => {
    const world = openDeskWorld({ approval: { mode: 'ask-always' } });
    await world.quote(100_000);
    await world.candidates.consider(entrySignal(world.clock.now()));
    await panic(world);
    expect(world.journal.of('approval.answered').map(({ approval }) => approval.status)).toEqual(['voided']);
    expect(world.journal.of('decision.resolved')).toMatchObject([
      { record: { outcome: 'blocked', reason: reason('entries.panic-latched') } },
    ]);
    expect(world.ledger.state.flattening).toBe(false);
  });

  it('cancels entries that rest, and is done when nothing is held', async () => {
    const world = openDeskWorld();
    await world.quote(100_000);
    await world.candidates.consider(entrySignal(world.clock.now(), { plan: { limitPrice: '99000' } }));
    expect(world.openOrders().map(({ state }) => state)).toEqual(['OPEN']);
    expect((await panic(world)).reason).toEqual(reason('panic.latched', { positions: 0, orders: 1 }));
    expect(world.openOrders()).toEqual([]);
    expect(world.journal.of('panic.flattened')).toEqual([
      { type: 'panic.flattened', realised: '0', fees: '0', equity: '10000' },
    ]);
  });

  it.each([
    [
      'right after the latch',
      async (world: DeskWorld) => {
        world.ledger.record([{ type: 'panic.latched', by: 'test', positions: 1, orders: 0 }], { durable: true });
      },
    ],
    [
      'with the exit at the venue',
      async (world: DeskWorld) => {
        await panic(world);
      },
    ],
  ])('killed %s goes on after the restart, sells once, and stays latched', async (_, die) => {
    const before = await openHoldingWorld();
    await die(before);
    const world = before.restart();
    await world.engine.resume();
    expect(world.faults).toEqual([]);
    for (const price of [100_000, 100_000, 100_000]) await world.quote(price);
    expect(world.ledger.position(BTC)).toBeNull();
    expect(world.openOrders()).toEqual([]);
    expect(world.journal.of('panic.flattened')).toHaveLength(1);
    expect(world.journal.of('order.intended').filter(({ intent }) => intent.leg === 'emergency')).toHaveLength(1);
    expect(world.ledger.state).toMatchObject({ panicked: true, flattening: false, halted: null });
    const next = world.restart();
    await next.quote(100_000);
    expect((await next.candidates.consider(entrySignal(next.clock.now())))?.outcome).toBe('blocked');
  });

  it('tries again with the next price when the venue rejects the exit', async () => {
    const before = await openHoldingWorld();
    const world = before.restart({ faults: { send: ['reject'] } });
    await world.quote(100_000);
    await panic(world);
    expect(world.ledger.position(BTC)).not.toBeNull();
    for (const price of [100_000, 100_000]) await world.quote(price);
    expect(world.ledger.position(BTC)).toBeNull();
    expect(world.journal.of('panic.flattened')).toHaveLength(1);
  });

  it('gives its receipt once an entry of unknown outcome is known to be gone', async () => {
    const world = openDeskWorld({ faults: { cancel: ['accept-then-unknown'], query: ['throw', 'throw'] } });
    await world.quote(100_000);
    await world.candidates.consider(entrySignal(world.clock.now(), { plan: { limitPrice: '99000' } }));
    await panic(world);
    expect(world.openOrders().map(({ state }) => state)).toEqual(['UNKNOWN']);
    await world.quote(100_000);
    expect(world.openOrders()).toEqual([]);
    expect(world.journal.of('panic.flattened')).toHaveLength(1);
  });
});
