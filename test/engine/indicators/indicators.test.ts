import { describe, expect, test } from 'vitest';
import { Adx } from '../../../engine/indicators/adx.ts';
import { Atr } from '../../../engine/indicators/atr.ts';
import { Bollinger } from '../../../engine/indicators/bollinger.ts';
import { Cci } from '../../../engine/indicators/cci.ts';
import { Donchian } from '../../../engine/indicators/donchian.ts';
import { Ema } from '../../../engine/indicators/ema.ts';
import { Macd } from '../../../engine/indicators/macd.ts';
import { RealisedVolatility } from '../../../engine/indicators/realised-volatility.ts';
import { INDICATORS } from '../../../engine/indicators/registry.ts';
import { RollingDeviation } from '../../../engine/indicators/rolling-deviation.ts';
import { Rsi } from '../../../engine/indicators/rsi.ts';
import { Sma } from '../../../engine/indicators/sma.ts';
import { Stochastic } from '../../../engine/indicators/stochastic.ts';
import { VolumeRatio } from '../../../engine/indicators/volume-ratio.ts';

const bar = (high: number, low: number, close: number) => ({ high, low, close });
const pushAll = <Input, Output>(indicator: { push(input: Input): Output }, inputs: readonly Input[]): Output[] =>
  inputs.map((input) => indicator.push(input));

describe.each(INDICATORS)('$name', ({ create, warmupBars }) => {
  const candle = (index: number, close: number, reach: number) => ({
    symbol: 'BTC/USDT',
    timeframe: '1m' as const,
    openTime: index * 60_000,
    closeTime: (index + 1) * 60_000,
    open: close,
    high: close + reach,
    low: close - reach,
    close,
    volume: 1 + (index % 3),
  });

  test(`returns null until warmed up by ${warmupBars} bars, and never again`, () => {
    const indicator = create();
    expect(indicator.value).toBeNull();
    for (let index = 1; index <= warmupBars * 3; index += 1) {
      const value = indicator.push(candle(index, 100 + ((index * 7) % 11), 1));
      expect(value === null, `bar ${index}`).toBe(index < warmupBars);
      expect(indicator.value).toEqual(value);
    }
  });

  test('stays finite where the market stands still', () => {
    const indicator = create();
    for (let index = 0; index < warmupBars * 3; index += 1) indicator.push(candle(index, 0.1, 0));
    const numbers = typeof indicator.value === 'number' ? [indicator.value] : Object.values(indicator.value ?? {});
    expect(numbers.length).toBeGreaterThan(0);
    expect(numbers.every(Number.isFinite)).toBe(true);
  });
});

