import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Adx } from '../../../engine/indicators/adx.ts';
import { Atr } from '../../../engine/indicators/atr.ts';
import { Bollinger } from '../../../engine/indicators/bollinger.ts';
import { Cci } from '../../../engine/indicators/cci.ts';
import { Donchian } from '../../../engine/indicators/donchian.ts';
import { Ema } from '../../../engine/indicators/ema.ts';
import { Macd } from '../../../engine/indicators/macd.ts';
import { RealisedVolatility } from '../../../engine/indicators/realised-volatility.ts';
import { RollingDeviation } from '../../../engine/indicators/rolling-deviation.ts';
import { RollingExtreme } from '../../../engine/indicators/rolling-extreme.ts';
import { Rsi } from '../../../engine/indicators/rsi.ts';
import { Sma } from '../../../engine/indicators/sma.ts';
import { Stochastic } from '../../../engine/indicators/stochastic.ts';
import { VolumeRatio } from '../../../engine/indicators/volume-ratio.ts';
import {
  type Bar,
  naiveAdx,
  naiveAtr,
  naiveCci,
  naiveDeviation,
  naiveEma,
  naiveMacd,
  naiveMax,
  naiveMin,
  naiveRealisedVolatility,
  naiveRsi,
  naiveSma,
  naiveStochastic,
  naiveVolumeRatio,
} from './naive.ts';

/** Integer ticks, so that flat windows, ties and repeated extremes are common and the naive answer is exact. */
const prices = fc.array(fc.integer({ min: 90, max: 110 }), { minLength: 1, maxLength: 90 });
const volumes = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 60 });
const lengths = fc.integer({ min: 1, max: 9 });
const bars: fc.Arbitrary<Bar[]> = fc.array(
  fc
    .tuple(fc.integer({ min: 90, max: 110 }), fc.nat(6), fc.nat(6))
    .chain(([low, range, within]) => fc.constant({ low, high: low + range, close: low + Math.min(within, range) })),
  { minLength: 1, maxLength: 80 },
);

function expectClose(actual: readonly (number | null)[], expected: readonly (number | null)[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [index, value] of expected.entries()) {
    const got = actual[index];
    if (value === null || got === null || got === undefined) expect(got).toBe(value);
    else expect(Math.abs(got - value), `place ${index}`).toBeLessThanOrEqual(1e-8 * Math.max(1, Math.abs(value)));
  }
}

function check<Input>(
  inputs: fc.Arbitrary<Input[]>,
  compare: (inputs: readonly Input[], length: number) => readonly [(number | null)[], readonly (number | null)[]][],
): void {
  fc.assert(
    fc.property(inputs, lengths, (values, length) => {
      for (const [actual, expected] of compare(values, length)) expectClose(actual, expected);
    }),
    { numRuns: 150 },
  );
}

