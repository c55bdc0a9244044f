import { describe, expect, it } from 'vitest';
import { recordHash } from '../../../engine/decision/record-hash.ts';
import { reason } from '../../../engine/domain/reason.ts';
import { BTC } from '../../fakes/market.ts';
import type { DeskWorld, DeskWorldOptions } from './desk-world.ts';
import { entrySignal, madeOf, OWNER, openDeskWorld, openHoldingWorld } from './desk-world.ts';

async function openAsking(options: DeskWorldOptions = {}): Promise<DeskWorld> {
  const world = openDeskWorld({ approval: { mode: 'ask-always' }, ...options });
  await world.quote(100_000);
  await world.candidates.consider(entrySignal(world.clock.now()));
  return world;
}

const answerOf = (world: DeskWorld, answer: 'approve' | 'half' | 'decline', approvalId = 'A-1') =>
  world.candidates.answer(approvalId, answer, OWNER);

describe('a candidate', () => {
  it('is carried from signal to order in one entry of the journal that survives a power cut', async () => {
    const world = openDeskWorld();
    await world.quote(100_000);
    const record = await world.candidates.consider(entrySignal(world.clock.now()));
    expect(record).toMatchObject({ id: 'D-1', outcome: 'acted', order: { side: 'buy', quantity: '0.02' } });
    expect(world.journal.batches.slice(1)).toEqual([
      { types: ['decision.made', 'order.intended', 'order.changed'], durable: true },
      { types: ['order.changed'], durable: false },
    ]);
  });

  it('is decided once, however often its signal comes', async () => {
    const world = openDeskWorld();
    await world.quote(100_000);
    const signal = entrySignal(world.clock.now());
    expect((await world.candidates.consider(signal))?.id).toBe('D-1');
    expect(await world.candidates.consider(signal)).toBeNull();
    expect(await world.restart().candidates.consider(signal)).toBeNull();
    expect(world.journal.of('decision.made')).toHaveLength(1);
    expect(world.execution.arrivals).toHaveLength(1);
  });

  it.each([
    ['pause', { type: 'entries.paused', by: OWNER }, reason('entries.are-paused')],
    ['panic', { type: 'panic.latched', by: OWNER, positions: 0, orders: 0 }, reason('entries.panic-latched')],
    ['halt', { type: 'entries.halted', reason: reason('order.overfilled') }, reason('order.overfilled')],
  ] as const)('is blocked by a %s, and still written down', async (_, blocking, why) => {
    const world = openDeskWorld();
    await world.quote(100_000);
    world.ledger.record([blocking]);
    const record = await world.candidates.consider(entrySignal(world.clock.now()));
    expect(record).toMatchObject({ id: 'D-1', outcome: 'blocked', reason: why, order: null });
    expect(madeOf(world.journal).map(({ sha256, record: made }) => recordHash(made) === sha256)).toEqual([true]);
    expect(world.execution.arrivals).toEqual([]);
  });

  it('that gets out needs no vote and passes every pause', async () => {
    const world = await openHoldingWorld();
    world.ledger.record([{ type: 'entries.paused', by: OWNER }]);
    const record = await world.candidates.consider(
      entrySignal(world.clock.now(), { action: 'exit', plan: { stopDistance: null } }),
    );
    expect(record).toMatchObject({
      outcome: 'acted',
      verdicts: [],
      order: { side: 'sell', quantity: '0.02', reduceOnly: true },
    });
  });

  it('that gets out is not needed while another exit is on its way, nor when nothing is held', async () => {
    const world = await openHoldingWorld();
    const exit = () => entrySignal(world.clock.now(), { action: 'exit', plan: { stopDistance: null } });
    expect((await world.candidates.consider(exit()))?.outcome).toBe('acted');
    expect(await world.candidates.consider(exit())).toBeNull();
    await world.quote(100_000);
    expect(world.ledger.position(BTC)).toBeNull();
    expect(await world.candidates.consider(exit())).toBeNull();
    expect(world.journal.of('decision.made')).toHaveLength(2);
  });
});

