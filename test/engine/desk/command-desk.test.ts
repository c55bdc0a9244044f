import { describe, expect, it } from 'vitest';
import type { Command } from '../../../engine/domain/command.ts';
import { reason } from '../../../engine/domain/reason.ts';
import { FILL_MODEL } from '../../../engine/exchanges/fill-model.ts';
import { createSimulatedExecution } from '../../../engine/exchanges/simulated-execution.ts';
import { BTC, ETH } from '../../fakes/market.ts';
import type { DeskWorld } from './desk-world.ts';
import { entrySignal, OWNER, openDeskWorld, openHoldingWorld } from './desk-world.ts';

type Place = Omit<Extract<Command, { type: 'order.place' }>, 'by'>;

function place(over: Partial<Place> = {}): Place {
  return {
    type: 'order.place',
    symbol: BTC,
    direction: 'long',
    size: { type: 'notional', notional: '200' },
    limitPrice: null,
    stopPrice: null,
    targetPrice: null,
    ...over,
  };
}

async function opened(): Promise<DeskWorld> {
  const world = openDeskWorld();
  await world.quote(100_000);
  return world;
}

describe('an order of a person', () => {
  it('walks the road of a signal under their name, and the votes only advise', async () => {
    const world = await opened();
    expect(await world.send(place({ stopPrice: '99000', targetPrice: '102000' }))).toMatchObject({
      outcome: 'accepted',
      decisionIds: ['D-1'],
      orderNumbers: [1],
    });
    const [made] = world.journal.of('decision.made');
    expect(made?.record).toMatchObject({
      outcome: 'acted',
      signal: { source: 'human:terminal:owner', plan: { stopDistance: 1_000, targetDistance: 2_000 } },
      consensus: { policy: 'advisory', assenting: 3 },
      sizing: { quantity: '0.002', stopPrice: '99000', targetPrice: '102000' },
    });
    await world.quote(100_000);
    expect(world.openOrders('stop').map(({ request }) => request.triggerPrice)).toEqual(['99000']);
  });

  it('measures stop and target from its own limit price', async () => {
    const world = await opened();
    await world.send(place({ limitPrice: '98000', stopPrice: '97000', targetPrice: '99000' }));
    expect(world.journal.of('decision.made')[0]?.record).toMatchObject({
      signal: { plan: { stopDistance: 1_000, targetDistance: 1_000 } },
      order: { type: 'limit', price: '98000', quantity: '0.002' },
    });
  });

  it.each([
    ['a long stop above the price', place({ stopPrice: '101000' }), 'sizing.stop-invalid'],
    ['a short stop below the price', place({ direction: 'short', stopPrice: '99000' }), 'sizing.stop-invalid'],
    ['a long target below the price', place({ targetPrice: '99000' }), 'sizing.target-invalid'],
    ['a size above the cap', place({ size: { type: 'notional', notional: '5100' } }), 'risk.human-order'],
    ['a size of nothing', place({ size: { type: 'quantity', quantity: '0' } }), 'sizing.size-invalid'],
    ['a size below the minimum', place({ size: { type: 'notional', notional: '4' } }), 'sizing.below-minimum'],
  ])('is refused with %s', async (_, command, code) => {
    const world = await opened();
    const outcome = await world.send(command);
    expect(outcome).toMatchObject({ outcome: 'refused', reason: { code } });
    expect(world.journal.of('command.refused')).toEqual([
      { type: 'command.refused', by: OWNER, command: 'order.place', reason: outcome.reason },
    ]);
    expect(world.journal.of('decision.made')[0]?.record.reason).toEqual(outcome.reason);
    expect(world.execution.arrivals).toEqual([]);
  });

  it.each([
    ['a market without a price', ETH],
    ['a market that is not there', 'DOGE/USDT:USDT'],
  ])('is refused in %s', async (_, symbol) => {
    const world = await opened();
    expect(await world.send(place({ symbol }))).toEqual({
      outcome: 'refused',
      reason: reason('market.unknown-price', { symbol }),
    });
    expect(world.faults).toEqual([]);
  });

  it('given twice at one moment is two orders', async () => {
    const world = await opened();
    await Promise.all([world.send(place()), world.send(place())]);
    expect(world.execution.arrivals.map(({ decisionId }) => decisionId)).toEqual(['D-1', 'D-2']);
  });
});

