import { type Figure, figure } from '../figure.ts';
import { type VotedDecision, wantedReturn } from './cast-votes.ts';
import { seededRandom } from './seeded-random.ts';

/** What the assent of reviewers adds to the model's own: the trades that all of them wanted against the model's. */
export interface Lift {
  /** Whose assent was asked for besides the model's, by key. */
  readonly voters: readonly string[];
  /** The model's trades in decisions in which all of these voters were asked. */
  readonly alone: TradeMean;
  readonly together: TradeMean;
  /** What a trade brought more on average than one of as many drawn blindly from the model's own. */
  readonly lift: Figure;
  /** In 95 of 100 draws it lies between these; null below the floor. */
  readonly low: number | null;
  readonly high: number | null;
}

export interface TradeMean {
  readonly trades: number;
  /** Of the price's move the wanted way at the horizon, after both fees; a fraction of the money in the trade. */
  readonly net: Figure;
}

export interface LiftMeasure {
  readonly horizonMs: number;
  readonly feesFraction: number;
}

/** On both sides: with fewer trades a mean is a story about single trades. */
export const LIFT_FLOOR = 10;
const DRAWS = 500;
const SEED = 20_250_518;
const OUTSIDE = 0.025;

interface Trade {
  readonly net: number;
  readonly isWanted: boolean;
}

/** Returns the lift of these voters' assent; measured on what came, whether the desk then traded or not. */
export function liftOf(decisions: readonly VotedDecision[], voters: readonly string[], measure: LiftMeasure): Lift {
  const trades = decisions.flatMap((decision) => tradeOf(decision, voters, measure) ?? []);
  const wanted = trades.filter(({ isWanted }) => isWanted);
  const alone = meanOf(trades);
  const together = meanOf(wanted);
  const lift = figure(wanted.length, LIFT_FLOOR, () => together - alone);
  const drawn = lift.value === null ? [] : drawsOf(trades);
  return {
    voters,
    alone: { trades: trades.length, net: figure(trades.length, LIFT_FLOOR, () => alone) },
    together: { trades: wanted.length, net: figure(wanted.length, LIFT_FLOOR, () => together) },
    lift,
    low: drawn[Math.floor(drawn.length * OUTSIDE)] ?? null,
    high: drawn[Math.ceil(drawn.length * (1 - OUTSIDE)) - 1] ?? null,
  };
}

/** Null where the model did not want it, a voter was not asked, or nobody knows yet what came. */
function tradeOf(
  { decision, votes }: VotedDecision,
  voters: readonly string[],
  { horizonMs, feesFraction }: LiftMeasure,
): Trade | null {
  const moved = wantedReturn(decision, horizonMs);
  if (moved === null || !votes.some(({ kind, assents }) => kind === 'model' && assents)) return null;
  const own = voters.map((voter) => votes.find((vote) => vote.key === voter));
  if (own.includes(undefined)) return null;
  return { net: moved - feesFraction, isWanted: own.every((vote) => vote?.assents === true) };
}

/**
 * Draws the model's trades anew with replacement, and as many of them blindly as the voters wanted: the same number of
 * trades on both sides, so that trading less is no merit by itself. Returns the differences, smallest first.
 */
function drawsOf(trades: readonly Trade[]): readonly number[] {
  const random = seededRandom(SEED);
  const anyTrade = (): Trade | undefined => trades[Math.floor(random() * trades.length)];
  const differences: number[] = [];
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const again = Array.from(trades, anyTrade).filter((trade) => trade !== undefined);
    const wanted = again.filter(({ isWanted }) => isWanted);
    if (wanted.length === 0) continue;
    const blind = Array.from(wanted, () => again[Math.floor(random() * again.length)]?.net ?? Number.NaN);
    differences.push(meanOf(wanted) - blind.reduce((sum, net) => sum + net, 0) / blind.length);
  }
  return differences.sort((a, b) => a - b);
}

function meanOf(trades: readonly Trade[]): number {
  return trades.reduce((sum, { net }) => sum + net, 0) / trades.length;
}
