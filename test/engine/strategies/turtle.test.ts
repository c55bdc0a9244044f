import { describe, expect, it } from 'vitest';
import { NO_PLAN } from '../../../engine/domain/signal.ts';
import type { HeldPosition, Strategy } from '../../../engine/strategies/strategy.ts';
import { turtle, turtleConfigSchema } from '../../../engine/strategies/turtle.ts';
import { describeStrategy } from '../../contracts/strategy.ts';
import { BAR, candlesOf, readingsAfter, repeat, SYMBOL, signalsOf } from './series.ts';

function create(config: object = {}): Strategy {
  return turtle.create({ symbol: SYMBOL, config: turtleConfigSchema.parse(config) });
}

function position(rest: Partial<HeldPosition> = {}): HeldPosition {
  const openedAt = 21 * BAR;
  return {
    direction: 'long',
    quantity: 1,
    source: 'strategy:turtle',
    units: 1,
    lastEntryPrice: 100,
    openedAt,
    ...rest,
  };
}

/** True ranges of 2 twenty times, then one of 6 and one of 4 after a step of 4 up and 2 up. */
const nAfterStepOf = (range: number) => (2 * 19 + range) / 20;

describeStrategy({ name: 'turtle', create });

describe('turtle entries', () => {
  it('goes long on a close above the 20 bars before, with a stop at 2 N', () => {
    const n = nAfterStepOf(5);
    expect(signalsOf(create(), [...repeat(100, 20), 104])).toEqual([
      {
        bar: 20,
        signal: {
          id: `turtle:${SYMBOL}:enter:long:${21 * BAR}`,
          symbol: SYMBOL,
          action: 'enter',
          direction: 'long',
          confidence: 1,
          source: 'strategy:turtle',
          reason: { code: 'turtle.breakout', values: { bars: 20, level: 101, close: 104, n } },
          at: 21 * BAR,
          expiresAt: 22 * BAR,
          plan: { ...NO_PLAN, stopDistance: 2 * n, riskFraction: null, unit: 1 },
        },
      },
    ]);
  });

  it('goes short on a close below them', () => {
    const [only] = signalsOf(create(), [...repeat(100, 20), 98]);
    expect(only?.signal).toMatchObject({
      direction: 'short',
      confidence: 0.5 + 1 / nAfterStepOf(3) / 2,
      reason: { code: 'turtle.breakout', values: { level: 99, close: 98 } },
    });
  });

  it('is silent on a close at the level and before 20 bars are behind it', () => {
    expect(signalsOf(create(), [...repeat(100, 20), 101])).toEqual([]);
    expect(signalsOf(create(), [...repeat(100, 19), 104])).toEqual([]);
  });

  it('takes further highs of the same move for no new breakout', () => {
    const bars = signalsOf(create(), [...repeat(100, 20), 104, 106, 105.5, 108, 110]).map(({ bar }) => bar);
    expect(bars).toEqual([20]);
  });

  it('enters by system 2 where both channels break', () => {
    const [only] = signalsOf(create(), [...repeat(100, 55), 104]);
    expect(only?.signal.reason).toMatchObject({ code: 'turtle.breakout', values: { bars: 55, level: 101 } });
  });

  it('leaves out a breakout after a winner, unless told not to', () => {
    // Up to 130 and back to 121 below the 10-bar low: a winner. Then quiet, then up again within the last 55 bars.
    const climb = Array.from({ length: 13 }, (_, index) => 104 + 2 * index);
    const closes = [...repeat(100, 20), ...climb, 106, ...repeat(106, 20), 109];
    expect(signalsOf(create(), closes).map(({ bar }) => bar)).toEqual([20]);
    expect(signalsOf(create({ skipAfterWinner: false }), closes).map(({ bar }) => bar)).toEqual([20, 54]);
  });

  it('takes the breakout after a loser', () => {
    const closes = [...repeat(100, 20), 104, ...repeat(97, 1), ...repeat(100, 20), 104];
    const bars = signalsOf(create(), closes).map(({ bar, signal }) => `${bar} ${signal.direction}`);
    expect(bars[0]).toBe('20 long');
    expect(bars.at(-1)).toBe('42 long');
  });
});

