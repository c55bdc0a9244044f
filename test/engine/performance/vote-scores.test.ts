import { describe, expect, it } from 'vitest';
import type { DecisionRecord } from '../../../engine/domain/decision.ts';
import { reason } from '../../../engine/domain/reason.ts';
import type { MeasuredDecision } from '../../../engine/performance/vote-scores.ts';
import { modelScores, reviewerScores, VOTES_FLOOR } from '../../../engine/performance/vote-scores.ts';
import {
  abstention,
  decisionRecord,
  exitRecord,
  heldRecord,
  modelVote,
  verdict,
} from '../../fixtures/decision-record.ts';

const HOUR = 3_600_000;
const MEASURE = { horizonMs: HOUR, moveFraction: 0.001 };

function long(record: DecisionRecord, moved: number | null): MeasuredDecision {
  const signal = { ...record.signal, action: 'enter', direction: 'long' } as const;
  return { record: { ...record, signal }, returns: new Map(moved === null ? [] : [[HOUR, moved]]) };
}

/** Wanted and done: `acts` voted for it, the rest as given. */
function acted(number: number, moved: number | null, stance: 'buy' | 'hold' = 'buy'): MeasuredDecision {
  return long(decisionRecord(number, { verdicts: [verdict('rules:technical', stance)] }), moved);
}

function many(count: number, make: (index: number) => MeasuredDecision): readonly MeasuredDecision[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

describe('a reviewer', () => {
  it('is right with a yes before a move beyond the threshold, and with a no before none', () => {
    const decisions = [
      ...many(6, (index) => acted(index, 0.0011)),
      ...many(2, (index) => acted(index, 0.0009)),
      ...many(1, (index) => acted(index, 0.0009, 'hold')),
      ...many(3, (index) => acted(index, 0.002, 'hold')),
    ];
    const [score] = reviewerScores(decisions, MEASURE);
    expect(score).toMatchObject({ voter: 'rules:technical', kind: 'rules', asked: 12, abstained: 0, assented: 8 });
    expect(score?.hitRate).toEqual({ value: 7 / 12, sample: 12, floor: VOTES_FLOOR });
  });

  it('of a short is right when the price falls', () => {
    const short = ({ record, returns }: MeasuredDecision): MeasuredDecision => ({
      record: { ...record, signal: { ...record.signal, direction: 'short' } },
      returns,
    });
    const falling = many(10, (index) => short(acted(index, -0.01)));
    expect(reviewerScores(falling, MEASURE)[0]?.hitRate.value).toBe(1);
    expect(
      reviewerScores(
        many(10, (index) => short(acted(index, 0.01))),
        MEASURE,
      )[0]?.hitRate.value,
    ).toBe(0);
  });

  it('agrees when it said what the desk then did', () => {
    const held = many(10, (index) =>
      long(heldRecord(index, { verdicts: [verdict('a', 'buy'), verdict('b', 'hold')] }), 0),
    );
    const [a, b] = reviewerScores(held, MEASURE);
    expect([a?.voter, a?.agreement.value, b?.voter, b?.agreement.value]).toEqual(['a', 0, 'b', 1]);
  });

  it('below the floor has no rates, and what was not measured does not count', () => {
    const decisions = [...many(9, (index) => acted(index, 0.01)), acted(9, null)];
    const [score] = reviewerScores(decisions, MEASURE);
    expect(score?.hitRate).toEqual({ value: null, sample: 9, floor: VOTES_FLOOR });
    expect(score?.agreement.value).toBe(1);
  });

  it('abstains without a vote, and is not asked about getting out', () => {
    const decisions = [
      long(decisionRecord(1, { verdicts: [abstention('rules:technical', reason('test.late'))] }), 0.01),
      { record: exitRecord(2, 0), returns: new Map([[HOUR, 0.01]]) },
    ];
    const [score, ...others] = reviewerScores(decisions, MEASURE);
    expect(score).toMatchObject({ asked: 1, abstained: 1, assented: 0 });
    expect([score?.hitRate.sample, others]).toEqual([0, []]);
  });
});

describe('a model', () => {
  const forecast = (up: number, moved: number, index: number) =>
    long(decisionRecord(index, { model: modelVote('buy', up, 0) }), moved);

  it('that was sure and right scores nothing, one that was sure and wrong scores the most', () => {
    const [right] = modelScores(
      many(10, (index) => forecast(1, 0.01, index)),
      MEASURE,
    );
    expect(right?.voter).toBe('baseline 1.0.0');
    expect(right?.brier.value).toBe(0);
    expect(right?.logLoss.value).toBeCloseTo(0, 5);
    const [wrong] = modelScores(
      many(10, (index) => forecast(1, -0.01, index)),
      MEASURE,
    );
    expect(wrong?.brier.value).toBe(1);
    expect(wrong?.logLoss.value).toBeGreaterThan(10);
  });

  it('is measured on both of its probabilities', () => {
    // Up 0.3 came about, down 0 did not: ((0.3 − 1)² + 0²) / 2.
    const [score] = modelScores(
      many(10, (index) => forecast(0.3, 0.001, index)),
      MEASURE,
    );
    expect(score?.brier.value).toBeCloseTo(0.245, 12);
    expect(score?.logLoss.value).toBeCloseTo(-Math.log(0.3) / 2, 5);
    expect(score?.brier.sample).toBe(10);
  });
});
