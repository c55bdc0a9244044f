import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consensusPolicyFor, reachConsensus } from '../../../engine/decision/consensus.ts';
import { NO_DEADLINE } from '../../../engine/decision/deadline.ts';
import { decide } from '../../../engine/decision/decide.ts';
import { createDecisionDesk } from '../../../engine/decision/decision-desk.ts';
import { decideAgain, replayDecision } from '../../../engine/decision/replay-decision.ts';
import { rulesSizingAdvisor } from '../../../engine/decision/rules-sizing-advisor.ts';
import type { Ensemble, Seat } from '../../../engine/domain/ensemble.ts';
import type { ModelVote, Stance, Verdict } from '../../../engine/domain/verdict.ts';
import { ScoreKeeper } from '../../../engine/performance/reviewer-score/score-keeper.ts';
import { seatsOf } from '../../../engine/performance/reviewer-score/seats.ts';
import {
  fakeModel,
  fakeReviewer,
  humanSignal,
  inputs,
  MODEL_ABSTAINS,
  MODEL_IDENTITY,
  modelVote,
  NOW,
  signal,
  throughTheJournal,
  verdict,
} from './decision-fixtures.ts';

const NAMES = { main: 'groq:main', risk: 'ollama:risk', news: 'groq:news' } as const;

function ensemble(over: Partial<Ensemble> = {}, weights: Partial<Record<Seat, number>> = {}): Ensemble {
  const count = { right: 0, measured: 0 };
  const holders = [['model', 'baseline'] as const, ...(Object.entries(NAMES) as [Seat, string][])];
  return {
    ...{ asOf: NOW, horizonMs: 3_600_000, moveFraction: 0.001, prior: { right: 10, wrong: 10 }, floor: 0.1 },
    ...{ threshold: 0.4, quorum: 3, required: ['model', 'risk'] },
    members: holders.map(([seat, voter]) => {
      return { seat, voter, version: '1', weight: weights[seat] ?? 0.25, worth: count, idle: count };
    }),
    ...over,
  };
}

type Cast = Stance | 'abstained';

function verdicts(main: Cast, risk: Cast, news: Cast, confidence = 0.6): readonly Verdict[] {
  return [
    verdict(NAMES.main, main, confidence),
    verdict(NAMES.risk, risk, confidence),
    verdict(NAMES.news, news, confidence),
  ];
}

/** At its threshold of 0.55 a model is half sure; at 0.64 it is 0.6 sure. */
const MODEL_YES = modelVote('buy', 0.64);

function weigh(votes: { model: ModelVote | null; verdicts: readonly Verdict[] }, over: Partial<Ensemble> = {}) {
  return reachConsensus(signal(), votes, ensemble(over));
}

