import { describe, expect, test } from 'vitest';
import type { Candle } from '../../../engine/domain/market.ts';
import { BASELINE_FEATURES } from '../../../engine/features/baseline-features.ts';
import { FEATURE_SETS, findFeatureSet } from '../../../engine/features/registry.ts';

const BAR_MS = 60_000;
const START = Date.UTC(2024, 0, 1);
const { warmupBars, names } = BASELINE_FEATURES;

/** Bars of a seeded random walk, as PERFORMANCE-style test bars: no two alike, every run the same. */
function walk(bars: number, seed = 42): Candle[] {
  let state = seed;
  const random = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  let price = 30_000;
  return Array.from({ length: bars }, (_, index) => {
    const open = price;
    price *= 1 + 0.001 * (random() - 0.5);
    const high = Math.max(open, price) * (1 + 0.0002 * random());
    const low = Math.min(open, price) * (1 - 0.0002 * random());
    return bar(index, { open, high, low, close: price, volume: 1 + 9 * random() });
  });
}

type Prices = Pick<Candle, 'open' | 'high' | 'low' | 'close' | 'volume'>;

function bar(index: number, prices: Prices): Candle {
  const openTime = START + index * BAR_MS;
  return { symbol: 'BTC/USDT', timeframe: '1m', openTime, closeTime: openTime + BAR_MS, ...prices };
}

function lastOf(candles: readonly Candle[]) {
  const stream = BASELINE_FEATURES.create('BTC/USDT');
  return candles.map((candle) => stream.push(candle)).at(-1) ?? null;
}

function featuresOf(candles: readonly Candle[]): Record<string, number> {
  const vector = lastOf(candles);
  if (vector === null) throw new Error('not warmed up');
  return Object.fromEntries(vector.names.map((name, place) => [name, vector.values[place]!]));
}

/** The feature at `index`, from its definition over the whole past; only for those without a recursive memory. */
function naive(candles: readonly Candle[], index: number): Record<string, number> {
  const close = (back: number): number => candles[index - back]!.close;
  const volatility = (bars: number): number =>
    Math.sqrt(
      Array.from({ length: bars }, (_, back) => Math.log(close(back) / close(back + 1)) ** 2).reduce((a, b) => a + b) /
        bars,
    );
  const sigma = volatility(60);
  const past = (bars: number): readonly Candle[] => candles.slice(index - bars + 1, index + 1);
  const place = (bars: number): number => {
    const high = Math.max(...past(bars).map((candle) => candle.high));
    const low = Math.min(...past(bars).map((candle) => candle.low));
    return (2 * (close(0) - low)) / (high - low) - 1;
  };
  const last = candles[index]!;
  const closes = past(20).map((candle) => candle.close);
  const mean = closes.reduce((a, b) => a + b) / 20;
  const deviation = Math.sqrt(closes.map((value) => (value - mean) ** 2).reduce((a, b) => a + b) / 20);
  const volumes = candles.slice(index - 60, index).map((candle) => candle.volume);
  const minute = (last.closeTime / BAR_MS) % 1_440;
  return {
    return1: Math.log(close(0) / close(1)) / sigma,
    return5: Math.log(close(0) / close(5)) / (sigma * Math.sqrt(5)),
    return15: Math.log(close(0) / close(15)) / (sigma * Math.sqrt(15)),
    return60: Math.log(close(0) / close(60)) / (sigma * Math.sqrt(60)),
    bollingerB: (close(0) - mean) / (4 * deviation),
    bollingerWidth: Math.log((100 * 4 * deviation) / mean),
    volumeRatio: Math.log(last.volume / (volumes.reduce((a, b) => a + b) / 60)),
    rangePosition60: place(60),
    rangePosition240: place(240),
    candleBody: (last.close - last.open) / (last.high - last.low),
    volatilityRatio: Math.log(volatility(15) / volatility(240)),
    volatilityDay: Math.log(100 * volatility(1_440)),
    timeSine: Math.sin((2 * Math.PI * minute) / 1_440),
    timeCosine: Math.cos((2 * Math.PI * minute) / 1_440),
  };
}

