import { describe, expect, it } from 'vitest';
import { createAnswerer } from '../../agent/answerer.ts';
import type { Language } from '../../agent/answers/answer.ts';
import { checkAnswer } from '../../agent/grounding/check-answer.ts';
import type { JournalEntry } from '../../engine/domain/journal-entry.ts';
import type { Stance } from '../../engine/domain/verdict.ts';
import { MemoryRecords } from '../fakes/memory-records.ts';
import { decisionRecord, verdict } from '../fixtures/decision-record.ts';
import { createView, NEWS, NOW, rendered, textOf, WORLD } from './fixtures/desk.ts';

const HOUR = 3_600_000;
const A = 'rules:technical';
const B = 'rules:news-risk';

/** Longs after which the price rises every other time; each reviewer votes as told for the ones that pay, and the others. */
function historyOf(count: number, a: readonly [Stance, Stance], b: readonly [Stance, Stance]): MemoryRecords {
  const records = new MemoryRecords();
  for (let number = 1; number <= count; number += 1) {
    const at = NOW - HOUR * (count + 2 - number);
    const pays = number % 2;
    const verdicts = [verdict(A, pays === 1 ? a[0] : a[1]), verdict(B, pays === 1 ? b[0] : b[1])];
    records.add(decisionRecord(number, { at, verdicts }));
    const measured: JournalEntry = {
      ...{ seq: number, at: at + HOUR, hash: '' },
      event: {
        ...{ type: 'outcome.measured', decisionId: `D-${number}`, symbol: 'SOL/USDT:USDT', horizonMs: HOUR },
        ...{ price: 1, returnFraction: pays === 1 ? 0.01 : -0.01 },
      },
    };
    records.allEntries.push(measured);
  }
  return records;
}

async function ask(records: MemoryRecords, question: string, language: Language) {
  const answerer = createAnswerer({ view: createView(), records, news: NEWS, world: WORLD });
  return answerer.answer(question, { language });
}

describe('which reviewer is better?', () => {
  const clear = historyOf(40, ['buy', 'hold'], ['hold', 'hold']);

  it('is answered with the shares, each cited, and by whether chance explains the difference', async () => {
    const text = textOf(await ask(clear, 'which reviewer is better?', 'en'));
    expect(text).toContain('40 candidates were voted on');
    expect(text).toContain('Who always says no would have been right in 50.00%. [V-all]');
    expect(text).toContain('rules:technical 1 was right in 100.00% of 40 votes, abstained 0 times');
    expect(text).toMatch(/rules:news-risk 1 was right in 50\.00% of 40 votes.*\[V-3\]/);
    expect(text).toContain(
      'rules:technical 1 was right more often than rules:news-risk 1, by more than chance explains.',
    );
  });

  it('is not decided where so few votes cannot tell', async () => {
    const few = historyOf(4, ['buy', 'hold'], ['hold', 'hold']);
    expect(textOf(await ask(few, 'which reviewer is better?', 'en'))).toContain(
      'rules:technical 1 has 4 measured votes: too few to tell, it takes 10.',
    );
    const same = historyOf(20, ['buy', 'buy'], ['hold', 'hold']);
    expect(textOf(await ask(same, '어느 모델이 더 잘 맞혀?', 'ko'))).toContain('어느 쪽이 나은지 알 수 없습니다.');
  });

  it('is answered in Korean, about one coin, and says so where nothing was voted on', async () => {
    expect(textOf(await ask(clear, 'SOL 검토자 적중률은?', 'ko'))).toContain(
      'rules:technical 1: 투표 40건 중 100.00% 적중',
    );
    const none = await ask(clear, 'BTC 검토자 적중률은?', 'ko');
    expect([none.outcome, textOf(none)]).toEqual([
      'not-found',
      expect.stringContaining('그 기간에 투표한 후보가 없습니다.'),
    ]);
  });

  it.each(['en', 'ko'] as const)('says nothing that the record does not hold (%s)', async (language) => {
    for (const records of [clear, historyOf(4, ['buy', 'hold'], ['hold', 'hold']), new MemoryRecords()]) {
      const answer = await ask(
        records,
        language === 'ko' ? '어느 모델이 더 잘 맞혀?' : 'which reviewer is better?',
        language,
      );
      expect(checkAnswer(answer, rendered(answer, language)).ungrounded, textOf(answer)).toEqual([]);
    }
  });
});
