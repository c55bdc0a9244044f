import { expect, it } from 'vitest';
import { createAnswerer } from '../../agent/answerer.ts';
import { decisionFacts } from '../../agent/answers/decision-facts.ts';
import { checkAnswer } from '../../agent/grounding/check-answer.ts';
import { MemoryRecords } from '../fakes/memory-records.ts';
import { decisionRecord } from '../fixtures/decision-record.ts';
import { createView, fillOf, NEWS, rendered, textOf, WORLD } from './fixtures/desk.ts';

const SHIB = { symbol: 'SHIB/USDT', quantity: '10000000', price: '0.00002' };
const FILLS = [
  fillOf(7, 'D-12', { ...SHIB, fee: '10000', feeCurrency: 'SHIB' }),
  fillOf(8, 'D-12', { ...SHIB, fee: '0.00075', feeCurrency: 'BNB' }),
];

function desk() {
  const records = new MemoryRecords().add(decisionRecord(12), { fills: FILLS });
  return createAnswerer({ view: createView(), records, news: NEWS, world: WORLD });
}

it.each([
  ['how much did fees cost me?', 'en', 'Fees were 0.20 USDT on 2 fills', 'Besides, 0.00075 BNB of fees.'],
  ['수수료 얼마 나갔어?', 'ko', '수수료는 체결 2건에 0.20 USDT', '그 밖에 수수료 0.00075 BNB.'],
] as const)('“%s” adds no coins to money', async (question, language, money, beside) => {
  const answer = await desk().answer(question, { language });
  const text = textOf(answer);
  expect(text).toContain(money);
  expect(text).toContain(beside);
  expect(checkAnswer(answer, rendered(answer)).ungrounded).toEqual([]);
});

it('a fill shows its fee in the currency that it was taken in', async () => {
  const text = textOf(await desk().answer('what did you trade last?', { language: 'en' }));
  expect(text).toContain('fee 10,000 SHIB');
  expect(text).toContain('fee 0.00075 BNB');
});

it('a decision keeps third currencies beside its fees', () => {
  const one = { record: decisionRecord(12), sha256: '', orders: [], fills: FILLS, horizons: [], trade: null };
  expect(decisionFacts(one).derived).toMatchObject({ fees: '0.2', otherFees: [{ currency: 'BNB', fee: '0.00075' }] });
});
