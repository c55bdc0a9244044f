import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JournalEntry, JournalEvent } from '../../../../engine/domain/journal-entry.ts';
import { reason } from '../../../../engine/domain/reason.ts';
import { ScoreKeeper } from '../../../../engine/performance/reviewer-score/score-keeper.ts';
import { seatsOf } from '../../../../engine/performance/reviewer-score/seats.ts';
import { chanceRight } from '../../../../engine/performance/reviewer-score/voter-weights.ts';
import { abstention, decisionRecord, exitRecord, modelVote, verdict } from '../../../fixtures/decision-record.ts';

const HOUR = 3_600_000;
const SEATS = seatsOf({
  model: { name: 'baseline', version: '1.0.0', sha256: '', featureSet: '' },
  main: { name: 'a', kind: 'rules', version: '1' },
  risk: { name: 'b', kind: 'rules', version: '1' },
  news: null,
});

function keeper(): ScoreKeeper {
  return new ScoreKeeper({ seats: SEATS, moveFraction: 0.001 });
}

let seq = 0;
function entry(at: number, event: JournalEvent): JournalEntry {
  seq += 1;
  return { seq, at, event, hash: '' };
}

function made(number: number, at: number, a: 'buy' | 'hold', b: 'buy' | 'hold' = 'hold'): JournalEntry {
  const record = decisionRecord(number, { verdicts: [verdict('a', a), verdict('b', b)], model: modelVote('buy', 0.6) });
  const long = { ...record, signal: { ...record.signal, action: 'enter', direction: 'long' } } as const;
  return entry(at, { type: 'decision.made', record: long, sha256: '' });
}

function measured(number: number, at: number, returnFraction: number, horizonMs = HOUR): JournalEntry {
  return entry(at, {
    ...{ type: 'outcome.measured', decisionId: `D-${number}`, symbol: 'SOL/USDT:USDT' },
    ...{ horizonMs, price: 1, returnFraction },
  });
}

function countsOf(kept: ScoreKeeper) {
  return Object.fromEntries(kept.ensembleAt(0).members.map(({ voter, worth, idle }) => [voter, { worth, idle }]));
}

describe('the score keeper', () => {
  it('counts a vote once its outcome at the main horizon is written down, apart for worthy and idle candidates', () => {
    const kept = keeper();
    kept.take(made(1, 0, 'buy'));
    expect(countsOf(kept).a).toEqual({ worth: { right: 0, measured: 0 }, idle: { right: 0, measured: 0 } });
    kept.take(measured(1, 600_000, 0.01, 600_000));
    kept.take(measured(1, HOUR, 0.01));
    kept.take(made(2, HOUR, 'buy', 'hold'));
    kept.take(measured(2, 2 * HOUR, 0.0009));
    expect(countsOf(kept)).toEqual({
      baseline: { worth: { right: 1, measured: 1 }, idle: { right: 0, measured: 1 } },
      a: { worth: { right: 1, measured: 1 }, idle: { right: 0, measured: 1 } },
      b: { worth: { right: 0, measured: 1 }, idle: { right: 1, measured: 1 } },
    });
  });

  it('counts an outcome once, and neither abstentions nor exits nor what it never saw decided', () => {
    const kept = keeper();
    const silent = decisionRecord(1, { verdicts: [abstention('a', reason('reviewer.late'))], model: null });
    kept.take(entry(0, { type: 'decision.made', record: silent, sha256: '' }));
    kept.take(entry(0, { type: 'decision.made', record: exitRecord(2, 0), sha256: '' }));
    kept.take(made(3, 0, 'buy'));
    for (const number of [1, 2, 3, 3, 99]) kept.take(measured(number, HOUR, 0.01));
    expect(countsOf(kept).a?.worth).toEqual({ right: 1, measured: 1 });
    expect(countsOf(kept).b?.worth).toEqual({ right: 0, measured: 1 });
  });

  it('gives up votes whose outcome an outage swallowed', () => {
    const kept = keeper();
    kept.take(made(1, 0, 'buy'));
    kept.take(made(2, 3 * HOUR, 'buy'));
    kept.take(measured(1, 3 * HOUR, 0.01));
    kept.take(measured(2, 4 * HOUR, 0.01));
    expect(countsOf(kept).a?.worth).toEqual({ right: 1, measured: 1 });
  });

  it('another version of a prompt is another voter', () => {
    const kept = new ScoreKeeper({
      seats: SEATS.map((seat) => (seat.voter === 'a' ? { ...seat, version: '2' } : seat)),
      moveFraction: 0.001,
    });
    kept.take(made(1, 0, 'buy'));
    kept.take(measured(1, HOUR, 0.01));
    expect(countsOf(kept).a?.worth.measured).toBe(0);
  });

  it('trusts who is right more than who is not, and everybody at least by the floor', () => {
    const kept = keeper();
    for (let number = 0; number < 300; number += 1) {
      const at = number * HOUR;
      const wasWorth = number % 3 === 0;
      kept.take(made(number, at, wasWorth ? 'buy' : 'hold', wasWorth ? 'hold' : 'buy'));
      kept.take(measured(number, at + HOUR, wasWorth ? 0.01 : 0));
    }
    const weights = Object.fromEntries(kept.ensembleAt(0).members.map(({ voter, weight }) => [voter, weight]));
    expect(weights.a).toBeGreaterThan(0.5);
    expect(weights.b).toBeLessThan(0.2);
    expect(weights.b).toBeGreaterThanOrEqual(0.1);
  });

  it('after a restart, folding the journal anew, gives the same weights at every point', () => {
    const anyStep = fc.record({
      a: fc.constantFrom('buy' as const, 'hold' as const),
      moved: fc.double({ min: -0.01, max: 0.01, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 25 }), fc.nat(60), (steps, restart) => {
        const journal = steps.flatMap(({ a, moved }, number) => [
          made(number, number * HOUR, a),
          measured(number, (number + 1) * HOUR, moved),
        ]);
        const running = keeper();
        for (const one of journal) running.take(one);
        const before = keeper();
        for (const one of journal.slice(0, restart)) before.take(one);
        const again = keeper();
        for (const one of JSON.parse(JSON.stringify(journal)) as readonly JournalEntry[]) again.take(one);
        expect(JSON.stringify(again.ensembleAt(7))).toBe(JSON.stringify(running.ensembleAt(7)));
        for (const one of journal.slice(restart)) before.take(one);
        expect(before.ensembleAt(7)).toEqual(running.ensembleAt(7));
        expect(running.ensembleAt(7).members.every((member) => chanceRight(member) > 0)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });
});

it('nobody sits on two seats', () => {
  const both = { name: 'a', kind: 'rules', version: '1' } as const;
  const model = { name: 'baseline', version: '1', sha256: '', featureSet: '' };
  expect(() => seatsOf({ model, main: both, risk: both, news: null })).toThrow('two seats');
});
