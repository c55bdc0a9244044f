import { expect, it } from 'vitest';
import { languageModelUse } from '../../../bot/reports/language-model-use.ts';
import { reason } from '../../../engine/domain/reason.ts';
import type { ReviewCall, Verdict } from '../../../engine/domain/verdict.ts';
import { decisionRecord, verdict } from '../../fixtures/decision-record.ts';

function call(costUsd: number | null): ReviewCall {
  return {
    ...{ id: 'L-1', provider: 'groq', model: 'm', prompt: 'review-news@1', promptSha256: '', requestSha256: '' },
    ...{ temperature: 0, seed: null, reply: null, replySha256: null, inputTokens: 1, outputTokens: 1, latencyMs: 1 },
    costUsd,
  };
}

const reviewer = { name: 'groq:m', kind: 'language-model', version: 'review-news@1' } as const;
const voted = (costUsd: number | null): Verdict => ({
  ...{ reviewer, latencyMs: 1, call: call(costUsd), outcome: 'voted', stance: 'buy', confidence: 1, reasons: [] },
});
const unreached: Verdict = { reviewer, latencyMs: 1, outcome: 'abstained', reason: reason('reviewer.unavailable') };

function use(verdicts: readonly Verdict[], readings: number, made: Parameters<typeof languageModelUse>[2] = []) {
  const { calls, costUsd } = languageModelUse([decisionRecord(1, { verdicts })], readings, made);
  return [calls, costUsd === null ? null : costUsd.toString()];
}

it('sums what the decisions record and what was asked beside them, each once', () => {
  const beside = [
    { purpose: 'assistant', calls: 3, costUsd: 0.0006 },
    { purpose: 'news-reading', calls: 2, costUsd: 0.0001 },
    // Votes are in the decisions already.
    { purpose: 'review', calls: 9, costUsd: 5 },
  ];
  expect(use([voted(0.0002), voted(0.0003), verdict('rules:a', 'buy'), unreached], 2, beside)).toEqual([7, '0.0012']);
});

it('does not know a sum with a part that nobody priced', () => {
  expect(use([voted(0.0002), voted(null)], 0)).toEqual([2, null]);
  expect(use([], 1)).toEqual([1, null]);
  expect(use([], 0, [{ purpose: 'assistant', calls: 1, costUsd: null }])).toEqual([1, null]);
});

it('costs nothing where nobody was asked', () => {
  expect(use([verdict('rules:a', 'buy'), unreached], 0)).toEqual([0, '0']);
});