describe('baseline@1', () => {
  const candles = walk(warmupBars + 400);

  test('its names and their order are frozen', () => {
    expect(BASELINE_FEATURES.id).toBe('baseline@1');
    expect(names.join(' ')).toBe(
      'return1 return5 return15 return60 rsi14 bollingerB bollingerWidth atrFraction macdHistogram volumeRatio ' +
        'rangePosition60 rangePosition240 candleBody volatilityRatio volatilityDay timeSine timeCosine',
    );
  });

  test('warms up in at most 1,500 bars and returns null until then', () => {
    expect(warmupBars).toBeLessThanOrEqual(1_500);
    const stream = BASELINE_FEATURES.create('BTC/USDT');
    const vectors = candles.map((candle) => stream.push(candle));
    expect(vectors.findIndex((vector) => vector !== null)).toBe(warmupBars - 1);
    for (const [index, vector] of vectors.slice(warmupBars - 1).entries()) {
      expect(vector?.asOf).toBe(candles[warmupBars - 1 + index]!.closeTime);
      expect(vector?.values).toHaveLength(names.length);
      expect(vector?.values.every(Number.isFinite)).toBe(true);
    }
  });

  test('equals the definitions, computed anew from all bars', () => {
    for (const index of [warmupBars - 1, warmupBars + 100, candles.length - 1]) {
      const actual = featuresOf(candles.slice(0, index + 1));
      for (const [name, value] of Object.entries(naive(candles, index)))
        expect(actual[name], name).toBeCloseTo(value, 9);
    }
  });

  test('knows nothing later: no change of later bars changes a vector', () => {
    const cut = warmupBars + 150;
    const past = candles.slice(0, cut);
    const crash = candles
      .slice(cut)
      .map((candle) => ({ ...candle, close: candle.low / 2, low: candle.low / 2, volume: 1e6 }));
    const stream = BASELINE_FEATURES.create('BTC/USDT');
    const alone = past.map((candle) => stream.push(candle));
    for (const future of [candles.slice(cut), crash]) {
      const again = BASELINE_FEATURES.create('BTC/USDT');
      expect([...past, ...future].map((candle) => again.push(candle)).slice(0, cut)).toEqual(alone);
    }
  });

  test('needs no more past than its warm-up: an earlier start gives the same', () => {
    const long = lastOf(candles);
    const short = lastOf(candles.slice(-warmupBars));
    for (const [place, name] of names.entries()) {
      expect(Math.abs(short!.values[place]! - long!.values[place]!), name).toBeLessThan(1e-9);
    }
  });

  test('has no price unit: the same moves at a thousandth of the price give the same', () => {
    const small = candles.map(({ open, high, low, close, volume, ...rest }) => ({
      ...rest,
      open: open / 1_000,
      high: high / 1_000,
      low: low / 1_000,
      close: close / 1_000,
      volume: volume * 70,
    }));
    const [one, other] = [lastOf(candles)!, lastOf(small)!];
    for (const [place, name] of names.entries()) expect(other.values[place], name).toBeCloseTo(one.values[place]!, 8);
  });

  test('is finite where the market stands still', () => {
    const flat = candles.map((_, index) => bar(index, { open: 0.5, high: 0.5, low: 0.5, close: 0.5, volume: 0 }));
    const features = featuresOf(flat);
    expect(features).toMatchObject({
      return1: 0,
      rsi14: 0,
      bollingerB: 0,
      rangePosition60: 0,
      candleBody: 0,
      volatilityRatio: 0,
    });
  });

  test('takes up to five missing minutes as minutes without a trade', () => {
    const cut = warmupBars + 10;
    const quiet = candles[cut - 1]!.close;
    const filled = candles.map((candle, index) =>
      index >= cut && index < cut + 5
        ? bar(index, { open: quiet, high: quiet, low: quiet, close: quiet, volume: 0 })
        : candle,
    );
    const missing = filled.filter((_, index) => index < cut || index >= cut + 5);
    expect(lastOf(missing)).toEqual(lastOf(filled));
  });

  test('starts anew after a longer hole or a bar that cannot be', () => {
    const holed = candles.filter((_, index) => index < 100 || index >= 106);
    const spoiled = candles.map((candle, index) => (index === 105 ? { ...candle, close: Number.NaN } : candle));
    for (const bars of [holed, spoiled]) {
      const stream = BASELINE_FEATURES.create('BTC/USDT');
      const vectors = bars.map((candle) => stream.push(candle));
      const first = vectors.find((vector) => vector !== null);
      expect(first?.asOf).toBe(candles[106 + warmupBars - 1]!.closeTime);
    }
  });

  test('refuses a bar of another symbol, another length, or from the past', () => {
    const stream = BASELINE_FEATURES.create('BTC/USDT');
    stream.push(candles[5]!);
    expect(() => stream.push({ ...candles[6]!, symbol: 'ETH/USDT' })).toThrow(/ETH\/USDT/);
    expect(() => stream.push({ ...candles[6]!, timeframe: '5m' })).toThrow(/5m/);
    expect(() => stream.push(candles[5]!)).toThrow(/after that of/);
  });
});

test('the registry finds a set by its id and holds each id once', () => {
  expect(findFeatureSet('baseline@1')).toBe(BASELINE_FEATURES);
  expect(findFeatureSet('baseline@0')).toBeUndefined();
  expect(new Set(FEATURE_SETS.map(({ id }) => id)).size).toBe(FEATURE_SETS.length);
});
