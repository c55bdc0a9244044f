import { afterEach, describe, expect, it } from 'vitest';
import { VENUE_NAMES } from '../../../engine/exchanges/venues/venue-name.ts';
import { runClockCase } from './clock-cases.ts';
import { breaches, FaultWorld } from './fault-world.ts';
import { killAtEveryAwait } from './kill-points.ts';
import { MATRIX_ACTIONS, runCase } from './outcome-matrix.ts';
import { runSchedules } from './random-schedules.ts';

/** One of each kind; `npm run faults` plays them all. */
const FAULTS = ['accept-then-reset', 'accept-then-200-html', 'insufficient-funds'] as const;

describe.each(VENUE_NAMES)('at %s', (venue) => {
  it.each(MATRIX_ACTIONS)(
    'what became of a broken %s is believed rightly',
    async (action) => {
      for (const fault of FAULTS) {
        const outcome = await runCase(venue, action, fault);
        expect({ fault, outcome, breaches: breaches(outcome.table) }).toMatchObject({ breaches: 0 });
      }
    },
    60_000,
  );

  it.skipIf(venue === 'binance' || venue === 'bithumb')(
    'a process that is killed at any await leaves nothing lost or doubled',
    async () => {
      const { points, table } = await killAtEveryAwait(venue);
      expect(points).toBeGreaterThan(10);
      expect({ ...table, breaches: breaches(table) }).toMatchObject({ breaches: 0 });
    },
    60_000,
  );

  it('a position is left although the clocks are an hour apart, and nothing is entered meanwhile', async () => {
    const found = await runClockCase(venue, 'Asia/Seoul', 3_600_000);
    expect(found).toMatchObject({ entriesWhileSkewed: 0, resumed: true });
    expect(found.attempts).toBeLessThanOrEqual(3);
    expect(breaches(found.table)).toBe(0);
  }, 30_000);

  it('random schedules of actions, faults and crashes break nothing', async () => {
    const report = await runSchedules({ schedules: 8, seed: 20_261_120, venues: [venue] });
    expect(report.broken).toBeNull();
    expect(report.tables[venue].orders).toBeGreaterThan(0);
    expect(breaches(report.tables[venue])).toBe(0);
  }, 60_000);
});

describe('the harness', () => {
  let world: FaultWorld | null = null;

  afterEach(async () => {
    await world?.close();
    world = null;
  });

  it('sees an order that is believed dead while it filled', async () => {
    world = await FaultWorld.open({ venue: 'binanceusdm' });
    await world.entry('D-1');
    const [intended] = world.records.batches;
    world.restart(intended === undefined ? [] : [intended]);
    world.records.record([
      {
        ...{ type: 'order.changed', clientId: world.idOf('D-1', 'entry'), decisionId: 'D-1', symbol: world.symbol },
        ...{ state: 'REJECTED', venueOrderId: null, reason: null },
      },
    ]);
    expect(world.findings()).toMatchObject({ wrongPosition: 1 });
    expect(world.findings().lost).toBeGreaterThan(0);
  });

  it('sees an order that was never journalled, and a position that is not ours', async () => {
    world = await FaultWorld.open({ venue: 'binanceusdm' });
    await world.entry('D-1');
    world.restart([]);
    expect(world.findings()).toMatchObject({ unjournalled: 1, wrongPosition: 1, lost: 1 });
  });

  it('sees an order that is still in doubt', async () => {
    world = await FaultWorld.open({ venue: 'upbit' });
    world.venue.faults.onRequest('accept-then-reset', { kind: 'order' });
    await world.entry('D-1');
    expect(world.findings()).toMatchObject({ unresolved: 1 });
  });
});
