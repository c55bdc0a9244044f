import { describe, expect, it } from 'vitest';
import { replayDecision } from '../../../engine/decision/replay-decision.ts';
import { sizeEntry } from '../../../engine/decision/sizing.ts';
import { MAX_PROPOSALS_A_DAY } from '../../../engine/desk/propose-trade.ts';
import type { Command } from '../../../engine/domain/command.ts';
import { reason } from '../../../engine/domain/reason.ts';
import { BTC, ETH, quoteEvent, quoteOf } from '../../fakes/market.ts';
import { fakeModel, fakeReviewer, inputs, modelVote, signal, verdict } from '../decision/decision-fixtures.ts';
import type { DeskWorld, DeskWorldOptions } from './desk-world.ts';
import { madeOf, OWNER, openDeskWorld } from './desk-world.ts';

type Propose = Omit<Extract<Command, { type: 'trade.propose' }>, 'by'>;

function idea(over: Partial<Propose> = {}): Propose {
  return {
    type: 'trade.propose',
    symbol: BTC,
    direction: 'long',
    size: null,
    stopPrice: '99000',
    targetPrice: null,
    isTainted: false,
    ...over,
  };
}

async function opened(options: DeskWorldOptions = {}): Promise<DeskWorld> {
  const world = openDeskWorld(options);
  await world.quote(100_000);
  return world;
}

const pending = ({ ledger }: DeskWorld) => [...ledger.state.approvals.values()];
const last = ({ journal }: DeskWorld) =>
  journal.entries.flatMap(({ event }) => ('record' in event ? [event.record] : [])).at(-1);

async function answer(world: DeskWorld, given: 'approve' | 'decline') {
  const [approval] = pending(world);
  return world.send({ type: 'approval.answer', approvalId: approval?.id ?? '', answer: given });
}

describe("the assistant's proposal", () => {
  it('walks the road of a signal: voted on, sized, judged, and then a person is asked although nobody need be', async () => {
    const world = await opened({ approval: { mode: 'auto' } });
    expect(await world.send(idea())).toMatchObject({ outcome: 'accepted', decisionIds: ['D-1'], orderNumbers: [] });
    expect(last(world)).toMatchObject({
      outcome: 'asked',
      signal: { source: 'assistant:terminal:owner', plan: { stopDistance: 1_000, asked: null } },
      consensus: { policy: 'unanimous', assenting: 3 },
      reason: { code: 'approval.assistant' },
    });
    expect(pending(world)).toHaveLength(1);
    expect(world.openOrders()).toEqual([]);
  });

  it('is asked of everybody whatever they set for themselves, awake or asleep', async () => {
    const world = await opened();
    await world.send({ type: 'approvers.set', users: [OWNER] });
    const quietHours = { from: 0, to: 1_439, zone: 'UTC' };
    for (const asleep of ['auto', 'half', 'skip'] as const) {
      await world.send({
        type: 'policy.change',
        userId: OWNER,
        change: { mode: 'auto', asleep, quietHours },
        confirmed: true,
      });
      await world.send(idea());
      expect(last(world)).toMatchObject({ outcome: 'asked', reason: { code: 'approval.assistant' } });
      expect(pending(world)[0]?.to ?? null).toBeNull();
      await answer(world, 'decline');
    }
  });

  it('trades only once a person approved', async () => {
    const world = await opened();
    await world.send(idea());
    await world.quote(100_000);
    expect(world.ledger.position(BTC)).toBeNull();
    expect(await answer(world, 'approve')).toMatchObject({ outcome: 'accepted', orderNumbers: [1] });
    await world.quote(100_000);
    expect(world.ledger.position(BTC)).not.toBeNull();
    expect(world.openOrders('stop').map(({ request }) => request.triggerPrice)).toEqual(['99000']);
  });

  it('ends with a no, and with nobody answering in time', async () => {
    const world = await opened();
    await world.send(idea());
    await answer(world, 'decline');
    expect(last(world)?.outcome).toBe('declined');
    await world.send(idea());
    world.clock.set(world.clock.now() + 900_000);
    await world.quote(100_000);
    expect(last(world)?.outcome).toBe('expired');
    expect(world.openOrders()).toEqual([]);
  });

  it('is held where one voice is against it', async () => {
    const world = await opened();
    expect(await world.send(idea({ direction: 'short', stopPrice: '101000' }))).toMatchObject({
      outcome: 'refused',
      reason: { code: 'consensus.disagreed' },
    });
  });

  it('is denied by the risk gate like everything else', async () => {
    const world = await opened();
    world.clock.set(world.clock.now() + 1_000);
    const wide = quoteEvent(quoteOf(world.clock.now(), 100_000, { bid: 99_000, ask: 101_000 }));
    world.engine.process({ type: 'market', event: wide });
    expect(await world.send(idea({ stopPrice: null }))).toMatchObject({
      outcome: 'refused',
      reason: { code: 'risk.spread' },
    });
    expect(last(world)?.outcome).toBe('denied');
  });

  it('is blocked by a pause and by a panic, which also withdraws the one that waits', async () => {
    const world = await opened();
    await world.send(idea());
    await world.send({ type: 'panic.latch' });
    expect(pending(world)).toEqual([]);
    expect(last(world)?.outcome).toBe('blocked');
    expect(await world.send(idea())).toEqual({ outcome: 'refused', reason: reason('entries.panic-latched') });
    await world.send({ type: 'panic.clear' });
    await world.send({ type: 'entries.pause' });
    expect(await world.send(idea())).toEqual({ outcome: 'refused', reason: reason('entries.are-paused') });
  });

  it("never goes without a stop: the desk's own distance where none is named, none on the wrong side", async () => {
    const world = await opened();
    await world.send(idea({ stopPrice: null }));
    expect(last(world)).toMatchObject({ outcome: 'asked', sizing: { stopPrice: '98000' } });
    await answer(world, 'decline');
    for (const [stopPrice, code] of [
      ['101000', 'sizing.stop-invalid'],
      ['-5', 'sizing.size-invalid'],
      ['a lot', 'sizing.size-invalid'],
    ] as const) {
      expect(await world.send(idea({ stopPrice }))).toMatchObject({ outcome: 'refused', reason: { code } });
    }
  });

  it('knows only coins that have a price here', async () => {
    const world = await opened();
    expect(await world.send(idea({ symbol: ETH }))).toEqual({
      outcome: 'refused',
      reason: reason('market.unknown-price', { symbol: ETH }),
    });
  });

  it('waits alone in its coin', async () => {
    const world = await opened();
    await world.send(idea());
    expect(await world.send(idea())).toEqual({
      outcome: 'refused',
      reason: reason('proposal.waiting', { symbol: BTC, decisionId: 'D-1' }),
    });
  });

  it('comes so many times a day for each person, across a restart, and again the next day', async () => {
    let world = await opened();
    for (let count = 0; count < MAX_PROPOSALS_A_DAY; count += 1) {
      if (count === 5) {
        world = world.restart();
        await world.quote(100_000);
      }
      await world.send(idea());
      await answer(world, 'decline');
    }
    const refusal = { outcome: 'refused', reason: reason('proposal.day-limit', { limit: MAX_PROPOSALS_A_DAY }) };
    expect(await world.send(idea())).toEqual(refusal);
    // The limit is each person's own.
    const other = await world.engine.send({ ...idea(), by: 'telegram:7' });
    expect(other).toMatchObject({ outcome: 'accepted' });
    await answer(world, 'decline');
    world.clock.set(world.clock.now() + 86_400_000);
    await world.quote(100_000);
    expect(await world.send(idea())).toMatchObject({ outcome: 'accepted' });
  });

  it('leaves a record that makes the same decision again', async () => {
    const world = await opened();
    await world.send(idea({ isTainted: true }));
    await answer(world, 'approve');
    const voters = {
      model: fakeModel(modelVote('buy')),
      reviewers: ['rules:technical', 'rules:news-risk'].map((name) =>
        fakeReviewer(name, async () => verdict(name, 'buy')),
      ),
    };
    for (const { record } of madeOf(world.journal)) {
      expect(await replayDecision(record, voters)).toMatchObject({ same: true });
    }
  });
});

