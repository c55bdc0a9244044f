import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dailyLoss } from '../../../engine/decision/risk-rules/daily-loss.ts';
import { limitsReached } from '../../../engine/desk/account-limits.ts';
import { Measurements } from '../../../engine/desk/measurements.ts';
import { dayReturn } from '../../../engine/desk/portfolio-context.ts';
import { decimal, decimalFromEstimate } from '../../../engine/domain/decimal.ts';
import { equityOf } from '../../../engine/domain/portfolio.ts';
import { ETH } from '../../fakes/market.ts';
import type { DeskWorld } from './desk-world.ts';
import { CONFIG, HOUR, MINUTE, minuteCandle, OWNER, openHoldingWorld } from './desk-world.ts';

/** Of 10,000 USDT 0.02 BTC are held, bought at 100,000.1: at 85,000 the day has lost 3.01%, at 50,000 10.01%. */
function watch(world: DeskWorld) {
  let price = 100_000;
  const measurements = new Measurements(world.ledger, () => decimal(String(price)));
  return {
    /** A minute later a bar closes at this price. */
    bar(close: number, symbol?: string, afterMs = MINUTE): void {
      price = close;
      world.clock.set(world.clock.now() + afterMs);
      measurements.onCandle(minuteCandle(world.clock.now(), close, symbol));
    },
    reached: () => world.journal.of('limit.reached').map(({ type: _, ...rest }) => rest),
  };
}

describe('a limit of the account', () => {
  it('is told at the bar at which it is crossed, once a day', async () => {
    const { bar, reached } = watch(await openHoldingWorld());
    bar(90_000);
    expect(reached()).toEqual([]);
    bar(85_000);
    expect(reached()).toEqual([{ limit: 'daily-loss', value: expect.closeTo(0.0301, 4), threshold: 0.03 }]);
    bar(95_000);
    bar(84_000);
    expect(reached()).toHaveLength(1);
    bar(50_000);
    expect(reached().slice(1)).toEqual([{ limit: 'drawdown', value: expect.closeTo(0.1001, 4), threshold: 0.1 }]);
  });

  it('is told again on the next day, which begins with what the day before left', async () => {
    const world = await openHoldingWorld();
    const { bar, reached } = watch(world);
    bar(85_000);
    bar(85_000, undefined, 12 * HOUR);
    expect(reached()).toHaveLength(1);
    bar(69_000);
    expect(reached().map(({ limit }) => limit)).toEqual(['daily-loss', 'daily-loss']);
  });

  it('is not repeated after a restart', async () => {
    const world = await openHoldingWorld();
    const before = watch(world);
    before.bar(85_000);
    const after = watch(world.restart());
    after.bar(84_000);
    expect(after.reached()).toHaveLength(1);
  });

  it('is not looked for with the bars of what is not held', async () => {
    const { bar, reached } = watch(await openHoldingWorld());
    bar(85_000, ETH);
    expect(reached()).toEqual([]);
  });

  it('counts from where a person let entries in again', async () => {
    const world = await openHoldingWorld();
    const { bar, reached } = watch(world);
    bar(50_000);
    expect(reached().map(({ limit }) => limit)).toEqual(['daily-loss', 'drawdown']);
    world.ledger.record([{ type: 'entries.resumed', by: OWNER, drawdownFrom: '9000' }]);
    bar(50_000);
    expect(reached()).toHaveLength(2);
    bar(4_000);
    expect(reached().map(({ limit }) => limit)).toEqual(['daily-loss', 'drawdown', 'drawdown']);
  });

  it('is reached exactly where the risk rule keeps entries out', async () => {
    const world = await openHoldingWorld();
    const { ledger, clock } = world;
    const at = clock.now();
    fc.assert(
      fc.property(fc.double({ min: 84_000, max: 87_000, noNaN: true }), (estimate) => {
        const price = decimalFromEstimate(estimate, '0.1');
        const priceOf = () => price;
        const day = Math.floor(at / (24 * HOUR));
        const dayReturnFraction = dayReturn(ledger.state, equityOf(ledger.state.portfolio, priceOf), day);
        // The rule reads nothing else of its candidate.
        const candidate = { portfolio: { dayReturnFraction }, limits: CONFIG.limits } as Parameters<
          typeof dailyLoss.check
        >[0];
        const reached = limitsReached(ledger, minuteCandle(at, estimate), priceOf).length > 0;
        expect(reached).toBe(dailyLoss.check(candidate).outcome === 'denied');
      }),
    );
  });
});