describe('turtle readings', () => {
  it('tells the border that the last close did not pass, and how far off it was', () => {
    expect(readingsAfter(create(), [...repeat(100, 20), 100.5])).toEqual([
      {
        code: 'turtle.reading',
        values: { at: 21 * BAR, direction: 'long', bars: 20, close: 100.5, level: 101, distanceFraction: 0.5 / 100.5 },
      },
      {
        code: 'turtle.reading',
        values: { at: 21 * BAR, direction: 'short', bars: 20, close: 100.5, level: 99, distanceFraction: 1.5 / 100.5 },
      },
    ]);
  });

  it('reads nothing before a channel lies behind the last bar', () => {
    expect(readingsAfter(create(), repeat(100, 20))).toEqual([]);
    expect(readingsAfter(create(), repeat(100, 21))).toHaveLength(2);
  });

  it('takes the nearer of the two channels', () => {
    // A low of 97.5 that lies 31 bars back, and no close outside: no breakout.
    const strategies = [create(), create({ system1: { entryBars: 40, exitBars: 10 } })];
    for (const [bar, candle] of candlesOf(repeat(100, 61)).entries()) {
      for (const strategy of strategies) strategy.observe(bar === 29 ? { ...candle, low: 97.5 } : candle);
    }
    const short = strategies.map((strategy) => strategy.readings()[1]?.values);
    expect(short).toMatchObject([
      { direction: 'short', bars: 20, level: 99, distanceFraction: 0.01 },
      { direction: 'short', bars: 40, level: 97.5, distanceFraction: 0.025 },
    ]);
  });

  it('has none for the direction that the last bar broke out in', () => {
    const readings = readingsAfter(create(), [...repeat(100, 20), 104]);
    expect(readings.map(({ values }) => values.direction)).toEqual(['short']);
  });

  it('waits by system 2 while the breakout of system 1 is followed, and says so when both are', () => {
    const [first] = readingsAfter(create(), [...repeat(100, 20), 104, ...repeat(104, 40)]);
    expect(first).toMatchObject({ code: 'turtle.reading', values: { direction: 'long', bars: 55, level: 105 } });
    const [both] = readingsAfter(create(), [...repeat(100, 55), 104, 104]);
    expect(both).toEqual({
      code: 'turtle.reading-under-way',
      values: { at: 57 * BAR, direction: 'long', close: 104, distanceFraction: null },
    });
  });

  it('leaves out system 1 after a winner', () => {
    const climb = Array.from({ length: 13 }, (_, index) => 104 + 2 * index);
    const closes = [...repeat(100, 20), ...climb, 106, ...repeat(106, 30)];
    expect(readingsAfter(create(), closes)[0]?.values).toMatchObject({ direction: 'long', bars: 55, level: 129 });
    const taken = readingsAfter(create({ skipAfterWinner: false }), closes);
    expect(taken[0]?.values).toMatchObject({ direction: 'long', bars: 20, level: 107 });
  });

  it('names the close that would have been an entry, and none where no close would have been', () => {
    const closes = Array.from({ length: 200 }, (_, bar) => 100 + 9 * Math.sin(bar / 17) + 5 * Math.sin(bar / 3.1));
    const candles = candlesOf(closes);
    const asked = create();
    const counts: Record<string, number> = {};
    for (const [bar, candle] of candles.entries()) {
      asked.observe(candle);
      for (const { code, values } of asked.readings()) {
        counts[code] = (counts[code] ?? 0) + 1;
        const sign = values.direction === 'long' ? 1 : -1;
        const close = code === 'turtle.reading' ? Number(values.level) + sign * 1e-6 : candle.close + sign * 50;
        const other = create();
        for (const before of candles.slice(0, bar)) other.observe(before);
        other.observe({ ...candle, close, low: Math.min(candle.low, close), high: Math.max(candle.high, close) });
        const entry = other.propose({ at: candle.closeTime, price: close, position: null });
        const entered = entry?.direction === values.direction;
        expect(entered, `${code} ${values.direction} at bar ${bar}`).toBe(code === 'turtle.reading');
      }
    }
    expect(counts).toEqual({ 'turtle.reading': 246, 'turtle.reading-under-way': 94 });
  });

  it('says that a close beyond the border was not the first', () => {
    // The long of bar 20 is stopped out by a bar whose low falls through 2 N while its close stays above the channel.
    const strategy = create();
    readingsAfter(strategy, [...repeat(100, 20), 104]);
    const [next] = candlesOf([108], 21);
    if (next === undefined) throw new Error('a candle was made');
    strategy.observe({ ...next, low: 90 });
    expect(strategy.readings()[0]).toEqual({
      code: 'turtle.reading-beyond',
      values: { at: 22 * BAR, direction: 'long', bars: 20, close: 108, level: 105, distanceFraction: 0 },
    });
  });
});

