import { describe, expect, it } from 'vitest';
import { createAnswerer } from '../../agent/answerer.ts';
import type { Language } from '../../agent/answers/answer.ts';
import { checkAnswer } from '../../agent/grounding/check-answer.ts';
import type { DecisionRecord } from '../../engine/domain/decision.ts';
import { reason } from '../../engine/domain/reason.ts';
import type { Sizing } from '../../engine/domain/sizing.ts';
import { MemoryRecords } from '../fakes/memory-records.ts';
import { decisionRecord } from '../fixtures/decision-record.ts';
import { createView, NEWS, rendered } from './fixtures/desk.ts';

const base = decisionRecord(12);
const plain = base.sizing;
if (plain === null) throw new Error('the record has a size');

const CALL = {
  id: 'L-9',
  provider: 'groq',
  model: 'openai/gpt-oss-20b',
  prompt: 'investment-ratio@1',
  promptSha256: 'aa'.repeat(32),
  requestSha256: 'bb'.repeat(32),
  temperature: 0,
  seed: 7,
  reply: '{}',
  replySha256: 'cc'.repeat(32),
  inputTokens: 400,
  outputTokens: 40,
  costUsd: null,
  latencyMs: 300,
};
const terms = {
  outcome: 'advised',
  maxLossFraction: 0.004,
  takeProfitFraction: 0.015,
  note: 'The bands are 99 wide.',
  call: CALL,
} as const;
const BY = { ...plain, advisor: 'groq:openai/gpt-oss-20b' };

/** What `why` says of the size, in both languages; every figure of the answer must stand in the record. */
async function sizeTold(
  sizing: Sizing,
  over: Partial<DecisionRecord> = {},
): Promise<readonly [en: string, ko: string]> {
  const records = new MemoryRecords().add({ ...base, sizing, ...over });
  const { sentiment, figures } = { sentiment: { read: () => null }, figures: { series: async () => [] } };
  const answerer = createAnswerer({ records, view: createView(), news: NEWS, world: { sentiment, figures } });
  const told = async (language: Language) => {
    const answer = await answerer.why(base.id, { language });
    const sentences = rendered(answer, language);
    expect(checkAnswer(answer, sentences).ungrounded).toEqual([]);
    return sentences.find(({ key }) => key === 'why.size' || key === 'stopped.advice')?.text ?? '';
  };
  return [await told('en'), await told('ko')];
}

describe('what is told of the advice on a size', () => {
  it('names the advisor, the terms it gave, and its reasoning between quotation marks', async () => {
    const [en, ko] = await sizeTold({ ...BY, advised: terms });
    expect(en).toContain(
      'Advice of groq:openai/gpt-oss-20b: 8.17% of equity, a loss of at most 0.40% of it, and a target 1.50% away: “The bands are 99 wide.”',
    );
    expect(ko).toContain(
      '비중 조언(groq:openai/gpt-oss-20b): 자산의 8.17%, 감수할 손실은 자산의 0.40% 이내, 목표가까지 1.50%: “The bands are 99 wide.”',
    );
  });

  it('quotes nothing where the reasoning was thrown away', async () => {
    const [en] = await sizeTold({ ...BY, advised: { ...terms, note: null } });
    expect(en).toContain('and a target 1.50% away. ');
    expect(en).not.toContain('“');
  });

  it('says who gave no ratio, and why', async () => {
    const why = reason('advisor.unavailable', { detail: 'call.connection' });
    const [en, ko] = await sizeTold({
      ...plain,
      advised: { outcome: 'abstained', advisor: 'ollama:qwen3:8b', reason: why },
    });
    expect(en).toContain(
      'No ratio from ollama:qwen3:8b: The advisor cannot be reached: nobody answers at its address.',
    );
    expect(ko).toContain('비중 조언 없음(ollama:qwen3:8b): 조언자에 연결할 수 없습니다: 주소에서 응답이 없음.');
  });

  it('says nothing of it where rules advised', async () => {
    expect((await sizeTold(plain))[0]).not.toMatch(/Advice of|No ratio/);
  });

  it('is told of what was not traded as well', async () => {
    const why = reason('sizing.below-minimum', { quantity: '0', notional: '0', minNotional: '5', cap: 'advised-loss' });
    const over = { outcome: 'skipped', reason: why, order: null, gates: [] } as const;
    const [en, ko] = await sizeTold({ ...BY, advised: terms }, over);
    expect(en).toMatch(/^Advice of groq:openai\/gpt-oss-20b: 8\.17% of equity/);
    expect(ko).toContain('감수할 손실은 자산의 0.40% 이내');
  });

  it('names the loss that the advisor accepts as what held a size down', async () => {
    const clamps = [{ cap: 'advised-loss', from: 0.8911, to: 0.0817 }];
    expect((await sizeTold({ ...BY, clamps, advised: terms }))[0]).toContain(
      'held down to 8.17% by the loss that the advisor accepts',
    );
  });
});
