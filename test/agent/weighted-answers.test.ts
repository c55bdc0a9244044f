import { describe, expect, it } from 'vitest';
import { createAnswerer } from '../../agent/answerer.ts';
import { checkAnswer } from '../../agent/grounding/check-answer.ts';
import { reachConsensus } from '../../engine/decision/consensus.ts';
import type { DecisionRecord } from '../../engine/domain/decision.ts';
import { ScoreKeeper } from '../../engine/performance/reviewer-score/score-keeper.ts';
import { seatsOf } from '../../engine/performance/reviewer-score/seats.ts';
import { MemoryRecords } from '../fakes/memory-records.ts';
import { decisionRecord, MODEL, modelVote, verdict } from '../fixtures/decision-record.ts';
import { createView, fillOf, NEWS, rendered, textOf, WORLD } from './fixtures/desk.ts';

const MAIN = { name: 'groq:main', kind: 'rules', version: '1' } as const;
const RISK = { name: 'groq:risk', kind: 'rules', version: '1' } as const;
const keeper = new ScoreKeeper({
  seats: seatsOf({ model: MODEL, main: MAIN, risk: RISK, news: null }),
  moveFraction: 0.001,
});

/** A candidate weighed by equal weights: the reviewers are 0.7 sure, the model as its probability says. */
function weighed(main: 'buy' | 'hold', risk: 'buy' | 'hold'): DecisionRecord {
  const plain = decisionRecord(12, {
    model: modelVote('buy', 0.6, 0.2),
    verdicts: [verdict(MAIN.name, main), verdict(RISK.name, risk)],
  });
  const ensemble = keeper.ensembleAt(plain.at);
  const consensus = reachConsensus(plain.signal, plain, ensemble);
  const record = { ...plain, inputs: { ...plain.inputs, ensemble }, consensus, reason: consensus.reason };
  if (consensus.outcome === 'act') return record;
  return { ...record, outcome: 'held', sizing: null, gates: [], order: null };
}

async function ask(record: DecisionRecord, question: string, language: 'en' | 'ko' = 'en') {
  const fills = record.order === null ? [] : [fillOf(7, record.id)];
  const records = new MemoryRecords().add(record, { fills });
  const view = createView({ positions: () => [] });
  return createAnswerer({ view, records, news: NEWS, world: WORLD }).answer(question, { language });
}

describe('a weighed decision', () => {
  it('that acted tells its score, and what would have kept it from acting', async () => {
    const text = textOf(await ask(weighed('buy', 'buy'), 'why D-12?'));
    expect(text).toContain('The weighted votes of 3 voters add up to 0.65, and 0.45 was needed for buy.');
    expect(text).toContain('It would have held with weighted votes below 0.45 (they came to 0.65)');
  });

  it('that fell short tells by how much', async () => {
    const held = weighed('hold', 'buy');
    expect(held.outcome).toBe('held');
    expect(textOf(await ask(held, 'D-12 why?'))).toContain('would have had to reach 0.45: they came to 0.41.');
  });

  it('that was vetoed names who sits in the seat for risk', async () => {
    const vetoed = weighed('buy', 'hold');
    const text = textOf(await ask(vetoed, 'D-12 why?'));
    expect(text).toContain('groq:risk sits in the seat for risk and said hold: that is a veto');
    expect(textOf(await ask(vetoed, 'D-12 뭐가 달랐으면 샀어?', 'ko'))).toContain('이것이 달랐어야 합니다');
    expect(textOf(await ask(vetoed, 'who disagreed?'))).toContain('groq:risk said hold');
  });

  it.each(['en', 'ko'] as const)('is told without a number that its record does not hold (%s)', async (language) => {
    for (const record of [weighed('buy', 'buy'), weighed('hold', 'buy'), weighed('buy', 'hold')]) {
      for (const question of ['D-12 왜?', 'D-12 뭐가 달랐으면 샀어?', 'D-12 누가 반대했어?']) {
        const answer = await ask(record, question, language);
        expect(checkAnswer(answer, rendered(answer, language)).ungrounded, textOf(answer, language)).toEqual([]);
      }
    }
  });
});
