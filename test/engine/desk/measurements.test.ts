import { describe, expect, it } from 'vitest';
import { ETH } from '../../fakes/market.ts';
import { entrySignal, HOUR, MINUTE, minuteCandle, NOON, openDeskWorld, openHoldingWorld } from './desk-world.ts';

describe('equity', () => {
  it('is measured once each full hour', () => {
    const world = openDeskWorld();
    for (let minute = 1; minute <= 130; minute += 1) {
      world.clock.set(NOON + minute * MINUTE);
      world.measurements.onCandle(minuteCandle(world.clock.now(), 100_000));
      world.measurements.onCandle(minuteCandle(world.clock.now(), 2_500, ETH));
    }
    const measured = world.journal.entries.filter(({ event }) => event.type === 'equity.measured');
    expect(measured.map(({ at }) => at)).toEqual([NOON + HOUR, NOON + 2 * HOUR]);
  });

  it('counts what is held at the last price', async () => {
    const world = await openHoldingWorld();
    await world.quote(101_000);
    expect(world.measurements.equity()).toEqual({
      type: 'equity.measured',
      equity: '10018.997999',
      cash: '7998.997999',
      exposure: '2020',
    });
  });
});

describe('the price after a candidate', () => {
  async function considered() {
    const world = openDeskWorld();
    await world.quote(100_000);
    await world.candidates.consider(entrySignal(world.clock.now()));
    const at = world.clock.now();
    const close = (afterMs: number, price: number, symbol?: string): void => {
      world.clock.set(at + afterMs);
      world.measurements.onCandle(minuteCandle(at + afterMs, price, symbol));
    };
    const outcomes = () => world.journal.of('outcome.measured').map(({ type: _, ...outcome }) => outcome);
    return { world, at, close, outcomes };
  }

  it('is measured once at each horizon, by a candle of its own market', async () => {
    const { close, outcomes } = await considered();
    close(10 * MINUTE - 1, 100_500);
    close(10 * MINUTE, 2_500, ETH);
    expect(outcomes()).toEqual([]);
    close(10 * MINUTE, 101_000);
    close(11 * MINUTE, 105_000);
    const btc = { decisionId: 'D-1', symbol: 'BTC/USDT:USDT' };
    expect(outcomes()).toEqual([{ ...btc, horizonMs: 600_000, price: 101_000, returnFraction: 101_000 / 100_000 - 1 }]);
    close(HOUR, 99_000);
    close(4 * HOUR + 5 * MINUTE, 102_000);
    expect(outcomes().map(({ horizonMs, price }) => [horizonMs, price])).toEqual([
      [600_000, 101_000],
      [3_600_000, 99_000],
      [14_400_000, 102_000],
    ]);
  });

  it('is given up when the market was away at that time', async () => {
    const { world, at, close, outcomes } = await considered();
    close(15 * MINUTE + 1, 101_000);
    close(20 * MINUTE, 101_000);
    expect(outcomes()).toEqual([]);
    // The next candidate clears away what lies an hour back.
    world.clock.set(at + 70 * MINUTE);
    await world.candidates.consider(entrySignal(world.clock.now()));
    expect(world.ledger.state.horizons.map(({ decisionId, horizonMs }) => [decisionId, horizonMs])).toEqual([
      ['D-1', 3_600_000],
      ['D-1', 14_400_000],
      ['D-2', 600_000],
      ['D-2', 3_600_000],
      ['D-2', 14_400_000],
    ]);
  });

  it('is not asked of an exit', async () => {
    const world = await openHoldingWorld();
    const before = world.ledger.state.horizons.length;
    await world.candidates.consider(entrySignal(world.clock.now(), { action: 'exit', plan: { stopDistance: null } }));
    expect(world.ledger.state.horizons).toHaveLength(before);
  });
});
