import { describe, expect, it } from 'vitest';
import { createAnswerer } from '../../agent/answerer.ts';
import type { Language } from '../../agent/answers/answer.ts';
import { checkAnswer } from '../../agent/grounding/check-answer.ts';
import type { DecisionRecord } from '../../engine/domain/decision.ts';
import { reason } from '../../engine/domain/reason.ts';
import type { Verdict } from '../../engine/domain/verdict.ts';
import { MemoryRecords } from '../fakes/memory-records.ts';
import { decisionRecord, heldRecord } from '../fixtures/decision-record.ts';
import { createView, NEWS, rendered } from './fixtures/desk.ts';

const GROQ = { name: 'groq:openai/gpt-oss-20b', kind: 'language-model', version: 'review-news@1' } as const;
const OLLAMA = { name: 'ollama:qwen3:8b', kind: 'language-model', version: 'review-technical@1' } as const;

const voted: Verdict = {
  ...{ reviewer: GROQ, latencyMs: 0, outcome: 'voted', stance: 'buy', confidence: 0.64 },
  reasons: [reason('review.news-quiet', { evidence: 'news.count' })],
  note: 'Nothing in 8 reports speaks against it; RSI 61 is calm.',
};

/** What `why` says of the votes, in both languages; every figure of the answer must stand in the record. */
async function votesTold(record: DecisionRecord): Promise<readonly [en: string, ko: string]> {
  const world = { sentiment: { read: () => null }, figures: { series: async () => [] } };
  const records = new MemoryRecords().add(record);
  const answerer = createAnswerer({ records, view: createView(), news: NEWS, world });
  const told = async (language: Language) => {
    const answer = await answerer.why(record.id, { language });
    const sentences = rendered(answer, language);
    expect(checkAnswer(answer, sentences).ungrounded).toEqual([]);
    return sentences.map(({ text }) => text).join('\n');
  };
  return [await told('en'), await told('ko')];
}

describe('what is told of the votes of language models', () => {
  it('names the model, what weighed with it, and its own words as a quotation', async () => {
    const [en, ko] = await votesTold({ ...decisionRecord(12), verdicts: [voted] });
    expect(en).toContain('groq:openai/gpt-oss-20b said buy: ');
    expect(en).toContain('(in its own words: “Nothing in 8 reports speaks against it; RSI 61 is calm.”)');
    expect(ko).toContain('groq:openai/gpt-oss-20b 의견 매수: ');
    expect(ko).toContain('(원문: “Nothing in 8 reports speaks against it; RSI 61 is calm.”)');
  });

  it('quotes nothing where its words were thrown away', async () => {
    const [en] = await votesTold({ ...decisionRecord(12), verdicts: [{ ...voted, note: null }] });
    expect(en).not.toContain('own words');
  });

  it('says in words why one of them did not vote, and what would have been needed', async () => {
    const away: Verdict = {
      ...{ reviewer: OLLAMA, latencyMs: 0, outcome: 'abstained' },
      reason: reason('reviewer.unavailable', { detail: 'call.model-missing' }),
    };
    const [en, ko] = await votesTold({ ...heldRecord(13), verdicts: [voted, away] });
    expect(en).toContain(
      'ollama:qwen3:8b abstained: The reviewer cannot be reached: its server does not have this model.',
    );
    expect(ko).toContain('ollama:qwen3:8b 기권: 검토자에 연결할 수 없습니다: 서버에 이 모델이 없음.');
  });
});
