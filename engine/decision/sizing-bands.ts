/** Between which fractions of equity a trade may lie, before any cap. */
export interface SizingBand {
  readonly name: 'strong' | 'medium' | 'weak' | 'after-losses';
  readonly floor: number;
  readonly ceiling: number;
}

export interface BandInputs {
  /** 0..1, see signal-strength.ts. */
  readonly strength: number;
  /** Standard deviation of 1-minute log returns; null before warm-up. */
  readonly volatility: number | null;
  readonly lossStreak: number;
  readonly winStreak: number;
}

const STRONG = 0.7;
const MEDIUM = 0.5;
/** Per minute: a calm major coin moves 0.03–0.05 %, a busy one 0.1 %. */
const LOW_VOLATILITY = 0.0006;
const HIGH_VOLATILITY = 0.0015;
const LOSSES_IN_A_ROW = 2;
const WINS_IN_A_ROW = 2;
/** Each win from the second on lifts the ceiling by this much. */
const WIN_STEP = 0.1;

/**
 * Returns the band: strong and calm 50–100 %, medium 20–50 %, weak or volatile 5–20 %, after losses 5–10 %. Wins in a
 * row lift the ceiling step by step to 100 %, but never in a volatile market. An unknown volatility counts as high.
 */
export function sizingBand({ strength, volatility, lossStreak, winStreak }: BandInputs): SizingBand {
  if (!(lossStreak < LOSSES_IN_A_ROW)) return { name: 'after-losses', floor: 0.05, ceiling: 0.1 };
  if (volatility === null || !(volatility < HIGH_VOLATILITY)) return { name: 'weak', floor: 0.05, ceiling: 0.2 };
  const lift = winStreak >= WINS_IN_A_ROW ? (winStreak - WINS_IN_A_ROW + 1) * WIN_STEP : 0;
  if (strength >= STRONG && volatility < LOW_VOLATILITY) return { name: 'strong', floor: 0.5, ceiling: 1 };
  if (strength >= MEDIUM) return { name: 'medium', floor: 0.2, ceiling: Math.min(1, 0.5 + lift) };
  return { name: 'weak', floor: 0.05, ceiling: Math.min(1, 0.2 + lift) };
}

/** How far up its band a strength reaches, 0..1. */
export function placeInBand(strength: number, { name }: SizingBand): number {
  const [from, to] = name === 'strong' ? [STRONG, 1] : name === 'medium' ? [MEDIUM, STRONG] : [0, MEDIUM];
  return strength >= from ? Math.min(1, (strength - from) / (to - from)) : 0;
}
