import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { obedientAssistant, scriptedAssistant } from '../fakes/llm/assistant-personalities.ts';
import { type GroundingDesk, openGroundingDesk } from './grounding-desk.ts';
import { measureGrounding } from './grounding-measures.ts';
import { oracleFaults } from './grounding-oracle.ts';
import { type GroundingQuestion, groundingQuestions } from './grounding-questions.ts';

let desk: GroundingDesk;
let questions: readonly GroundingQuestion[];

beforeAll(async () => {
  desk = await openGroundingDesk(1);
  questions = groundingQuestions(desk.happened, 44, 7);
}, 240_000);

afterAll(() => desk.journey.end());

describe('an assistant on a recorded day', () => {
  it('is asked questions of every kind', () => {
    expect(questions).toHaveLength(44);
    expect(new Set(questions.map(({ kind }) => kind)).size).toBe(11);
    expect(new Set(questions.map(({ language }) => language)).size).toBe(2);
  });

  it('shows nothing that the record does not hold, by a model that works', async () => {
    const { faults, broken, ...sums } = await measureGrounding(desk, questions, scriptedAssistant);
    expect([faults, broken]).toEqual([[], []]);
    expect(sums.answered).toBe(44);
    expect(sums.own).toBeGreaterThan(60);
    expect(sums.numbers).toBeGreaterThan(200);
  }, 240_000);

  it('shows nothing that the record does not hold, by a model that obeys and lies', async () => {
    const { faults, broken, ...sums } = await measureGrounding(desk, questions, obedientAssistant);
    expect([faults, broken]).toEqual([[], []]);
    // It lies for most questions, twice: then what was found stands in its place.
    expect(sums.templates).toBeGreaterThan(20);
    expect(sums.answered).toBeGreaterThan(0);
  }, 240_000);
});

describe('the oracle', () => {
  const judge = (text: string, ...citations: readonly string[]) =>
    oracleFaults([{ text, citations }], { stored: desk.stored, facts: {}, zone: 'UTC', question: 'and “4.2”?' }).map(
      ({ kind, found }) => `${kind} ${found}`,
    );

  it('finds the truth true', () => {
    const trade = desk.happened.trades[0]!;
    expect(judge(`It bought ${trade.quantity} at ${trade.entryPrice}.`, `T-${trade.number}`)).toEqual([]);
    expect(judge('You asked “4.2”.')).toEqual([]);
  });

  it('finds out what is not', () => {
    const [trade, other] = [
      desk.happened.trades[0]!,
      desk.happened.trades.find(({ symbol }) => symbol.startsWith('X')),
    ];
    expect(judge('It made 4.2 USDT.', `T-${trade.number}`)).toEqual(['number 4.2']);
    expect(judge('It made a profit.', 'T-9999')).toEqual(['citation T-9999']);
    expect(judge(`It cost ${trade.entryPrice}.`)).toEqual([`number ${trade.entryPrice}`]);
    expect(judge('DOGE went well.', `T-${trade.number}`)).toEqual(['coin DOGE']);
    expect(other).toBeDefined();
    const entry = desk.happened.decisions.find(({ id }) => id === trade.entryDecisionId)!;
    const isBuy = entry.signal.direction === 'long';
    expect(judge(isBuy ? 'It sold.' : 'It bought.', entry.id)).toEqual([isBuy ? 'side sold' : 'side bought']);
  });
});