describe('a streaming indicator equals its definition at every place', () => {
  test('sma', () => {
    check(prices, (values, length) => {
      const sma = new Sma(length);
      return [[values.map((value) => sma.push(value)), naiveSma(values, length)]];
    });
  });

  test('ema', () => {
    check(prices, (values, length) => {
      const ema = new Ema(length);
      return [[values.map((value) => ema.push(value)), naiveEma(values, length)]];
    });
  });

  test('rsi', () => {
    check(prices, (values, length) => {
      const rsi = new Rsi(length);
      return [[values.map((value) => rsi.push(value)), naiveRsi(values, length)]];
    });
  });

  test('macd', () => {
    check(prices, (values, length) => {
      const macd = new Macd(length, length + 5, 4);
      const actual = values.map((value) => macd.push(value));
      const expected = naiveMacd(values, length, length + 5, 4);
      return [
        [actual.map((value) => value?.signal ?? null), expected.signal],
        [actual.map((value) => value?.histogram ?? null), expected.histogram],
      ];
    });
  });

  test('rolling deviation and bollinger', () => {
    check(prices, (values, length) => {
      const deviation = new RollingDeviation(length);
      const bollinger = new Bollinger(length, 2);
      const middle = naiveSma(values, length);
      const spread = naiveDeviation(values, length);
      const bands = values.map((value) => bollinger.push(value));
      return [
        [values.map((value) => deviation.push(value)?.deviation ?? null), spread],
        [bands.map((value) => value?.middle ?? null), middle],
        [bands.map((value) => value?.upper ?? null), middle.map((m, at) => (m === null ? null : m + 2 * spread[at]!))],
        [bands.map((value) => value?.lower ?? null), middle.map((m, at) => (m === null ? null : m - 2 * spread[at]!))],
      ];
    });
  });

  test('rolling extremes', () => {
    check(prices, (values, length) => {
      const max = new RollingExtreme('max', length);
      const min = new RollingExtreme('min', length);
      return [
        [values.map((value) => max.push(value)), naiveMax(values, length)],
        [values.map((value) => min.push(value)), naiveMin(values, length)],
      ];
    });
  });

  test('donchian', () => {
    check(bars, (values, length) => {
      const donchian = new Donchian(length);
      const actual = values.map((bar) => donchian.push(bar));
      const highs = values.map((bar) => bar.high);
      const lows = values.map((bar) => bar.low);
      return [
        [actual.map((value) => value?.upper ?? null), naiveMax(highs, length)],
        [actual.map((value) => value?.lower ?? null), naiveMin(lows, length)],
      ];
    });
  });

  test('atr', () => {
    check(bars, (values, length) => {
      const atr = new Atr(length);
      return [[values.map((bar) => atr.push(bar)), naiveAtr(values, length)]];
    });
  });

  test('adx', () => {
    check(bars, (values, length) => {
      const adx = new Adx(length);
      const actual = values.map((bar) => adx.push(bar));
      const expected = naiveAdx(values, length);
      const warm = (series: readonly (number | null)[]) =>
        series.map((value, at) => (expected.adx[at] === null ? null : value));
      return [
        [actual.map((value) => value?.adx ?? null), expected.adx],
        [actual.map((value) => value?.plusDi ?? null), warm(expected.plusDi)],
        [actual.map((value) => value?.minusDi ?? null), warm(expected.minusDi)],
      ];
    });
  });

  test('stochastic', () => {
    check(bars, (values, length) => {
      const stochastic = new Stochastic(length, 3, 3);
      const actual = values.map((bar) => stochastic.push(bar));
      const { k, d } = naiveStochastic(values, length);
      return [
        [actual.map((value) => value?.k ?? null), k.map((value, at) => (d[at] === null ? null : value))],
        [actual.map((value) => value?.d ?? null), d],
      ];
    });
  });

  test('cci', () => {
    check(bars, (values, length) => {
      const cci = new Cci(length);
      return [[values.map((bar) => cci.push(bar)), naiveCci(values, length)]];
    });
  });

  test('volume ratio', () => {
    check(volumes, (values, length) => {
      const ratio = new VolumeRatio(length);
      return [[values.map((value) => ratio.push(value)), naiveVolumeRatio(values, length)]];
    });
  });

  test('realised volatility', () => {
    check(prices, (values, length) => {
      const volatility = new RealisedVolatility(length);
      return [[values.map((value) => volatility.push(value)), naiveRealisedVolatility(values, length)]];
    });
  });
});

test('a long run at the size of bitcoin prices does not drift', () => {
  const length = 20;
  const deviation = new RollingDeviation(length);
  const sma = new Sma(length);
  const values: number[] = [];
  let state = 42;
  let price = 100_000;
  for (let index = 0; index < 200_000; index += 1) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    price += state / 2_147_483_648 - 0.5;
    values.push(price);
    deviation.push(price);
    sma.push(price);
  }
  const tail = values.slice(-length);
  const expectedMean = naiveSma(tail, length).at(-1)!;
  const expectedDeviation = naiveDeviation(tail, length).at(-1)!;
  expect(Math.abs(sma.value! / expectedMean - 1)).toBeLessThan(1e-13);
  expect(Math.abs(deviation.value!.deviation / expectedDeviation - 1)).toBeLessThan(1e-9);
});