describe('closing', () => {
  it('sells a part, or all', async () => {
    const world = await openHoldingWorld();
    expect(await world.send({ type: 'position.close', symbol: BTC, fraction: 0.5 })).toMatchObject({
      outcome: 'accepted',
      decisionIds: ['D-2'],
    });
    await world.quote(100_000);
    expect(world.ledger.position(BTC)?.quantity.toFixed()).toBe('0.01');
    expect((await world.send({ type: 'positions.close-all' })).reason).toEqual(
      reason('positions.closing', { positions: 1, asked: 1 }),
    );
    await world.quote(100_000);
    expect(world.ledger.position(BTC)).toBeNull();
  });

  it('waits for a price after a start', async () => {
    const world = (await openHoldingWorld()).restart();
    expect((await world.send({ type: 'position.close', symbol: BTC, fraction: 1 })).reason).toEqual(
      reason('market.unknown-price', { symbol: BTC }),
    );
    expect(world.faults).toEqual([]);
  });

  it.each([
    [{ type: 'position.close', symbol: BTC, fraction: 1 } as const, reason('position.none', { symbol: BTC })],
    [{ type: 'positions.close-all' } as const, reason('positions.none')],
  ])('is refused when nothing is held: %o', async (command, why) => {
    const world = await opened();
    expect(await world.send(command)).toEqual({ outcome: 'refused', reason: why });
    expect(world.journal.of('command.refused').map((refusal) => refusal.reason)).toEqual([why]);
  });

  it('twice is refused while the first is on its way', async () => {
    const world = await openHoldingWorld();
    await world.send({ type: 'position.close', symbol: BTC, fraction: 1 });
    expect((await world.send({ type: 'position.close', symbol: BTC, fraction: 1 })).outcome).toBe('refused');
    expect(world.execution.arrivals.filter(({ leg }) => leg === 'exit')).toHaveLength(1);
  });
});

describe('cancelling', () => {
  it('takes an order by its number, or all of them, but never a stop', async () => {
    const world = await openHoldingWorld();
    await world.send(place({ limitPrice: '90000' }));
    await world.send(place({ limitPrice: '91000' }));
    await world.send(place({ limitPrice: '92000' }));
    const [stop] = world.openOrders('stop');
    expect(await world.send({ type: 'order.cancel', number: stop!.number })).toEqual({
      outcome: 'refused',
      reason: reason('order.protects', { number: 2, symbol: BTC }),
    });
    expect((await world.send({ type: 'order.cancel', number: 3 })).reason).toEqual(
      reason('order.cancel-asked', { number: 3, symbol: BTC }),
    );
    expect((await world.send({ type: 'orders.cancel-all' })).reason).toEqual(
      reason('orders.cancel-asked', { orders: 2 }),
    );
    expect(world.openOrders().map(({ number }) => number)).toEqual([2]);
    expect(await world.send({ type: 'orders.cancel-all' })).toMatchObject({ reason: reason('orders.none-open') });
    expect(await world.send({ type: 'order.cancel', number: 3 })).toMatchObject({
      outcome: 'refused',
      reason: reason('order.not-open', { number: 3 }),
    });
  });
});

