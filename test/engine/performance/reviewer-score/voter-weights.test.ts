import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VoterCounts } from '../../../../engine/performance/reviewer-score/voter-weights.ts';
import {
  chanceRight,
  NO_COUNTS,
  RIGHT_PRIOR,
  WEIGHT_FLOOR,
  weightsOf,
} from '../../../../engine/performance/reviewer-score/voter-weights.ts';

const anyCount = fc
  .record({ measured: fc.integer({ min: 0, max: 5_000 }), share: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ measured, share }) => ({ measured, right: Math.floor(measured * share) }));
const anyCounts: fc.Arbitrary<VoterCounts> = fc.record({ worth: anyCount, idle: anyCount });
const WEIGHING = { prior: RIGHT_PRIOR, floor: WEIGHT_FLOOR };

function counts(worth: readonly [number, number], idle: readonly [number, number]): VoterCounts {
  const [worthRight, worthAll] = worth;
  const [idleRight, idleAll] = idle;
  return { worth: { right: worthRight, measured: worthAll }, idle: { right: idleRight, measured: idleAll } };
}

describe('the chance of being right', () => {
  it('is that of a coin before anything is known', () => {
    expect(chanceRight(NO_COUNTS)).toBe(0.5);
  });

  it('is the mean of both posteriors, by hand: (10+18)/(20+20) and (10+30)/(20+60)', () => {
    expect(chanceRight(counts([18, 20], [30, 60]))).toBeCloseTo((0.7 + 0.5) / 2, 12);
  });

  it('does not reward who always says no, though most candidates are not worth it', () => {
    expect(chanceRight(counts([0, 200], [1_800, 1_800]))).toBeLessThan(0.53);
    expect(chanceRight(counts([120, 200], [1_080, 1_800]))).toBeGreaterThan(0.58);
  });
});

describe('the weights', () => {
  it('are equal while nothing is known, and by hand afterwards', () => {
    expect(weightsOf([NO_COUNTS, NO_COUNTS], WEIGHING)).toEqual([0.5, 0.5]);
    const [good, coin] = weightsOf([counts([90, 100], [90, 100]), NO_COUNTS], WEIGHING);
    // (10+90)/(20+100) = 0.8333: 0.1 + 0.8 × 0.8333 / 1.3333
    expect(good).toBeCloseTo(0.6, 12);
    expect(coin).toBeCloseTo(0.4, 12);
  });

  it('sum to 1, none below the floor, and who is right more often never weighs less', () => {
    fc.assert(
      fc.property(fc.array(anyCounts, { minLength: 1, maxLength: 10 }), (voters) => {
        const weights = weightsOf(voters, WEIGHING);
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
        for (const weight of weights) expect(weight).toBeGreaterThanOrEqual(WEIGHT_FLOOR - 1e-12);
        const byChance = voters.map((voter, at) => ({ chance: chanceRight(voter), weight: weights[at] ?? 0 }));
        byChance.sort((a, b) => a.chance - b.chance);
        byChance.forEach(({ weight }, at) => {
          expect(weight).toBeGreaterThanOrEqual((byChance[at - 1]?.weight ?? 0) - 1e-12);
        });
      }),
    );
  });

  it('cannot keep a floor that the voters together exceed', () => {
    const crowd = Array.from({ length: 11 }, () => NO_COUNTS);
    expect(() => weightsOf(crowd, WEIGHING)).toThrow('cannot each weigh');
  });
});