describe('a proposal after words of strangers were read', () => {
  it('takes the smallest tier at most, whatever size was asked for', async () => {
    for (const size of [null, { type: 'fraction', fraction: 1 }, { type: 'notional', notional: '9000' }] as const) {
      const world = await opened();
      await world.send(idea({ isTainted: true, size }));
      expect(last(world)).toMatchObject({ outcome: 'asked', reason: { code: 'approval.assistant' } });
      expect(last(world)?.sizing?.fraction).toBeLessThanOrEqual(0.05);
      expect(last(world)?.sizing?.clamps.at(-1)).toMatchObject({ cap: 'tainted', to: 0.05 });
    }
  });

  it('stays there when it is quoted anew', async () => {
    const world = await opened();
    await world.send(idea({ isTainted: true }));
    await world.quote(102_000);
    await answer(world, 'approve');
    expect(last(world)).toMatchObject({ outcome: 'asked', reason: { code: 'approval.requoted' } });
    expect(last(world)?.sizing?.fraction).toBeLessThanOrEqual(0.05);
  });

  it('is no larger than the same without the taint', () => {
    const at = (isTainted: boolean) => {
      const tainted = isTainted ? { isTainted: true as const } : {};
      const sized = sizeEntry({
        ...inputs(),
        signal: { ...signal({ source: 'assistant:x' }), ...tainted },
        strength: 0.9,
        advice: { investmentFraction: 1, advisor: 'rules:bands' },
      });
      return sized.outcome === 'sized' ? sized.sizing.fraction : 0;
    };
    expect(at(true)).toBeGreaterThan(0);
    expect(at(true)).toBeLessThanOrEqual(Math.min(at(false), 0.05));
  });
});

it('proposes in another coin while one waits', async () => {
  const world = await opened();
  await world.send(idea());
  world.engine.process({ type: 'market', event: quoteEvent(quoteOf(world.clock.now(), 2_500, { symbol: ETH })) });
  expect(await world.send(idea({ symbol: ETH, stopPrice: '2450' }))).toMatchObject({ outcome: 'accepted' });
});