describe('first values, by hand', () => {
  test('sma 3 of 1 2 6 4', () => {
    expect(pushAll(new Sma(3), [1, 2, 6, 4])).toEqual([null, null, 3, 4]);
  });

  test('ema 3 starts at the mean and moves half the way', () => {
    expect(pushAll(new Ema(3), [1, 2, 6, 5, 1])).toEqual([null, null, 3, 4, 2.5]);
  });

  test('rsi 2: seed of gain 1 and loss 0.5, then Wilder', () => {
    // Changes +2 −1 +3: gains 1 → (1 + 3) / 2 = 2, losses 0.5 → 0.25.
    expect(pushAll(new Rsi(2), [10, 12, 11, 14])).toEqual([null, null, 100 / 1.5, 200 / 2.25]);
  });

  test('rsi is 100 where all rose, 0 where all fell, 50 where nothing moved', () => {
    expect(pushAll(new Rsi(2), [1, 2, 3]).at(-1)).toBe(100);
    expect(pushAll(new Rsi(2), [3, 2, 1]).at(-1)).toBe(0);
    expect(pushAll(new Rsi(2), [2, 2, 2]).at(-1)).toBe(50);
  });

  test('macd of a straight line is the gap of its two delays', () => {
    // An EMA of a line lags (n − 1) / 2 steps, and the seed is that already: 0.5 against 1 step, signal equal.
    expect(pushAll(new Macd(2, 3, 2), [1, 2, 3, 4, 5]).at(-1)).toEqual({ line: 0.5, signal: 0.5, histogram: 0 });
  });

  test('deviation of 2 4 4 4 5 5 7 9 is 2', () => {
    expect(pushAll(new RollingDeviation(8), [2, 4, 4, 4, 5, 5, 7, 9]).at(-1)).toEqual({ mean: 5, deviation: 2 });
  });

  test('bollinger of the same', () => {
    expect(pushAll(new Bollinger(8, 2), [2, 4, 4, 4, 5, 5, 7, 9]).at(-1)).toEqual({
      middle: 5,
      upper: 9,
      lower: 1,
      percentB: 1,
      widthFraction: 1.6,
    });
  });

  test('atr 2: first range is high − low, a gap counts from the close before', () => {
    // Ranges 2, 5 (from 10 to 15), 1: mean 3.5, then (3.5 + 1) / 2.
    expect(pushAll(new Atr(2), [bar(11, 9, 10), bar(15, 14, 14), bar(14.5, 13.5, 14)])).toEqual([null, 3.5, 2.25]);
  });

  test('adx of a steady climb is 100', () => {
    const climb = [0, 1, 2, 3].map((step) => bar(12 + step, 10 + step, 11 + step));
    expect(pushAll(new Adx(2), climb)).toEqual([null, null, null, { adx: 100, plusDi: 50, minusDi: 0 }]);
  });

  test('stochastic 2/1/1 is the raw place in the range', () => {
    expect(pushAll(new Stochastic(2, 1, 1), [bar(10, 5, 6), bar(9, 6, 8)])).toEqual([null, { k: 60, d: 60 }]);
  });

  test('stochastic is 50 on a flat window', () => {
    expect(pushAll(new Stochastic(2, 1, 1), [bar(5, 5, 5), bar(5, 5, 5)]).at(-1)).toEqual({ k: 50, d: 50 });
  });

  test('cci 3 of typical prices 1 2 6', () => {
    // Mean 3, mean distance (2 + 1 + 3) / 3 = 2, (6 − 3) / (0.015 × 2) = 100.
    expect(pushAll(new Cci(3), [bar(1, 1, 1), bar(2, 2, 2), bar(6, 6, 6)]).at(-1)).toBeCloseTo(100, 10);
  });

  test('donchian 2 holds the newest bar', () => {
    const channel = pushAll(new Donchian(2), [bar(5, 1, 2), bar(4, 2, 3), bar(9, 3, 4)]);
    expect(channel).toEqual([null, { upper: 5, lower: 1, middle: 3 }, { upper: 9, lower: 2, middle: 5.5 }]);
  });

  test('volume ratio compares with the bars before, and with nothing is 1', () => {
    expect(pushAll(new VolumeRatio(2), [1, 3, 8, 11])).toEqual([null, null, 4, 2]);
    expect(pushAll(new VolumeRatio(2), [0, 0, 8]).at(-1)).toBe(1);
  });

  test('realised volatility of a doubling and a halving is ln 2', () => {
    expect(pushAll(new RealisedVolatility(2), [1, 2, 1]).at(-1)).toBeCloseTo(Math.LN2, 14);
  });
});

describe('flat windows are exact', () => {
  test('deviation is 0 and the bands close as soon as a spike has left', () => {
    const values = [100.1, 100.1, 99_999.7, 0.1, 0.1, 0.1, 0.1];
    const deviation = pushAll(new RollingDeviation(3), values).map((value) => value?.deviation);
    expect(deviation.slice(-2)).toEqual([0, 0]);
    expect(pushAll(new Bollinger(3, 2), values).at(-1)).toEqual({
      middle: 0.1,
      upper: 0.1,
      lower: 0.1,
      percentB: 0.5,
      widthFraction: 0,
    });
  });

  test('realised volatility is 0', () => {
    expect(pushAll(new RealisedVolatility(3), [7.1, 9_000, 7.1, 7.1, 7.1, 7.1]).at(-1)).toBe(0);
  });
});

test('a length that is no whole number of bars is refused', () => {
  for (const length of [0, -1, 1.5, Number.NaN]) expect(() => new Sma(length)).toThrow(RangeError);
});
