import { describe, expect, test } from 'vitest';
import { alertOf } from '../../../bot/alerts/alert.ts';
import { createVoice } from '../../../bot/i18n/voice.ts';
import { decimal } from '../../../engine/domain/decimal.ts';
import { INSTRUMENTS } from '../../fakes/desk.ts';
import { BTC, ETH } from '../../fakes/market.ts';
import type { DeskWorld } from './desk-world.ts';
import { entrySignal, MINUTE, minuteCandle, NOON, openDeskWorld } from './desk-world.ts';

async function minute(world: DeskWorld, index: number, symbols: readonly string[]): Promise<void> {
  const at = NOON + index * MINUTE;
  world.clock.set(at);
  for (const symbol of symbols) {
    const candle = minuteCandle(at, symbol === BTC ? 100_000 : 2_500, symbol);
    world.engine.process({ type: 'market', event: { type: 'candle.closed', at, candle } });
    await world.engine.settled();
  }
}

function noticed({ journal }: DeskWorld) {
  return journal.entries.flatMap(({ event }) => (event.type === 'desk.noticed' ? [event] : []));
}

describe('a market that falls silent', () => {
  test('is told once after five minutes of the others, and once when it is back', async () => {
    const world = openDeskWorld();
    for (let index = 1; index <= 3; index += 1) await minute(world, index, [BTC, ETH]);
    for (let index = 4; index <= 8; index += 1) await minute(world, index, [BTC]);
    expect(noticed(world)).toEqual([]);
    for (let index = 9; index <= 20; index += 1) await minute(world, index, [BTC]);
    expect(noticed(world)).toMatchObject([
      { kind: 'data-stall', symbol: ETH, reason: { code: 'desk.data-stall', values: { silentMs: 6 * MINUTE } } },
    ]);
    for (let index = 21; index <= 24; index += 1) await minute(world, index, [BTC, ETH]);
    expect(noticed(world).slice(1)).toMatchObject([
      { kind: 'data-back', symbol: ETH, reason: { values: { stalledMs: 17 * MINUTE } } },
    ]);
  });

  test('is not told again by a desk that was started anew', async () => {
    const world = openDeskWorld();
    await minute(world, 1, [BTC, ETH]);
    for (let index = 2; index <= 9; index += 1) await minute(world, index, [BTC]);
    expect(noticed(world)).toHaveLength(1);
    const again = world.restart();
    for (let index = 10; index <= 20; index += 1) await minute(again, index, [BTC]);
    await minute(again, 21, [ETH]);
    expect(noticed(again).map(({ kind }) => kind)).toEqual(['data-stall', 'data-back']);
  });

  test('is told in words of both languages', async () => {
    const world = openDeskWorld();
    await minute(world, 1, [BTC, ETH]);
    for (let index = 2; index <= 9; index += 1) await minute(world, index, [BTC]);
    const entry = world.journal.entries.at(-1);
    const said = (['en', 'ko'] as const).map((language) => {
      const voice = createVoice({ language, zone: 'UTC', now: NOON, instruments: INSTRUMENTS, quoteCurrency: 'USDT' });
      return JSON.stringify(entry === undefined ? null : alertOf(entry, voice)?.blocks);
    });
    expect(said[0]).toContain('No prices of ETH for 6m');
    expect(said[1]).toContain('ETH 시세가 6분 동안');
  });
});

describe('a venue that fails', () => {
  test('is told once an episode, and once when it answers again with nothing in doubt', async () => {
    const world = openDeskWorld({ faults: { send: ['reject', 'reject', 'reject', 'reject'] } });
    await world.quote(100_000);
    for (let index = 0; index < 2; index += 1) await world.candidates.consider(entrySignal(world.clock.now()));
    await minute(world, 1, [BTC]);
    expect(noticed(world)).toEqual([]);
    for (let index = 0; index < 2; index += 1) await world.candidates.consider(entrySignal(world.clock.now()));
    await minute(world, 2, [BTC]);
    await minute(world, 3, [BTC]);
    expect(noticed(world)).toMatchObject([{ kind: 'venue-trouble', reason: { values: { count: 4 } } }]);
    await world.quote(100_000);
    await world.candidates.consider(entrySignal(world.clock.now()));
    await world.quote(100_000);
    await minute(world, 4, [BTC]);
    await minute(world, 5, [BTC]);
    expect(noticed(world).map(({ kind }) => kind)).toEqual(['venue-trouble', 'venue-back']);
  });

  test('that rejects now and then is no trouble', async () => {
    const world = openDeskWorld({ faults: { send: ['reject', 'reject', 'reject'] } });
    for (const index of [1, 12, 23]) {
      await minute(world, index, [BTC]);
      await world.quote(100_000);
      await world.candidates.consider(entrySignal(world.clock.now()));
      await minute(world, index + 1, [BTC]);
    }
    expect(
      world.journal.entries.filter(({ event }) => event.type === 'order.changed' && event.state === 'REJECTED'),
    ).toHaveLength(3);
    expect(noticed(world)).toEqual([]);
  });
});

describe('what somebody else did at the venue', () => {
  test('is told with both figures, once, and halts entries', async () => {
    let held = new Map<string, ReturnType<typeof decimal>>();
    const world = openDeskWorld({ venuePositions: () => held });
    for (let index = 1; index <= 20; index += 1) await minute(world, index, [BTC]);
    expect(noticed(world)).toEqual([]);
    held = new Map([[BTC, decimal('0.7')]]);
    for (let index = 21; index <= 80; index += 1) await minute(world, index, [BTC]);
    expect(noticed(world)).toMatchObject([
      { kind: 'external-change', symbol: BTC, reason: { values: { venue: '0.7', desk: '0' } } },
    ]);
    expect(world.ledger.state.halted?.code).toBe('reconcile.position-differs');
    held = new Map([[BTC, decimal('0.9')]]);
    for (let index = 81; index <= 120; index += 1) await minute(world, index, [BTC]);
    expect(noticed(world).map(({ reason: { values } }) => values.venue)).toEqual(['0.7', '0.9']);
  });
});
