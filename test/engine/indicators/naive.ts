/**
 * The indicators straight from their definitions, over a whole array, in O(n²) and without any running state: the
 * independent answer that the streaming ones are held against. Null where a value is not defined yet.
 */
export interface Bar {
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

type Series = readonly (number | null)[];

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
const window = <T>(values: readonly T[], end: number, length: number): readonly T[] =>
  values.slice(end - length + 1, end + 1);

function overWindows(values: readonly number[], length: number, of: (window: readonly number[]) => number): Series {
  return values.map((_, index) => (index < length - 1 ? null : of(window(values, index, length))));
}

export const naiveSma = (values: readonly number[], length: number): Series => overWindows(values, length, mean);

export const naiveDeviation = (values: readonly number[], length: number): Series =>
  overWindows(values, length, (part) => Math.sqrt(mean(part.map((value) => (value - mean(part)) ** 2))));

export const naiveMax = (values: readonly number[], length: number): Series =>
  overWindows(values, length, (part) => Math.max(...part));

export const naiveMin = (values: readonly number[], length: number): Series =>
  overWindows(values, length, (part) => Math.min(...part));

/** The weighted sum written out: seed·(1−k)^m + Σ k·(1−k)^(age)·value, anew for every place. */
function naiveExponential(values: readonly number[], length: number, weight: number): Series {
  return values.map((_, index) => {
    if (index < length - 1) return null;
    const later = values.slice(length, index + 1);
    const seed = mean(values.slice(0, length)) * (1 - weight) ** later.length;
    return seed + sum(later.map((value, at) => weight * (1 - weight) ** (later.length - 1 - at) * value));
  });
}

export const naiveEma = (values: readonly number[], length: number): Series =>
  naiveExponential(values, length, 2 / (length + 1));

export const naiveWilder = (values: readonly number[], length: number): Series =>
  naiveExponential(values, length, 1 / length);

/** Runs `of` on the defined tail of a series and puts the nulls back in front. */
function afterWarmup(series: Series, of: (values: readonly number[]) => Series): Series {
  const defined = series.filter((value) => value !== null);
  return [...series.slice(0, series.length - defined.length), ...of(defined)];
}

function zip(left: Series, right: Series, of: (left: number, right: number) => number): Series {
  return left.map((value, index) => {
    const other = right[index] ?? null;
    return value === null || other === null ? null : of(value, other);
  });
}

export function naiveRsi(values: readonly number[], length: number): Series {
  const changes = values.slice(1).map((value, index) => value - values[index]!);
  const gains = naiveWilder(
    changes.map((change) => Math.max(change, 0)),
    length,
  );
  const losses = naiveWilder(
    changes.map((change) => Math.max(-change, 0)),
    length,
  );
  return [null, ...zip(gains, losses, (gain, loss) => (gain + loss === 0 ? 50 : 100 - 100 / (1 + gain / loss)))];
}

export function naiveMacd(values: readonly number[], fast = 12, slow = 26, signalLength = 9) {
  const line = zip(naiveEma(values, fast), naiveEma(values, slow), (left, right) => left - right);
  const signal = afterWarmup(line, (defined) => naiveEma(defined, signalLength));
  return { line, signal, histogram: zip(line, signal, (left, right) => left - right) };
}

export function naiveTrueRange(bars: readonly Bar[]): readonly number[] {
  return bars.map((bar, index) => {
    const before = bars[index - 1];
    if (before === undefined) return bar.high - bar.low;
    return Math.max(bar.high - bar.low, Math.abs(bar.high - before.close), Math.abs(bar.low - before.close));
  });
}

export const naiveAtr = (bars: readonly Bar[], length: number): Series => naiveWilder(naiveTrueRange(bars), length);

export function naiveAdx(bars: readonly Bar[], length: number) {
  const moves = bars.slice(1).map((bar, index) => {
    const before = bars[index]!;
    const up = bar.high - before.high;
    const down = before.low - bar.low;
    return { plus: up > down ? Math.max(up, 0) : 0, minus: down > up ? Math.max(down, 0) : 0 };
  });
  // A Wilder sum is length × the Wilder mean, so the ratios are the same.
  const smooth = (values: readonly number[]): Series => [null, ...naiveWilder(values, length)];
  const range = smooth(naiveTrueRange(bars).slice(1));
  const plusDi = zip(smooth(moves.map(({ plus }) => plus)), range, (move, reach) => (reach ? (100 * move) / reach : 0));
  const minusDi = zip(smooth(moves.map(({ minus }) => minus)), range, (move, reach) =>
    reach ? (100 * move) / reach : 0,
  );
  const dx = zip(plusDi, minusDi, (plus, minus) =>
    plus + minus ? (100 * Math.abs(plus - minus)) / (plus + minus) : 0,
  );
  return { adx: afterWarmup(dx, (defined) => naiveWilder(defined, length)), plusDi, minusDi };
}

export function naiveStochastic(bars: readonly Bar[], length = 14, smoothing = 3, signal = 3) {
  const raw = bars.map((bar, index) => {
    if (index < length - 1) return null;
    const part = window(bars, index, length);
    const high = Math.max(...part.map((item) => item.high));
    const low = Math.min(...part.map((item) => item.low));
    return high === low ? 50 : (100 * (bar.close - low)) / (high - low);
  });
  const k = afterWarmup(raw, (defined) => naiveSma(defined, smoothing));
  return { k, d: afterWarmup(k, (defined) => naiveSma(defined, signal)) };
}

export function naiveCci(bars: readonly Bar[], length: number): Series {
  const typical = bars.map((bar) => (bar.high + bar.low + bar.close) / 3);
  return overWindows(typical, length, (part) => {
    const middle = mean(part);
    const deviation = mean(part.map((value) => Math.abs(value - middle)));
    return new Set(part).size === 1 ? 0 : (part.at(-1)! - middle) / (0.015 * deviation);
  });
}

export function naiveVolumeRatio(volumes: readonly number[], length: number): Series {
  return volumes.map((volume, index) => {
    if (index < length) return null;
    const usual = mean(volumes.slice(index - length, index));
    return usual === 0 ? 1 : volume / usual;
  });
}

export function naiveRealisedVolatility(prices: readonly number[], length: number): Series {
  const squares = prices.slice(1).map((price, index) => Math.log(price / prices[index]!) ** 2);
  return [null, ...overWindows(squares, length, (part) => Math.sqrt(mean(part)))];
}
