/** A straight scale: the highest value at the top. */
export interface ValueScale {
  readonly low: number;
  readonly high: number;
  readonly top: number;
  readonly bottom: number;
  /** Returns the place of a value; what lies beyond the scale is put at its edge. */
  y(value: number): number;
  holds(value: number): boolean;
}

export interface ScaleTicks {
  readonly values: readonly number[];
  /** Digits after the point that tell neighbouring values apart. */
  readonly digits: number;
}

/** What is drawn besides the data may shrink it to this part of the height, no further. */
const LEAST_SHARE = 0.4;
const HEADROOM = 0.06;

/**
 * Returns a scale over the data from `low` to `high`, widened for each of `extras` (a stop, a target, a fill) that does
 * not squeeze the data below two fifths of the height. A flat price gets half a percent to each side.
 */
export function valueScale(
  range: { readonly low: number; readonly high: number; readonly extras?: readonly number[] },
  place: { readonly top: number; readonly bottom: number },
): ValueScale {
  const flat = range.high === range.low;
  const around = Math.abs(range.high) * 0.005 || 1;
  const low0 = flat ? range.low - around : range.low;
  const high0 = flat ? range.high + around : range.high;
  let [low, high] = [low0, high0];
  const nearestFirst = [...(range.extras ?? [])].sort((a, b) => beyond(a, low0, high0) - beyond(b, low0, high0));
  for (const extra of nearestFirst) {
    const [wideLow, wideHigh] = [Math.min(low, extra), Math.max(high, extra)];
    if ((high0 - low0) / (wideHigh - wideLow) < LEAST_SHARE) continue;
    [low, high] = [wideLow, wideHigh];
  }
  const room = (high - low) * HEADROOM;
  return scaleBetween(low - room, high + room, place);
}

/** Returns the scale with exactly these ends. */
export function scaleBetween(
  low: number,
  high: number,
  place: { readonly top: number; readonly bottom: number },
): ValueScale {
  const { top, bottom } = place;
  return {
    low,
    high,
    top,
    bottom,
    y: (value) => Math.min(bottom, Math.max(top, bottom - ((value - low) / (high - low)) * (bottom - top))),
    holds: (value) => value >= low && value <= high,
  };
}

function beyond(value: number, low: number, high: number): number {
  return Math.max(0, low - value, value - high);
}

/** Returns round values inside the scale, at least `spacing` pixels apart. */
export function ticksOf(scale: ValueScale, spacing: number): ScaleTicks {
  const atMost = Math.max(1, Math.floor((scale.bottom - scale.top) / spacing));
  const rough = (scale.high - scale.low) / atMost;
  const power = Math.floor(Math.log10(rough));
  const [multiple, moreDigits] = multipleOf(rough / 10 ** power);
  const step = multiple * 10 ** power;
  const digits = Math.min(16, Math.max(0, moreDigits - power));
  const first = Math.ceil(scale.low / step - 1e-9);
  const last = Math.floor(scale.high / step + 1e-9);
  // Made from whole multiples: adding steps up would gather errors.
  const values = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * step);
  return { values, digits };
}

function multipleOf(mantissa: number): readonly [multiple: number, moreDigits: number] {
  if (mantissa <= 1) return [1, 0];
  if (mantissa <= 2) return [2, 0];
  if (mantissa <= 2.5) return [2.5, 1];
  if (mantissa <= 5) return [5, 0];
  return [10, -1];
}
