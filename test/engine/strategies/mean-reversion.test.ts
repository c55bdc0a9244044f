import { describe, expect, it } from 'vitest';
import { NO_PLAN } from '../../../engine/domain/signal.ts';
import { meanReversion, meanReversionConfigSchema } from '../../../engine/strategies/mean-reversion.ts';
import type { HeldPosition, Strategy } from '../../../engine/strategies/strategy.ts';
import { describeStrategy } from '../../contracts/strategy.ts';
import { BAR, readingsAfter, repeat, SYMBOL, signalsOf } from './series.ts';

function create(config: object = {}): Strategy {
  return meanReversion.create({ symbol: SYMBOL, config: meanReversionConfigSchema.parse(config) });
}

const long: HeldPosition = {
  direction: 'long',
  quantity: 1,
  source: 'strategy:mean-reversion',
  units: 1,
  lastEntryPrice: 90,
  openedAt: 21 * BAR,
};

/** 19 bars at 100 and one at 90: the mean is 99.5, the population deviation √4.75. */
const fallen = [...repeat(100, 20), 90];
const lowerBand = 99.5 - 2 * Math.sqrt(4.75);

describeStrategy({ name: 'mean-reversion', create });
describeStrategy({ name: 'mean-reversion', create: () => create({ entry: 'turning', timeframe: '1m' }) });

describe('mean reversion entries', () => {
  it('goes long on a close below the lower band with the RSI oversold', () => {
    const [only, ...more] = signalsOf(create(), fallen);
    // Wilder over 14: true ranges of 2 and one of 11.
    const atr = (2 * 13 + 11) / 14;
    expect(more).toEqual([]);
    expect(only?.bar).toBe(20);
    expect(only?.signal).toEqual({
      id: `mean-reversion:${SYMBOL}:enter:long:${21 * BAR}`,
      symbol: SYMBOL,
      action: 'enter',
      direction: 'long',
      confidence: 1,
      source: 'strategy:mean-reversion',
      reason: {
        code: 'mean-reversion.oversold',
        values: { rsi: 0, lowerBand: expect.closeTo(lowerBand, 10), close: 90 },
      },
      at: 21 * BAR,
      expiresAt: 22 * BAR,
      plan: { ...NO_PLAN, stopDistance: expect.closeTo(2.5 * atr, 10), maxHoldMs: 48 * BAR, riskFraction: null },
    });
  });

  it('goes short mirrored', () => {
    const [only] = signalsOf(create(), [...repeat(100, 20), 110]);
    expect(only?.signal).toMatchObject({
      direction: 'short',
      confidence: 1,
      reason: { code: 'mean-reversion.overbought', values: { rsi: 100, close: 110 } },
    });
  });

  it('says so once while the price stays out there', () => {
    expect(signalsOf(create(), [...fallen, 80, 70]).map(({ bar }) => bar)).toEqual([20]);
  });

  it('wants both: the band alone is not enough', () => {
    expect(signalsOf(create({ rsiOversold: 5 }), [...repeat(100, 19), 130, 90])).toEqual([]);
  });

  it('waits for the way back into the band where told so', () => {
    const [only] = signalsOf(create({ entry: 'turning' }), [...fallen, 80, 90]);
    expect(only).toMatchObject({ bar: 22, signal: { direction: 'long', reason: { code: 'mean-reversion.oversold' } } });
  });

  it('is silent before it is warmed up', () => {
    expect(signalsOf(create(), [...repeat(100, 18), 90])).toEqual([]);
  });
});