describe('the switches', () => {
  it('pause and resume once each, durably', async () => {
    const world = await opened();
    expect((await world.send({ type: 'entries.resume' })).reason.code).toBe('entries.not-paused');
    expect(await world.send({ type: 'entries.pause' })).toMatchObject({ outcome: 'accepted' });
    expect(world.journal.batches.at(-1)).toEqual({ types: ['entries.paused'], durable: true });
    expect((await world.send({ type: 'entries.pause' })).reason.code).toBe('entries.already-paused');
    expect(world.ledger.state.paused).toBe(true);
    expect(await world.send({ type: 'entries.resume' })).toMatchObject({ outcome: 'accepted' });
    expect(world.ledger.state.paused).toBe(false);
    expect(world.journal.of('command.refused').map(({ command }) => command)).toEqual([
      'entries.resume',
      'entries.pause',
    ]);
  });

  it('unpanic clears panic and halt, but not before all is flat', async () => {
    const world = await openHoldingWorld();
    expect((await world.send({ type: 'panic.clear' })).reason).toEqual(reason('panic.not-latched'));
    await world.send({ type: 'panic.latch' });
    expect((await world.send({ type: 'panic.clear' })).reason).toEqual(
      reason('panic.still-flattening', { positions: 1 }),
    );
    await world.quote(100_000);
    expect(await world.send({ type: 'panic.clear' })).toMatchObject({ outcome: 'accepted' });
    expect(world.ledger.state).toMatchObject({ panicked: false, flattening: false });
    world.ledger.record([{ type: 'entries.halted', reason: reason('order.overfilled') }]);
    expect(await world.send({ type: 'panic.clear' })).toMatchObject({ outcome: 'accepted' });
    expect(world.ledger.state.halted).toBeNull();
  });

  it('panic waits for nothing that is queued', async () => {
    const world = await openHoldingWorld();
    let release: () => void = () => undefined;
    world.work.add(
      () =>
        new Promise<void>((resolve) => {
          release = resolve;
        }),
    );
    const buying = world.send(place());
    expect((await world.send({ type: 'panic.latch' })).outcome).toBe('accepted');
    expect(world.openOrders('emergency')).toHaveLength(1);
    release();
    expect(await buying).toMatchObject({ outcome: 'refused', reason: reason('entries.panic-latched') });
  });

  it('a setting changes once, durably, and survives a restart', async () => {
    const world = await opened();
    const change = { type: 'setting.change', key: 'risk.max-exposure', value: 0.5 } as const;
    expect((await world.send(change)).reason).toEqual(
      reason('setting.changed', { key: 'risk.max-exposure', from: 1, to: 0.5 }),
    );
    expect(world.journal.of('setting.changed')).toEqual([
      { type: 'setting.changed', key: 'risk.max-exposure', from: 1, to: 0.5, by: OWNER },
    ]);
    expect((await world.send(change)).reason.code).toBe('setting.unchanged');
    const stale = await world.send({ ...change, value: 0.4, from: 1 });
    expect(stale.reason).toEqual(reason('setting.moved', { key: 'risk.max-exposure', shown: 1, value: 0.5 }));
    const [made] = world.journal.entries.filter(({ event }) => event.type === 'setting.changed');
    await world.send({ ...change, value: 1, from: 0.5, undoes: made?.seq ?? 0 });
    expect(world.journal.of('setting.changed').at(-1)).toEqual({
      type: 'setting.changed',
      key: 'risk.max-exposure',
      from: 0.5,
      to: 1,
      by: OWNER,
      undoes: made?.seq,
    });
    await world.send(change);
    expect((await world.send({ ...change, value: 2 })).reason.code).toBe('setting.above-maximum');
    expect(world.restart().ledger.settings.limits().maxExposureFraction).toBe(0.5);
  });
});

describe('an answer to a proposal', () => {
  it('is taken once', async () => {
    const world = openDeskWorld({ approval: { mode: 'ask-always' } });
    await world.quote(100_000);
    await world.candidates.consider(entrySignal(world.clock.now()));
    const answer = { type: 'approval.answer', approvalId: 'A-1', answer: 'approve' } as const;
    expect(await world.send(answer)).toMatchObject({ outcome: 'accepted', decisionIds: ['D-1'], orderNumbers: [1] });
    expect(await world.send(answer)).toEqual({
      outcome: 'refused',
      reason: reason('approval.not-pending', { approvalId: 'A-1' }),
    });
  });

  it('waits for a price after a start', async () => {
    const world = openDeskWorld({ approval: { mode: 'ask-always' } });
    await world.quote(100_000);
    await world.candidates.consider(entrySignal(world.clock.now()));
    const next = world.restart();
    const answer = { type: 'approval.answer', approvalId: 'A-1', answer: 'approve' } as const;
    expect((await next.send(answer)).reason).toEqual(reason('market.unknown-price', { symbol: BTC }));
    await next.quote(100_000);
    expect(await next.send(answer)).toMatchObject({ outcome: 'accepted' });
    expect(next.faults).toEqual([]);
  });
});

