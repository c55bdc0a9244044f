import type { RightCount } from '../../domain/ensemble.ts';
import { InvariantError } from '../../domain/errors.ts';

/** How a voter's measured votes turned out, apart for candidates that came to pay their fees and those that did not. */
export interface VoterCounts {
  readonly worth: RightCount;
  readonly idle: RightCount;
}

export const NO_COUNTS: VoterCounts = { worth: { right: 0, measured: 0 }, idle: { right: 0, measured: 0 } };

/**
 * Everybody begins as one who is right as often as a coin, known from so many votes of each kind: some dozens of votes
 * are needed before a weight moves by much.
 */
export const RIGHT_PRIOR = { right: 10, wrong: 10 } as const;

/** No voter is silenced by a run of bad luck: what is never heard can never win its weight back. */
export const WEIGHT_FLOOR = 0.1;

export interface Weighing {
  readonly prior: { readonly right: number; readonly wrong: number };
  readonly floor: number;
}

/**
 * Returns how likely a voter is right: the mean of two Beta posteriors, of its votes on candidates that were worth
 * their fees and of those on the others. Apart, because most candidates are not: who always says no would seem clever.
 */
export function chanceRight({ worth, idle }: VoterCounts, prior: Weighing['prior'] = RIGHT_PRIOR): number {
  return (posteriorMean(worth, prior) + posteriorMean(idle, prior)) / 2;
}

/** Returns a weight for each voter, in their order: by its chance of being right, none below the floor, together 1. */
export function weightsOf(voters: readonly VoterCounts[], { prior, floor }: Weighing): readonly number[] {
  const shared = 1 - voters.length * floor;
  if (!(floor >= 0 && shared >= 0)) throw new InvariantError(`${voters.length} voters cannot each weigh ${floor}`);
  const chances = voters.map((counts) => chanceRight(counts, prior));
  const total = chances.reduce((sum, chance) => sum + chance, 0);
  return chances.map((chance) => floor + (shared * chance) / total);
}

function posteriorMean({ right, measured }: RightCount, prior: Weighing['prior']): number {
  return (prior.right + right) / (prior.right + prior.wrong + measured);
}