describe('the weighted policy', () => {
  it('adds weight times confidence, takes away who is for the other side, and lets who holds out', () => {
    const {
      outcome,
      policy,
      reason,
      ensemble: tally,
    } = weigh({ model: MODEL_YES, verdicts: verdicts('buy', 'buy', 'sell') });
    expect([outcome, policy, reason.code]).toEqual(['hold', 'weighted', 'consensus.outweighed']);
    expect(tally?.voters.map(({ seat, share }) => [seat, Number(share?.toFixed(12))])).toEqual([
      ['model', 0.15],
      ['main', 0.15],
      ['risk', 0.15],
      ['news', -0.15],
    ]);
    expect(tally?.score).toBeCloseTo(0.3, 12);
  });

  it('acts where three of four say yes and are sure enough, and says by how much', () => {
    const consensus = weigh({ model: MODEL_YES, verdicts: verdicts('buy', 'buy', 'hold') });
    expect(consensus).toMatchObject({
      outcome: 'act',
      reason: { code: 'consensus.weighted', values: { wanted: 'buy', threshold: 0.4, voted: 4 } },
      ensemble: { veto: null, voted: 4 },
    });
    expect(consensus.ensemble?.score).toBeCloseTo(0.45, 12);
    expect([consensus.assenting, consensus.asked]).toEqual([3, 4]);
  });

  it('counts a weightier voice for more', () => {
    const votes = { model: MODEL_YES, verdicts: verdicts('hold', 'buy', 'buy') };
    expect(reachConsensus(signal(), votes, ensemble({}, { model: 0.1, main: 0.7, risk: 0.1, news: 0.1 })).outcome).toBe(
      'hold',
    );
    expect(reachConsensus(signal(), votes, ensemble({}, { model: 0.4, main: 0.1, risk: 0.3, news: 0.2 })).outcome).toBe(
      'act',
    );
  });

  it.each(['hold', 'sell'] as const)('is vetoed by a risk seat that says %s, however sure the others are', (stance) => {
    const sure = [verdict(NAMES.main, 'buy', 1), verdict(NAMES.risk, stance, 0.01), verdict(NAMES.news, 'buy', 1)];
    expect(weigh({ model: modelVote('buy', 1), verdicts: sure })).toMatchObject({
      outcome: 'hold',
      reason: { code: 'consensus.vetoed', values: { voter: NAMES.risk, stance, wanted: 'buy' } },
      ensemble: { veto: { voter: NAMES.risk, stance } },
    });
  });

  it.each([
    [
      'the model',
      { model: MODEL_ABSTAINS, verdicts: verdicts('buy', 'buy', 'buy', 1) },
      'model',
      'model.not-warmed-up',
    ],
    [
      'the risk seat',
      { model: modelVote('buy', 1), verdicts: verdicts('buy', 'abstained', 'buy', 1) },
      'risk',
      'reviewer.late',
    ],
    [
      'a risk seat nobody asked',
      { model: modelVote('buy', 1), verdicts: verdicts('buy', 'buy', 'buy', 1).slice(0, 1) },
      'risk',
      null,
    ],
  ])('does nothing without %s', (_, votes, seat, why) => {
    expect(weigh(votes)).toMatchObject({
      outcome: 'hold',
      reason: { code: 'consensus.seat-absent', values: { seat, why } },
    });
  });

  it('does nothing by fewer than the quorum', () => {
    expect(weigh({ model: modelVote('buy', 1), verdicts: verdicts('abstained', 'buy', 'abstained', 1) })).toMatchObject(
      {
        outcome: 'hold',
        reason: { code: 'consensus.no-quorum', values: { voted: 2, quorum: 3 } },
      },
    );
  });

  it('hears nobody who has no seat', () => {
    const stranger = verdict('groq:stranger', 'buy', 1);
    const votes = { model: MODEL_YES, verdicts: [...verdicts('hold', 'buy', 'hold'), stranger] };
    expect(weigh(votes).ensemble?.score).toBeCloseTo(0.3, 12);
  });

  it('is for what strategies propose: persons, exits and the assistant are decided as ever', () => {
    expect(consensusPolicyFor(signal(), ensemble())).toBe('weighted');
    expect(consensusPolicyFor(signal())).toBe('unanimous');
    expect(consensusPolicyFor(humanSignal({}), ensemble())).toBe('advisory');
    expect(consensusPolicyFor(signal({ source: 'assistant:telegram:1' }), ensemble())).toBe('unanimous');
    expect(consensusPolicyFor(signal({ action: 'exit' }), ensemble())).toBe('exempt');
  });
});

const anyCast = fc.constantFrom<Cast>('buy', 'sell', 'hold', 'abstained');
const anyConfidence = fc.double({ min: 0, max: 1, noNaN: true });
const anyVotes = fc
  .record({
    model: anyCast,
    casts: fc.tuple(anyCast, anyCast, anyCast),
    confidences: fc.tuple(anyConfidence, anyConfidence, anyConfidence, anyConfidence),
  })
  .map(({ model, casts, confidences }) => ({
    model: model === 'abstained' ? MODEL_ABSTAINS : modelVote(model, confidences[3]),
    verdicts: Object.values(NAMES).map((name, seat) => verdict(name, casts[seat], confidences[seat])),
  }));
const anyEnsemble = fc
  .record({
    raw: fc.tuple(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
    ),
    threshold: fc.double({ min: 0.05, max: 0.9, noNaN: true }),
    quorum: fc.integer({ min: 0, max: 4 }),
    required: fc.subarray<Seat>(['model', 'main', 'risk', 'news']),
  })
  .map(({ raw: [model, main, risk, news], ...over }) => {
    const sum = model + main + risk + news;
    return ensemble(over, { model: model / sum, main: main / sum, risk: risk / sum, news: news / sum });
  });

