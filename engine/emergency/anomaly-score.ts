/** How a minute looked: log return, log of its volume, and the mean spread as a fraction of the price. */
export interface MinuteLook {
  readonly logReturn: number;
  readonly logVolume: number;
  readonly spreadFraction: number;
}

/** What was usual until now: weighted means, where a value of two hours ago counts half. */
interface Usual {
  mean: number;
  variance: number;
}

const HALF_LIFE_MINUTES = 120;
const KEEP = 0.5 ** (1 / HALF_LIFE_MINUTES);
/** Before that many minutes nothing is usual. */
export const ANOMALY_WARM_UP = 120;
/** One odd minute must not become what is usual: it is counted as at most so many deviations. */
const CLAMP = 4;
/** The expected squared distance of a usual minute: one for each of the three. */
const EXPECTED = 3;
/** Below these a deviation is rounding: a market that did not move would find anything odd. */
const FLOORS: MinuteLook = { logReturn: 1e-5, logVolume: 0.05, spreadFraction: 1e-6 };

/**
 * How odd the last minute was, 0..1, among the minutes before it: the squared distance d² from what is usual, in
 * deviations of each of return, volume and spread, as d² / (d² + 3). A usual minute has d² ≈ 3, so 0.5 is usual and
 * 0.95 is nineteen times the usual squared distance, such as a move of seven and a half deviations. Compared with
 * what was known before the minute; a few multiplications, no memory but three means and variances.
 */
export class AnomalyScore {
  readonly #usual: Readonly<Record<keyof MinuteLook, Usual>> = {
    logReturn: { mean: 0, variance: 0 },
    logVolume: { mean: 0, variance: 0 },
    spreadFraction: { mean: 0, variance: 0 },
  };
  #seen = 0;

  /** Returns the score of this minute, then learns from it; null while it warms up. */
  push(look: MinuteLook): number | null {
    this.#seen += 1;
    // The first hundred values weigh alike: a mean that starts at one value would stay near it for hours.
    const weight = Math.max(1 - KEEP, 1 / this.#seen);
    let distance = 0;
    for (const key of ['logReturn', 'logVolume', 'spreadFraction'] as const) {
      const usual = this.#usual[key];
      const deviation = Math.max(Math.sqrt(usual.variance), FLOORS[key]);
      const away = (look[key] - usual.mean) / deviation;
      distance += away ** 2;
      const learned = this.#seen <= ANOMALY_WARM_UP ? look[key] : usual.mean + clamp(away) * deviation;
      const step = learned - usual.mean;
      usual.mean += weight * step;
      usual.variance = (1 - weight) * (usual.variance + weight * step ** 2);
    }
    return this.#seen <= ANOMALY_WARM_UP ? null : distance / (distance + EXPECTED);
  }
}

function clamp(away: number): number {
  return Math.min(CLAMP, Math.max(-CLAMP, away));
}