describe('an approval', () => {
  it('is asked with the terms of the decision, durably, and nothing is sent', async () => {
    const world = await openAsking();
    const [asked] = world.journal.of('approval.requested');
    expect(asked?.approval).toMatchObject({
      id: 'A-1',
      status: 'pending',
      terms: { decisionId: 'D-1', symbol: BTC, side: 'buy', quantity: '0.02', notional: '2000', stopPrice: '99000' },
    });
    expect(world.journal.batches.at(-1)).toEqual({ types: ['decision.made', 'approval.requested'], durable: true });
    expect(world.execution.arrivals).toEqual([]);
  });

  it('answered twice executes once', async () => {
    const world = await openAsking();
    expect(await answerOf(world, 'approve')).toMatchObject({ outcome: 'answered', record: { outcome: 'acted' } });
    expect(await answerOf(world, 'approve')).toEqual({
      outcome: 'refused',
      reason: reason('approval.not-pending', { approvalId: 'A-1' }),
    });
    expect(world.execution.arrivals.map(({ request }) => request.quantity)).toEqual(['0.02']);
    expect(world.journal.of('approval.answered').map(({ approval }) => approval.status)).toEqual(['approved']);
  });

  it('answered twice at once executes once', async () => {
    const world = await openAsking();
    const [first, second] = await Promise.all([answerOf(world, 'approve'), answerOf(world, 'half')]);
    expect([first.outcome, second.outcome]).toEqual(['answered', 'refused']);
    expect(world.execution.arrivals).toHaveLength(1);
  });

  it('halved trades half', async () => {
    const world = await openAsking();
    await answerOf(world, 'half');
    expect(world.execution.arrivals.map(({ request }) => request.quantity)).toEqual(['0.01']);
    expect(world.journal.of('approval.answered').map(({ approval }) => approval.status)).toEqual(['halved']);
  });

  it('declined trades nothing', async () => {
    const world = await openAsking();
    expect(await answerOf(world, 'decline')).toMatchObject({
      outcome: 'answered',
      record: { outcome: 'declined', reason: reason('approval.declined', { by: OWNER }) },
    });
    expect(world.execution.arrivals).toEqual([]);
    expect(world.ledger.state.asked.size + world.ledger.state.approvals.size).toBe(0);
  });

  it('is skipped when nobody answers in time, not a millisecond earlier', async () => {
    const world = await openAsking();
    const { expiresAt } = world.journal.of('approval.requested')[0]!.approval;
    world.candidates.expire(expiresAt - 1);
    expect(world.ledger.state.approvals.size).toBe(1);
    world.clock.set(expiresAt);
    world.candidates.expire(expiresAt);
    expect(world.journal.of('decision.resolved').map(({ record }) => record.outcome)).toEqual(['expired']);
    expect(await answerOf(world, 'approve')).toMatchObject({ outcome: 'refused' });
    expect(world.execution.arrivals).toEqual([]);
  });

  it('answered after its time counts as expired', async () => {
    const world = await openAsking();
    world.clock.set(world.journal.of('approval.requested')[0]!.approval.expiresAt);
    expect(await answerOf(world, 'approve')).toMatchObject({ record: { outcome: 'expired' } });
    expect(world.journal.of('approval.answered').map(({ approval }) => approval.status)).toEqual(['expired']);
    expect(world.execution.arrivals).toEqual([]);
  });

  it('is quoted anew after too much drift, and the new question can be answered', async () => {
    const world = await openAsking();
    await world.quote(101_000);
    expect(await answerOf(world, 'approve')).toMatchObject({ record: { outcome: 'asked' } });
    expect(world.execution.arrivals).toEqual([]);
    expect(world.journal.of('approval.answered').map(({ approval }) => approval.status)).toEqual(['requoted']);
    expect([...world.ledger.state.approvals.values()]).toMatchObject([
      { id: 'A-2', status: 'pending', terms: { decisionId: 'D-1', priceAtProposal: '101000', quantity: '0.019' } },
    ]);
    expect(await answerOf(world, 'approve', 'A-2')).toMatchObject({ record: { outcome: 'acted' } });
    expect(world.execution.arrivals.map(({ request }) => request.quantity)).toEqual(['0.019']);
  });

  it('that was quoted anew expires too', async () => {
    const world = await openAsking();
    await world.quote(101_000);
    await answerOf(world, 'approve');
    world.clock.set(world.clock.now() + 900_000);
    world.candidates.expire(world.clock.now());
    expect(world.ledger.state.approvals.size).toBe(0);
    expect(world.journal.of('decision.resolved').map(({ record }) => record.outcome)).toEqual(['asked', 'expired']);
  });

  it('survives a restart and executes once then', async () => {
    const before = await openAsking();
    const world = before.restart();
    await world.quote(100_000);
    expect(await answerOf(world, 'approve')).toMatchObject({ record: { id: 'D-1', outcome: 'acted' } });
    expect(world.execution.arrivals).toHaveLength(1);
    const again = world.restart();
    await again.quote(100_000);
    expect(await answerOf(again, 'approve')).toMatchObject({ outcome: 'refused' });
    expect(again.execution.arrivals.filter(({ leg }) => leg === 'entry')).toEqual([]);
  });

  it('trades nothing while entries are paused', async () => {
    const world = await openAsking();
    world.ledger.record([{ type: 'entries.paused', by: OWNER }]);
    expect(await answerOf(world, 'approve')).toMatchObject({
      record: { outcome: 'blocked', reason: reason('entries.are-paused') },
    });
    expect(world.execution.arrivals).toEqual([]);
  });

  it('that nobody asked for is refused', async () => {
    const world = await openAsking();
    expect(await answerOf(world, 'approve', 'A-9')).toEqual({
      outcome: 'refused',
      reason: reason('approval.not-pending', { approvalId: 'A-9' }),
    });
  });
});
