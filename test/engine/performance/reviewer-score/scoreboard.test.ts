import { describe, expect, it } from 'vitest';
import { reason } from '../../../../engine/domain/reason.ts';
import type { ModelVote, ReviewCall, Stance, Verdict } from '../../../../engine/domain/verdict.ts';
import { calibrationOf } from '../../../../engine/performance/reviewer-score/calibration.ts';
import { quantileOf } from '../../../../engine/performance/reviewer-score/quantile.ts';
import type { Scoreboard } from '../../../../engine/performance/reviewer-score/scoreboard.ts';
import { makeScoreboard } from '../../../../engine/performance/reviewer-score/scoreboard.ts';
import { seededRandom } from '../../../../engine/performance/reviewer-score/seeded-random.ts';
import type { MeasuredDecision } from '../../../../engine/performance/vote-scores.ts';
import { decisionRecord, exitRecord, modelVote } from '../../../fixtures/decision-record.ts';

const HOUR = 3_600_000;
const HORIZONS = [600_000, HOUR, 4 * HOUR];
const OPTIONS = {
  horizonsMs: HORIZONS,
  takerFeeFraction: 0.0005,
  modelMeasure: { horizonMs: 600_000, moveFraction: 0.002 },
};

function call(over: Partial<ReviewCall> = {}): ReviewCall {
  return {
    ...{ id: 'L-1', provider: 'groq', model: 'm', prompt: 'review-news@1', promptSha256: '', requestSha256: '' },
    ...{ temperature: 0, seed: null, reply: '{}', replySha256: '', inputTokens: 1, outputTokens: 1 },
    ...{ costUsd: 0.0004, latencyMs: 500 },
    ...over,
  };
}

function says(name: string, stance: Stance, confidence = 0.7, asked: ReviewCall | null = null): Verdict {
  const kind = name.startsWith('rules:') ? 'rules' : 'language-model';
  const reviewer = { name, kind, version: 'v1' } as const;
  const how = asked === null ? {} : { call: asked };
  return { reviewer, latencyMs: 3, ...how, outcome: 'voted', stance, confidence, reasons: [] };
}

function keepsQuiet(name: string, code: string): Verdict {
  const reviewer = { name, kind: 'language-model', version: 'v1' } as const;
  return { reviewer, latencyMs: 20_000, outcome: 'abstained', reason: reason(code) };
}

interface Case {
  readonly verdicts: readonly Verdict[];
  /** After the hour; null: not measured. */
  readonly moved: number | null;
  readonly model?: ModelVote | null;
  readonly direction?: 'long' | 'short';
  readonly market?: { readonly volatility: number; readonly change1hFraction: number };
}

function decisions(cases: readonly Case[]): readonly MeasuredDecision[] {
  return cases.map(({ verdicts, moved, model = modelVote('buy', 0.6, 0.2), direction = 'long', market }, index) => {
    const record = decisionRecord(index + 1, { verdicts, model });
    const wanted = direction === 'long' ? 'buy' : 'sell';
    const consensus = {
      policy: 'unanimous',
      wanted,
      outcome: 'hold',
      reason: reason('x'),
      assenting: 0,
      asked: 3,
    } as const;
    return {
      record: {
        ...record,
        consensus,
        signal: { ...record.signal, direction },
        inputs: { ...record.inputs, market: { ...record.inputs.market, ...market } },
      },
      returns: new Map(moved === null ? [] : HORIZONS.map((horizon) => [horizon, moved] as const)),
    };
  });
}

function boardOf(cases: readonly Case[]): Scoreboard {
  return makeScoreboard(decisions(cases), OPTIONS);
}

function voterOf(board: Scoreboard, voter: string) {
  const found = board.voters.find((one) => one.voter === voter);
  if (found === undefined) throw new RangeError(`${voter} is not on the board`);
  return found;
}

