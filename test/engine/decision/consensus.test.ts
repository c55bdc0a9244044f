import { describe, expect, it } from 'vitest';
import { consensusPolicyFor, reachConsensus } from '../../../engine/decision/consensus.ts';
import type { Direction } from '../../../engine/domain/signal.ts';
import type { Stance } from '../../../engine/domain/verdict.ts';
import { ASSENTS, humanSignal, MODEL_ABSTAINS, modelVote, signal, verdict } from './decision-fixtures.ts';

type Cast = Stance | 'abstained';
const CASTS: readonly Cast[] = ['buy', 'sell', 'hold', 'abstained'];
const EVERY_TABLE = CASTS.flatMap((model) => CASTS.flatMap((a) => CASTS.map((b) => [model, a, b] as const)));

function votesOf(model: Cast, a: Cast, b: Cast) {
  return {
    model: model === 'abstained' ? MODEL_ABSTAINS : modelVote(model),
    verdicts: [verdict('rules:technical', a), verdict('rules:news-risk', b)],
  };
}

describe('the unanimous policy', () => {
  for (const direction of ['long', 'short'] as const satisfies readonly Direction[]) {
    const wanted = direction === 'long' ? 'buy' : 'sell';
    it.each(EVERY_TABLE)(`${direction}: model %s, A %s, B %s`, (model, a, b) => {
      const consensus = reachConsensus(signal({ direction }), votesOf(model, a, b));
      const casts = [model, a, b];
      const agrees = casts.every((cast) => cast === wanted);
      const opposed = casts.some((cast) => cast !== wanted && cast !== 'abstained');
      expect(consensus.outcome).toBe(agrees ? 'act' : 'hold');
      expect(consensus.assenting).toBe(casts.filter((cast) => cast === wanted).length);
      expect(consensus.asked).toBe(3);
      expect(consensus.reason.code).toBe(
        agrees ? 'consensus.unanimous' : opposed ? 'consensus.disagreed' : 'consensus.abstained',
      );
    });
  }

  it('names who did not assent, and how', () => {
    expect(reachConsensus(signal(), votesOf('buy', 'hold', 'abstained')).reason).toEqual({
      code: 'consensus.disagreed',
      values: {
        voter: 'rules:technical',
        stance: 'hold',
        wanted: 'buy',
        dissent: 'rules:technical=hold,rules:news-risk=abstained',
        assenting: 1,
        asked: 3,
      },
    });
    expect(reachConsensus(signal(), votesOf('abstained', 'buy', 'buy')).reason).toEqual({
      code: 'consensus.abstained',
      values: {
        voter: 'model',
        why: 'model.not-warmed-up',
        wanted: 'buy',
        dissent: 'model=abstained',
        assenting: 2,
        asked: 3,
      },
    });
  });

  it.each([
    ['no model', { model: null, verdicts: ASSENTS }],
    ['one reviewer', { model: modelVote(), verdicts: ASSENTS.slice(0, 1) }],
    ['one reviewer twice', { model: modelVote(), verdicts: [verdict('rules:technical'), verdict('rules:technical')] }],
  ])('holds with %s, however much they agree', (_, votes) => {
    expect(reachConsensus(signal(), votes)).toMatchObject({
      outcome: 'hold',
      reason: { code: 'consensus.incomplete' },
    });
  });
});

describe('the other policies', () => {
  it('lets a person act against every vote, and says how many assented', () => {
    expect(reachConsensus(humanSignal({}), votesOf('sell', 'hold', 'buy'))).toMatchObject({
      policy: 'advisory',
      outcome: 'act',
      assenting: 1,
      asked: 3,
    });
  });

  it('asks nobody to get out', () => {
    const exit = signal({ action: 'exit', source: 'protective:stop' });
    expect(reachConsensus(exit, { model: null, verdicts: [] })).toMatchObject({
      policy: 'exempt',
      wanted: 'sell',
      outcome: 'act',
      asked: 0,
    });
    expect(consensusPolicyFor(signal({ action: 'exit', source: 'human:terminal:owner' }))).toBe('exempt');
  });
});