it('a command that breaks is answered, and the fault is told', async () => {
  const world = await opened();
  const outcome = await world.send(place({ limitPrice: '1e5' }));
  expect(outcome).toEqual({ outcome: 'refused', reason: reason('command.failed', { command: 'order.place' }) });
  await world.engine.settled();
  expect(world.faults).toEqual([new RangeError('not a plain decimal number: 1e5')]);
});

describe('getting out', () => {
  it('ends what is left of the entry, so that nothing opens the position again', async () => {
    const world = await opened();
    await world.send(place({ size: { type: 'quantity', quantity: '0.02' }, limitPrice: '99000' }));
    await world.send(place({ size: { type: 'quantity', quantity: '0.002' }, stopPrice: '98000' }));
    await world.quote(100_000);
    expect(world.openOrders('entry')).toHaveLength(1);
    await world.send({ type: 'position.close', symbol: BTC, fraction: 1 });
    await world.quote(100_000);
    await world.quote(98_500);
    expect(world.openOrders()).toEqual([]);
    expect(world.ledger.position(BTC)).toBeNull();
  });

  it('ends the entry with the stop that closed its first part', async () => {
    const shallow = { ...FILL_MODEL, impactFraction: 0, minimumDepthNotional: 500 };
    const world = openDeskWorld({ simulated: createSimulatedExecution({ seed: 'world', model: shallow }) });
    await world.quote(100_000, { volume: 0.01 });
    await world.send(place({ size: { type: 'quantity', quantity: '0.02' }, stopPrice: '99000' }));
    await world.quote(100_000, { volume: 0.01 });
    expect(world.openOrders('entry').map(({ state }) => state)).toEqual(['PARTIAL']);
    await world.quote(98_900, { volume: 0.01 });
    await world.quote(98_900, { volume: 0.01 });
    expect(world.openOrders()).toEqual([]);
    expect(world.ledger.position(BTC)).toBeNull();
    expect(world.journal.of('trade.closed')).toHaveLength(1);
  });

  it('closes only the position that was shown', async () => {
    const world = await openHoldingWorld();
    const close = { type: 'position.close', symbol: BTC, fraction: 1 } as const;
    for (const expected of [
      { direction: 'short', quantity: '0.02' },
      { direction: 'long', quantity: '0.01' },
    ] as const) {
      expect(await world.send({ ...close, expected })).toEqual({
        outcome: 'refused',
        reason: reason('position.changed', { symbol: BTC }),
      });
    }
    expect(await world.send({ ...close, expected: { direction: 'long', quantity: '0.02' } })).toMatchObject({
      outcome: 'accepted',
    });
  });
});

describe('the drawdown limit', () => {
  it('is lifted by a person, and counts anew from there', async () => {
    const world = await openHoldingWorld();
    world.ledger.record([{ type: 'equity.measured', equity: '20000', cash: '20000', exposure: '0' }]);
    expect(await world.send({ type: 'entries.resume' })).toMatchObject({
      outcome: 'accepted',
      reason: { code: 'entries.resumed-after-drawdown' },
    });
    const [resumed] = world.journal.of('entries.resumed');
    expect(world.ledger.state.track.equityPeak.toFixed()).toBe(resumed?.drawdownFrom);
    expect(await world.send({ type: 'entries.resume' })).toMatchObject({ outcome: 'refused' });
  });
});