function times<T>(count: number, make: (index: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

describe('a voter on the board', () => {
  it('has its votes, rates, latency and cost, by hand', () => {
    const board = boardOf([
      // Six yes before a move that pays the fees, one before none; one no before none.
      ...times(6, (index) => ({
        verdicts: [says('groq:m', 'buy', 0.8, call({ latencyMs: 100 * (index + 1) }))],
        moved: 0.0011,
      })),
      { verdicts: [says('groq:m', 'buy', 0.8, call())], moved: 0.0009 },
      { verdicts: [says('groq:m', 'hold', 0.6, call())], moved: 0 },
      { verdicts: [keepsQuiet('groq:m', 'reviewer.late')], moved: 0.01 },
      { verdicts: [keepsQuiet('groq:m', 'reviewer.not-json')], moved: 0.01 },
      { verdicts: [keepsQuiet('groq:m', 'reviewer.unavailable')], moved: 0.01 },
      { verdicts: [keepsQuiet('groq:m', 'reviewer.not-asked')], moved: 0.01 },
    ]);
    const score = voterOf(board, 'groq:m');
    expect(score).toMatchObject({
      ...{ key: 'groq:m v1', kind: 'language-model', languageModel: 'groq:m', asked: 11, voted: 8, assented: 7 },
      abstention: { value: 3 / 11, sample: 11 },
      timeouts: { value: 1 / 11 },
      invalid: { value: 1 / 11 },
    });
    expect(score.costUsd).toBeCloseTo(8 * 0.0004, 12);
    expect(score.costPerDecisionUsd.value).toBeCloseTo((8 * 0.0004) / 11, 12);
    const [, hour] = score.horizons;
    expect(hour?.hitRate).toEqual({ value: null, sample: 8, floor: 10 });
    // 11 latencies: 100…600 and 500, 500 of calls, three waits of 20,000 without one.
    expect([score.latencyMs.p50.value, score.latencyMs.p95.value]).toEqual([500, 20_000]);
    expect(board).toMatchObject({ decisions: 12, measured: 12, moveFraction: 0.001 });
  });

  it('is right by the side that was wanted: a short before a fall', () => {
    const cases = times(10, () => ({ verdicts: [says('rules:a', 'sell')], moved: -0.01, direction: 'short' as const }));
    expect(voterOf(boardOf(cases), 'rules:a').horizons[1]?.hitRate.value).toBe(1);
    expect(voterOf(boardOf(cases.map((one) => ({ ...one, moved: 0.01 }))), 'rules:a').horizons[1]?.hitRate.value).toBe(
      0,
    );
  });

  it('agrees with another as often as both said yes, or both did not', () => {
    const cases = times(10, (index) => ({
      verdicts: [says('rules:a', 'buy'), says('rules:b', index < 3 ? 'buy' : 'hold')],
      moved: 0,
    }));
    const agreement = voterOf(boardOf(cases), 'rules:a').agreement;
    expect(agreement.map(({ key, figure }) => [key, figure.value])).toEqual([
      ['baseline 1.0.0', 1],
      ['rules:b v1', 0.3],
    ]);
  });

  it('does not know what a call of an unpriced model cost, rather than too little', () => {
    const cases = times(10, (index) => ({
      verdicts: [says('groq:m', 'buy', 0.7, call({ costUsd: index === 4 ? null : 0.001 }))],
      moved: 0,
    }));
    expect(voterOf(boardOf(cases), 'groq:m')).toMatchObject({ costUsd: null, costPerDecisionUsd: { value: null } });
  });

  it('of two prompt versions stands there twice', () => {
    const newer = (verdict: Verdict): Verdict => ({ ...verdict, reviewer: { ...verdict.reviewer, version: 'v2' } });
    const board = boardOf([
      { verdicts: [says('groq:m', 'buy')], moved: 0 },
      { verdicts: [newer(says('groq:m', 'buy'))], moved: 0 },
    ]);
    expect(board.voters.map(({ key }) => key)).toEqual(['baseline 1.0.0', 'groq:m v1', 'groq:m v2']);
  });

  it('has a rate in each kind of market by the terciles and the trend', () => {
    const kinds = [
      { volatility: 0.0001, change1hFraction: 0 },
      { volatility: 0.001, change1hFraction: 0.05 },
      { volatility: 0.01, change1hFraction: -0.2 },
    ] as const;
    const cases = times(30, (index) => ({
      verdicts: [says('rules:a', 'buy')],
      moved: index % 3 === 1 ? 0.01 : 0,
      market: kinds[index % 3] ?? kinds[0],
    }));
    const { regimes } = voterOf(boardOf(cases), 'rules:a');
    expect(regimes.map(({ regime, hitRate }) => [regime, hitRate.value, hitRate.sample])).toEqual([
      ...[
        ['calm', 0, 10],
        ['usual', 1, 10],
        ['wild', 0, 10],
      ],
      ...[
        ['with', 1, 10],
        ['against', 0, 10],
        ['flat', 0, 10],
      ],
    ]);
  });

  it('the signal model is held to the move that it forecasts, not to the fees', () => {
    const cases = times(40, (index) => ({
      verdicts: [],
      moved: index % 4 === 0 ? 0.0025 : 0.0015,
      model: modelVote('buy', 0.25, 0.2),
    }));
    const [, hour] = voterOf(boardOf(cases), 'baseline').horizons;
    expect(hour?.calibration.error.value).toBeCloseTo(0, 12);
    expect(hour?.hitRate.value).toBe(1);
  });

  it('exits, blocked candidates and what nobody measured score nobody', () => {
    const exit = { record: exitRecord(1, 0), returns: new Map([[HOUR, 0.01]]) };
    const [blocked] = decisions([{ verdicts: [says('rules:a', 'buy')], moved: 0.01 }]);
    const unvoted = { ...blocked!, record: { ...blocked!.record, consensus: null } };
    expect(makeScoreboard([exit, unvoted], OPTIONS)).toMatchObject({
      decisions: 0,
      measured: 0,
      voters: [],
      lifts: [],
    });
    const unmeasured = boardOf(times(12, () => ({ verdicts: [says('rules:a', 'buy')], moved: null })));
    expect(voterOf(unmeasured, 'rules:a').horizons[1]?.hitRate).toEqual({ value: null, sample: 0, floor: 10 });
    expect(unmeasured).toMatchObject({ decisions: 12, measured: 0 });
  });
});

describe('calibration', () => {
  it('by hand: Brier and the gap of each bin', () => {
    const forecasts = [
      ...times(20, (index) => ({ given: 0.85, came: index < 10 })),
      ...times(10, (index) => ({ given: 0.25, came: index < 5 })),
    ];
    const { brier, error, bins } = calibrationOf(forecasts);
    expect(bins.map(({ from, count, given, came }) => [from, count, Number(given.toFixed(9)), came])).toEqual([
      [0.2, 10, 0.25, 0.5],
      [0.8, 20, 0.85, 0.5],
    ]);
    expect(error.value).toBeCloseTo((20 * 0.35 + 10 * 0.25) / 30, 12);
    expect(brier.value).toBeCloseTo((10 * 0.0225 + 10 * 0.7225 + 5 * 0.5625 + 5 * 0.0625) / 30, 12);
  });

  it('finds a calibrated voter calibrated, and one who is always sure not', () => {
    const random = seededRandom(7);
    const honest = times(4_000, () => {
      const given = random();
      return { given, came: random() < given };
    });
    const boaster = honest.map(({ came }) => ({ given: 0.97, came }));
    expect(calibrationOf(honest).error.value).toBeLessThan(0.04);
    expect(calibrationOf(boaster).error.value).toBeGreaterThan(0.4);
    expect(calibrationOf(honest).brier.value).toBeLessThan(calibrationOf(boaster).brier.value ?? 0);
  });

  it('of few forecasts is not told', () => {
    expect(calibrationOf(times(29, () => ({ given: 0.5, came: true }))).error).toEqual({
      value: null,
      sample: 29,
      floor: 30,
    });
  });
});

describe('the lift of an assent', () => {
  const known = (name: string, wasWorth: boolean) => says(name, wasWorth ? 'buy' : 'hold');

  it('is the mean of what they wanted less the mean of all that the model wanted, after fees', () => {
    const cases = times(40, (index) => ({
      verdicts: [known('rules:a', index % 2 === 0)],
      moved: index % 2 === 0 ? 0.01 : -0.005,
    }));
    const [lift] = boardOf(cases).lifts;
    expect(lift).toMatchObject({ voters: ['rules:a v1'], alone: { trades: 40 }, together: { trades: 20 } });
    expect(lift?.alone.net.value).toBeCloseTo(0.0025 - 0.001, 12);
    expect(lift?.together.net.value).toBeCloseTo(0.01 - 0.001, 12);
    expect(lift?.lift.value).toBeCloseTo(0.0075, 12);
    expect(lift?.low).toBeGreaterThan(0);
    expect(lift?.high).toBeGreaterThan(lift?.low ?? 0);
  });

  it('of a voter that knows nothing has an interval around nothing', () => {
    const random = seededRandom(3);
    const cases = times(300, () => ({ verdicts: [known('rules:a', random() < 0.5)], moved: (random() - 0.5) / 50 }));
    const [lift] = boardOf(cases).lifts;
    expect(lift?.low).toBeLessThan(0);
    expect(lift?.high).toBeGreaterThan(0);
  });

  it('is told of each reviewer and of both together, each against the decisions that they were asked about', () => {
    const cases = [
      ...times(20, (index) => ({
        verdicts: [known('rules:a', index < 12), known('rules:b', index < 15)],
        moved: 0.002,
      })),
      ...times(5, () => ({ verdicts: [known('rules:a', true)], moved: 0.002 })),
    ];
    expect(boardOf(cases).lifts.map(({ voters, alone, together }) => [voters, alone.trades, together.trades])).toEqual([
      [['rules:a v1'], 25, 17],
      [['rules:b v1'], 20, 15],
      [['rules:a v1', 'rules:b v1'], 20, 12],
    ]);
  });

  it('below its floor is not told, and what the model did not want is no trade of its', () => {
    const refused = times(50, () => ({
      verdicts: [known('rules:a', true)],
      moved: 0.01,
      model: modelVote('hold', 0.4),
    }));
    const wanted = times(9, () => ({ verdicts: [known('rules:a', true)], moved: 0.01 }));
    expect(boardOf([...refused, ...wanted]).lifts[0]).toMatchObject({
      ...{ alone: { trades: 9, net: { value: null } }, lift: { value: null, sample: 9, floor: 10 } },
      ...{ low: null, high: null },
    });
  });

  it('comes out the same every time', () => {
    const cases = times(60, (index) => ({
      verdicts: [known('rules:a', index % 3 === 0)],
      moved: Math.sin(index) / 100,
    }));
    expect(JSON.stringify(boardOf(cases))).toBe(JSON.stringify(boardOf(cases)));
  });
});

it('a quantile is the smallest value that the share does not exceed', () => {
  expect([quantileOf([4, 1, 3, 2], 0.5), quantileOf([4, 1, 3, 2], 0.95), quantileOf([9], 0.5)]).toEqual([2, 4, 9]);
  expect(quantileOf([], 0.5)).toBeNaN();
});