describe('turtle additions', () => {
  const quiet = repeat(100, 21);

  it('adds a unit when the close crosses ½ N beyond the last entry', () => {
    const [only] = signalsOf(create(), [...quiet, 101], position());
    const n = nAfterStepOf(2);
    expect(only).toMatchObject({
      bar: 21,
      signal: {
        action: 'enter',
        direction: 'long',
        reason: { code: 'turtle.add', values: { unit: 2, level: 100 + n / 2, close: 101, n } },
        plan: { unit: 2, stopDistance: 2 * n, riskFraction: null },
      },
    });
  });

  it('adds to a short on the way down', () => {
    const [only] = signalsOf(create(), [...quiet, 99], position({ direction: 'short' }));
    expect(only?.signal).toMatchObject({ action: 'enter', direction: 'short', plan: { unit: 2 } });
  });

  it('says so once, and not on the bars that stay beyond', () => {
    const signals = signalsOf(create(), [...quiet, 101.5, 101.6, 101.7], position());
    expect(signals.map(({ bar }) => bar)).toEqual([21]);
  });

  it('stops at four units', () => {
    expect(signalsOf(create(), [...quiet, 101], position({ units: 4 }))).toEqual([]);
    expect(signalsOf(create(), [...quiet, 101], position({ units: 3 }))).toHaveLength(1);
  });
});

describe('turtle exits', () => {
  it('leaves a position of system 1 on the opposite 10-bar extreme', () => {
    // The dip lies 15 bars back: inside the 20-bar channel, outside the 10-bar one.
    const strategy = create();
    signalsOf(strategy, [...repeat(100, 20), 104]);
    const held = position({ openedAt: 21 * BAR, lastEntryPrice: 1_000 });
    const after = candlesOf([99, ...repeat(104, 10), 102], 21);
    const signals = after.flatMap((candle) => {
      strategy.observe(candle);
      return strategy.propose({ at: candle.closeTime, price: candle.close, position: held }) ?? [];
    });
    expect(signals.at(-1)).toEqual({
      id: `turtle:${SYMBOL}:exit:long:${33 * BAR}`,
      symbol: SYMBOL,
      action: 'exit',
      direction: 'long',
      confidence: 1,
      source: 'strategy:turtle',
      reason: { code: 'turtle.exit-channel', values: { bars: 10, level: 103, close: 102 } },
      at: 33 * BAR,
      expiresAt: 34 * BAR,
      plan: NO_PLAN,
    });
  });

  it('leaves a position of system 2, or of unknown age, on the 20-bar extreme', () => {
    const held = position({ openedAt: 56 * BAR, lastEntryPrice: 1_000 });
    const closes = [...repeat(100, 55), 104, ...repeat(104, 12), 102, 98];
    const exits = signalsOf(create(), closes, held);
    expect(exits).toMatchObject([
      { bar: 69, signal: { action: 'exit', reason: { values: { bars: 20, level: 99, close: 98 } } } },
    ]);
    const unknown = signalsOf(create(), closes, position({ openedAt: 0, lastEntryPrice: 1_000 }));
    expect(unknown.map(({ bar }) => bar)).toEqual([69]);
  });

  it('asks again while the position is still held', () => {
    const held = position({ openedAt: 0, direction: 'short', lastEntryPrice: 1 });
    expect(signalsOf(create(), [...repeat(100, 30), 102, 104, 106], held).map(({ bar }) => bar)).toEqual([30, 31, 32]);
  });
});