describe('for all votes and weights', () => {
  it('the order in which the reviewers answered changes nothing', () => {
    fc.assert(
      fc.property(anyVotes, anyEnsemble, ({ model, verdicts: own }, weights) => {
        const turned = { model, verdicts: [...own].reverse() };
        expect(reachConsensus(signal(), turned, weights)).toEqual(
          reachConsensus(signal(), { model, verdicts: own }, weights),
        );
      }),
    );
  });

  it('it never acts against the risk seat, without a required one, below the quorum or the threshold', () => {
    fc.assert(
      fc.property(anyVotes, anyEnsemble, (votes, weights) => {
        const { outcome, ensemble: tally } = reachConsensus(signal(), votes, weights);
        if (outcome !== 'act' || tally === undefined) return;
        const risk = votes.verdicts[1];
        expect(risk?.outcome === 'voted' && risk.stance !== 'buy').toBe(false);
        const voted = new Set(tally.voters.flatMap(({ seat, share }) => (share === null ? [] : [seat])));
        expect(weights.required.every((seat) => voted.has(seat))).toBe(true);
        expect(voted.size).toBeGreaterThanOrEqual(weights.quorum);
        expect(tally.score).toBeGreaterThanOrEqual(weights.threshold);
      }),
    );
  });

  it('an abstention never adds: in the place of a yes or a hold it never turns a no into a yes', () => {
    fc.assert(
      fc.property(anyVotes, anyEnsemble, fc.integer({ min: 0, max: 2 }), (votes, weights, place) => {
        const silenced = votes.verdicts[place];
        if (silenced?.outcome !== 'voted' || silenced.stance === 'sell') return;
        const quieter = votes.verdicts.map((one, at) => (at === place ? verdict(one.reviewer.name, 'abstained') : one));
        const before = reachConsensus(signal(), votes, weights);
        const after = reachConsensus(signal(), { ...votes, verdicts: quieter }, weights);
        expect(after.ensemble?.score).toBeLessThanOrEqual((before.ensemble?.score ?? 0) + 1e-12);
        // The veto of a risk seat is the one no that an absence could lift; a required seat keeps it from doing so.
        if (place !== 1 || weights.required.includes('risk')) {
          expect([before.outcome, after.outcome]).not.toEqual(['hold', 'act']);
        }
      }),
    );
  });
});

describe('the record of a weighed decision', () => {
  const keeper = new ScoreKeeper({
    seats: seatsOf({
      model: MODEL_IDENTITY,
      main: { name: NAMES.main, kind: 'language-model', version: 'market-analysis@1' },
      risk: { name: NAMES.risk, kind: 'language-model', version: 'review-risk@1' },
      news: null,
    }),
    moveFraction: 0.001,
  });

  it('holds the weights, so that the votes are counted again to the same bytes', () => {
    const frozen = keeper.ensembleAt(NOW);
    fc.assert(
      fc.property(anyVotes, (votes) => {
        const { record } = decide({
          ...{ number: 1, at: NOW, signal: signal(), inputs: inputs({ ensemble: frozen }), ...votes },
          ...{ advice: null, moved: null },
        });
        const kept = throughTheJournal(record);
        expect(JSON.stringify(decideAgain(kept, kept))).toBe(JSON.stringify(throughTheJournal(record)));
        expect(kept.inputs.ensemble?.members.map(({ weight }) => weight)).toEqual(
          [1 / 3, 1 / 3, 1 / 3].map((third) => expect.closeTo(third, 12)),
        );
      }),
      { numRuns: 30 },
    );
  });

  it('is made with the weights of before the votes, which later ones do not change', async () => {
    let threshold = 0.1;
    const said = (name: string) =>
      fakeReviewer(name, async () => {
        threshold = 0.99;
        return verdict(name, 'buy', 0.9);
      });
    const desk = createDecisionDesk({
      clock: { now: () => NOW },
      deadline: NO_DEADLINE,
      model: fakeModel(modelVote('buy', 0.9)),
      reviewers: [said(NAMES.main), said(NAMES.risk)],
      advisor: rulesSizingAdvisor,
      news: { find: async () => [] },
      series: { series: async () => [] },
      deadlines: { newsMs: 1, modelMs: 1, reviewerMs: 1, advisorMs: 1 },
      ensemble: () => ensemble({ threshold }),
    });
    const { record } = await desk.consider(signal(), 1, () => inputs());
    expect(record.inputs.ensemble?.threshold).toBe(0.1);
    expect(record.consensus).toMatchObject({ policy: 'weighted', outcome: 'act' });
    const replayed = await replayDecision(throughTheJournal(record), {
      model: fakeModel(modelVote('buy', 0.9)),
      reviewers: [],
    });
    expect(replayed.same).toBe(true);
  });
});