describe('mean reversion readings', () => {
  /** 19 bars at 100 and one at 99: the mean is 99.95, the population deviation √0.0475; gains none, so RSI 0. */
  const [low, high] = [99.95 - 2 * Math.sqrt(0.0475), 99.95 + 2 * Math.sqrt(0.0475)];

  it('tells both conditions of each direction and by how much they were missed', () => {
    // Up and down by 1 in turn: the RSI over 2 bars stands in the middle third, the close inside wide bands.
    const waves = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? 100 : 101));
    const [long, short] = readingsAfter(create({ bandDeviations: 3 }), waves);
    const rsi = long?.values.rsi;
    if (typeof rsi !== 'number') throw new Error('there is an RSI');
    expect(long).toEqual({
      code: 'mean-reversion.reading',
      values: {
        at: 40 * BAR,
        direction: 'long',
        rsi,
        rsiLimit: 30,
        rsiMissing: rsi - 30,
        close: 101,
        band: 99,
        distanceFraction: 2 / 101,
      },
    });
    expect(short).toEqual({
      code: 'mean-reversion.reading',
      values: {
        at: 40 * BAR,
        direction: 'short',
        rsi,
        rsiLimit: 70,
        rsiMissing: 70 - rsi,
        close: 101,
        band: 102,
        distanceFraction: 1 / 101,
      },
    });
  });

  it('names the RSI alone where the close is beyond the band', () => {
    const [long] = readingsAfter(create({ rsiOversold: 5 }), [...repeat(100, 19), 100.2, 100.1, 99]);
    expect(long).toMatchObject({ code: 'mean-reversion.reading-rsi', values: { rsiLimit: 5, distanceFraction: 0 } });
    expect(long?.values.rsiMissing).toBe(Number(long?.values.rsi) - 5);
  });

  it('names the band alone where the RSI is far enough out', () => {
    const [long] = readingsAfter(create({ bandDeviations: 5 }), [...repeat(100, 20), 99]);
    expect(long).toMatchObject({ code: 'mean-reversion.reading-band', values: { rsi: 0, rsiMissing: 0, close: 99 } });
    expect(long?.values.band).toBeCloseTo(99.95 - 5 * Math.sqrt(0.0475), 10);
    expect(long?.values.distanceFraction).toBeCloseTo((99 - 99.95 + 5 * Math.sqrt(0.0475)) / 99, 10);
  });

  it('has none for the direction of the entry, and says on the next bar that the first has been', () => {
    const readings = readingsAfter(create(), [...repeat(100, 20), 99]);
    expect(readings.map(({ values }) => values.direction)).toEqual(['short']);
    expect(readings[0]?.values.band).toBeCloseTo(high, 10);
    const [long] = readingsAfter(create(), [...fallen, 80]);
    expect(long).toMatchObject({ code: 'mean-reversion.reading-stretched', values: { close: 80, rsi: 0 } });
  });

  it('waits for the way back where told so', () => {
    const [long] = readingsAfter(create({ entry: 'turning' }), [...repeat(100, 20), 99]);
    expect(long).toMatchObject({ code: 'mean-reversion.reading-turning', values: { direction: 'long', close: 99 } });
    expect(long?.values.distanceFraction).toBeCloseTo((low - 99) / 99, 10);
  });

  it('reads nothing before two bars are known', () => {
    expect(readingsAfter(create(), repeat(100, 20))).toEqual([]);
    expect(readingsAfter(create(), repeat(100, 21))).toHaveLength(2);
  });
});

describe('mean reversion exits', () => {
  it('leaves at the middle band', () => {
    expect(signalsOf(create(), [...fallen, 90, 99.5], long).at(-1)).toMatchObject({
      bar: 22,
      signal: {
        action: 'exit',
        direction: 'long',
        confidence: 1,
        plan: NO_PLAN,
        reason: { code: 'mean-reversion.exit-middle-band', values: { close: 99.5 } },
      },
    });
  });

  it('leaves when the RSI is back through 50, though the middle band is not reached', () => {
    const closes = [...repeat(100, 20), 99.5, 97, ...repeat(90, 20), 90.5, 91, 92, 93];
    const exits = signalsOf(create({ bandBars: 40 }), closes, long);
    expect(exits).toMatchObject([
      { bar: 45, signal: { action: 'exit', reason: { code: 'mean-reversion.exit-rsi', values: { close: 93 } } } },
    ]);
    expect(exits[0]?.signal.reason.values.rsi).toBeGreaterThanOrEqual(50);
  });

  it('stays while neither is so', () => {
    expect(signalsOf(create(), [...fallen, 90, 91], long).filter(({ bar }) => bar > 19)).toEqual([]);
  });
});
