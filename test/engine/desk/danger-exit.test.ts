import { describe, expect, it } from 'vitest';
import { reason } from '../../../engine/domain/reason.ts';
import type { AlarmAction, EmergencySettings } from '../../../engine/emergency/emergency-settings.ts';
import { NEWS_ALONE } from '../../../engine/emergency/emergency-settings.ts';
import { BTC } from '../../fakes/market.ts';
import type { DeskWorld } from './desk-world.ts';
import { entrySignal, openHoldingWorld } from './desk-world.ts';

const dropping = (action: AlarmAction): EmergencySettings => ({
  ...NEWS_ALONE,
  priceDrop: { fraction: 0.005, withinMs: 300_000, action },
});
const unreachable = (action: AlarmAction): EmergencySettings => ({
  ...NEWS_ALONE,
  networkFailures: { count: 3, action },
});
const legs = (world: DeskWorld) => world.execution.arrivals.map(({ leg }) => leg);
/** Under the alarm's half percent, above the stop at 99,000. */
const FALLEN = 99_400;

async function entering(world: DeskWorld) {
  return world.candidates.consider(entrySignal(world.clock.now()));
}

describe('a fall that a detector rings for', () => {
  it('leave: gets out of that market, and of nothing else', async () => {
    const world = await openHoldingWorld({ emergency: dropping('leave') });
    await world.quote(FALLEN);
    expect(legs(world)).toEqual(['entry', 'stop', 'emergency']);
    await world.quote(FALLEN);
    expect(world.ledger.position(BTC)).toBeNull();
    expect(world.ledger.state).toMatchObject({ panicked: false, halted: null });
    expect(world.journal.of('decision.made').at(-1)?.record.signal).toMatchObject({
      source: 'emergency:price-drop',
      reason: { code: 'emergency.price-drop' },
    });
  });

  it('leave: an exit that is rejected is sent again, with growing pauses, until nothing is held', async () => {
    const faults = { send: ['none', 'none', 'reject', 'reject', 'none'] } as const;
    const world = await openHoldingWorld({ emergency: dropping('leave'), faults });
    const emergencies = () => world.journal.of('order.intended').filter(({ intent }) => intent.leg === 'emergency');
    await world.quote(FALLEN);
    expect(emergencies()).toHaveLength(1);
    const sends: number[] = [];
    for (let second = 1; second <= 8; second += 1) {
      await world.quote(FALLEN);
      sends.push(emergencies().length);
    }
    expect(sends).toEqual([2, 2, 3, 3, 3, 3, 3, 3]);
    expect(world.ledger.position(BTC)).toBeNull();
  });

  it('leave: what a person keeps for themselves meanwhile is not sold later', async () => {
    const faults = { send: ['none', 'none', 'reject', 'none'] } as const;
    const world = await openHoldingWorld({ emergency: dropping('leave'), faults });
    await world.quote(FALLEN);
    const quantity = world.ledger.position(BTC)?.quantity.toFixed() ?? '';
    const change = { id: 'X-1', symbol: BTC, kind: 'trade', price: null, reason: reason('test') } as const;
    world.ledger.record([
      { type: 'external.found', change: { ...change, deskQuantity: quantity, venueQuantity: quantity } },
      { type: 'external.answered', id: 'X-1', symbol: BTC, answer: 'leave', by: 'owner' },
    ]);
    for (let second = 1; second <= 8; second += 1) await world.quote(FALLEN);
    expect(world.journal.of('order.intended').filter(({ intent }) => intent.leg === 'emergency')).toHaveLength(1);
    expect(world.ledger.position(BTC)).not.toBeNull();
  });

  it('flatten: latches like a panic, and keeps entries out', async () => {
    const world = await openHoldingWorld({ emergency: dropping('flatten') });
    await world.quote(FALLEN);
    await world.quote(FALLEN);
    expect(world.journal.of('panic.latched')).toMatchObject([{ by: 'emergency:price-drop', positions: 1 }]);
    expect(world.ledger.position(BTC)).toBeNull();
    expect(await entering(world)).toMatchObject({ outcome: 'blocked', reason: { code: 'entries.panic-latched' } });
  });

  it('halt: keeps entries out and leaves the position to its stop', async () => {
    const world = await openHoldingWorld({ emergency: dropping('halt') });
    await world.quote(FALLEN);
    await world.quote(FALLEN);
    expect(legs(world)).toEqual(['entry', 'stop']);
    expect(world.ledger.position(BTC)).not.toBeNull();
    expect(world.journal.of('entries.halted')).toMatchObject([{ reason: { code: 'emergency.price-drop' } }]);
    expect(await entering(world)).toMatchObject({ outcome: 'blocked', reason: { code: 'emergency.price-drop' } });
  });

  it('off: nothing is done', async () => {
    const world = await openHoldingWorld({ emergency: NEWS_ALONE });
    await world.quote(FALLEN);
    expect(legs(world)).toEqual(['entry', 'stop']);
  });
});

describe('a venue that does not answer', () => {
  it('three times in a row halts entries while something is held; an answer in between begins anew', async () => {
    const world = await openHoldingWorld({ emergency: unreachable('halt') });
    for (const answered of [false, false, true, false, false]) world.engine.noteVenueAnswer(answered);
    expect(world.ledger.state.halted).toBeNull();
    world.engine.noteVenueAnswer(false);
    expect(world.ledger.state.halted).toMatchObject({ code: 'emergency.network-failures', values: { count: 3 } });
    expect(world.journal.of('entries.halted')).toHaveLength(1);
  });

  it('flattens where that is wanted', async () => {
    const world = await openHoldingWorld({ emergency: unreachable('flatten') });
    for (let times = 0; times < 3; times += 1) world.engine.noteVenueAnswer(false);
    await world.quote(100_000);
    await world.quote(100_000);
    expect(world.journal.of('panic.latched')).toMatchObject([{ by: 'emergency:network-failures' }]);
    expect(world.ledger.position(BTC)).toBeNull();
  });
});
