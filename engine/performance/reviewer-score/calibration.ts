import { type Figure, figure } from '../figure.ts';

/** Something that was said to come about with some probability, and whether it did. */
export interface Forecast {
  readonly given: number;
  readonly came: boolean;
}

/** How far the words of a voter can be taken at their number. */
export interface Calibration {
  /** Mean squared error: 0 sure and right, 1 sure and wrong. */
  readonly brier: Figure;
  /** Expected calibration error: how far the given and the observed lie apart, on average over the forecasts. */
  readonly error: Figure;
  /** Those that hold a forecast. */
  readonly bins: readonly CalibrationBin[];
}

export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly given: number;
  readonly came: number;
}

/** Fewer forecasts, spread over the bins, look miscalibrated whoever made them. */
export const CALIBRATION_FLOOR = 30;
const BRIER_FLOOR = 10;
const BINS = 10;

export function calibrationOf(forecasts: readonly Forecast[]): Calibration {
  const bins = binsOf(forecasts);
  const { length } = forecasts;
  return {
    brier: figure(length, BRIER_FLOOR, () => meanOf(forecasts.map(({ given, came }) => (given - (came ? 1 : 0)) ** 2))),
    error: figure(
      length,
      CALIBRATION_FLOOR,
      () => bins.reduce((sum, { count, given, came }) => sum + count * Math.abs(given - came), 0) / length,
    ),
    bins,
  };
}

function binsOf(forecasts: readonly Forecast[]): readonly CalibrationBin[] {
  return Array.from({ length: BINS }, (_, bin) => {
    const inside = forecasts.filter(({ given }) => Math.min(BINS - 1, Math.floor(given * BINS)) === bin);
    return {
      from: bin / BINS,
      to: (bin + 1) / BINS,
      count: inside.length,
      given: meanOf(inside.map(({ given }) => given)),
      came: meanOf(inside.map(({ came }) => (came ? 1 : 0))),
    };
  }).filter(({ count }) => count > 0);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
