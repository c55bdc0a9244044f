import { beforeAll, describe, expect, test } from 'vitest';
import type { FeatureVector } from '../../engine/domain/feature-vector.ts';
import type { ModelVote } from '../../engine/domain/verdict.ts';
import type { SignalModel } from '../../engine/ports/signal-model.ts';

interface Subject {
  open(): Promise<SignalModel>;
  /** Vectors of the model's own feature set, all good. */
  readonly goodVectors: readonly FeatureVector[];
}

/** What every SignalModel keeps, whatever is inside. */
export function describeSignalModel(name: string, { open, goodVectors }: Subject): void {
  describe(`${name} keeps the contract of a signal model`, () => {
    let model: SignalModel;

    beforeAll(async () => {
      model = await open();
    });

    test('says who it is and what it was trained on', () => {
      expect(model.identity.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(model.identity.featureSet).toBe(goodVectors[0]!.featureSet);
      expect(model.card.label).not.toBe('');
      expect(model.card.trainedFrom).toBeLessThan(model.card.trainedTo);
      expect(Object.values(model.card.metrics).every(Number.isFinite)).toBe(true);
    });

    test('votes with probabilities, and the stance follows from its own thresholds', async () => {
      for (const vector of goodVectors) {
        const vote = votedOrThrow(await model.vote(vector));
        for (const value of [vote.probabilityUp, vote.probabilityDown, vote.thresholdUp, vote.thresholdDown]) {
          expect(value).toBeGreaterThanOrEqual(0);
        }
        expect(vote.probabilityUp).toBeLessThanOrEqual(1);
        expect(vote.probabilityDown).toBeLessThanOrEqual(1);
        const reached = {
          up: vote.probabilityUp >= vote.thresholdUp,
          down: vote.probabilityDown >= vote.thresholdDown,
        };
        expect(vote.stance).toBe(reached.up ? 'buy' : reached.down ? 'sell' : 'hold');
        expect(vote.model).toEqual(model.identity);
      }
    });

    test('names features of the vector with their values as its grounds, largest first', async () => {
      for (const vector of goodVectors) {
        const { contributions } = votedOrThrow(await model.vote(vector));
        expect(contributions.length).toBeGreaterThan(0);
        const sizes = contributions.map(({ logOdds }) => Math.abs(logOdds));
        expect(sizes).toEqual([...sizes].sort((left, right) => right - left));
        for (const { feature, value } of contributions) {
          expect(vector.values[vector.names.indexOf(feature)]).toBe(value);
        }
      }
    });

    test('answers the same to the same, alone or at once, and after another load', async () => {
      const alone: ModelVote[] = [];
      for (const vector of goodVectors) alone.push(await model.vote(vector));
      expect(await Promise.all(goodVectors.map((vector) => model.vote(vector)))).toEqual(alone);
      const again = await open();
      expect(await Promise.all(goodVectors.map((vector) => again.vote(vector)))).toEqual(alone);
    });

    test('abstains with the reason, and never throws, on a vector it cannot judge', async () => {
      const good = goodVectors[0]!;
      const bad: readonly FeatureVector[] = [
        { ...good, featureSet: 'other@9' },
        { ...good, names: [...good.names].reverse() },
        { ...good, values: good.values.slice(1) },
        { ...good, names: [], values: [] },
        ...[Number.NaN, Number.POSITIVE_INFINITY, 1e300].map((value) => ({
          ...good,
          values: [value, ...good.values.slice(1)],
        })),
      ];
      for (const vector of bad) {
        const vote = await model.vote(vector);
        expect(vote.outcome).toBe('abstained');
        expect(vote.model).toEqual(model.identity);
        expect(vote.outcome === 'abstained' && vote.reason.code).toMatch(/^model\./);
      }
    });
  });
}

function votedOrThrow(vote: ModelVote): Extract<ModelVote, { outcome: 'voted' }> {
  if (vote.outcome === 'voted') return vote;
  throw new Error(`abstained: ${vote.reason.code}`);
}
