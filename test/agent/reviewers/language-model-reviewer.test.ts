import { describe, expect, it } from 'vitest';
import type { CallFacts, LanguageModel, ModelAnswer, ModelQuestion } from '../../../agent/models/model-call.ts';
import { createLanguageModelReviewer } from '../../../agent/reviewers/language-model-reviewer.ts';
import { rereadVerdict } from '../../../agent/reviewers/reread-verdict.ts';
import { isVerdictOf } from '../../../engine/decision/vote-shape.ts';
import type { Verdict } from '../../../engine/domain/verdict.ts';
import { loadPrompt } from '../../../prompts/prompt-file.ts';
import { reviewRequest } from '../../engine/decision/decision-fixtures.ts';
import { verdictOf } from '../../fakes/llm/verdict-personalities.ts';

const CALL: CallFacts = {
  ...{ id: 'L-7', provider: 'groq', model: 'small', prompt: 'review-technical@1', promptSha256: 'ab' },
  ...{ requestSha256: 'cd', temperature: 0, seed: 7, inputTokens: 900, outputTokens: 80, costUsd: 0.0001 },
  ...{ latencyMs: 420, isRecorded: false },
};
const PROMPT = loadPrompt('review-technical');
const NEVER = new AbortController().signal;

type Answering = (question: ModelQuestion, signal?: AbortSignal) => ModelAnswer;

function reviewerBy(answering: Answering) {
  const ref = { provider: 'groq', model: 'small' } as const;
  const model: LanguageModel = { name: 'groq:small', ref, ask: async (...asked) => answering(...asked) };
  return createLanguageModelReviewer({ role: 'technical', model, prompt: PROMPT, deadlineMs: 9_000 });
}

const saying = (text: string | ((question: ModelQuestion) => string)) =>
  reviewerBy((question) => {
    const call = { ...CALL, promptSha256: PROMPT.sha256 };
    return { outcome: 'answered', text: typeof text === 'string' ? text : text(question), call };
  });

const sound = ({ prompt, user }: ModelQuestion, note: string | null = null) =>
  JSON.stringify({ ...verdictOf({ system: prompt.text, user }, 'buy', 0.72), note });

describe('a reviewer by a language model', () => {
  it('asks about the decision, as patient as the desk is, and votes as the model said', async () => {
    let asked: ModelQuestion | null = null;
    const reviewer = saying((question) => {
      asked = question;
      return sound(question, 'Volume is “alive”.');
    });
    const verdict = await reviewer.review(reviewRequest(), NEVER);
    expect(asked).toMatchObject({ purpose: 'review', subject: reviewRequest().decisionId, deadlineMs: 9_000 });
    expect(reviewer.identity).toEqual({
      ...{ name: 'groq:small', kind: 'language-model', version: 'review-technical@1', role: 'technical' },
    });
    expect(verdict).toMatchObject({
      ...{ reviewer: reviewer.identity, outcome: 'voted', stance: 'buy', confidence: 0.72 },
      note: 'Volume is ‘alive’.',
      call: { id: 'L-7', reply: sound(asked as unknown as ModelQuestion, 'Volume is “alive”.'), inputTokens: 900 },
    });
    expect(isVerdictOf(reviewer.identity, verdict)).toBe(true);
  });

  it('gives the model the same bytes for the same decision', async () => {
    const seen: string[] = [];
    const reviewer = saying((question) => {
      seen.push(question.prompt.text + question.user);
      return sound(question);
    });
    await reviewer.review(reviewRequest(), NEVER);
    await reviewer.review(reviewRequest(), NEVER);
    expect(seen[0]).toBe(seen[1]);
  });

  it.each<[string, string]>([
    ['prose', 'reviewer.refused'],
    ['', 'reviewer.empty'],
    ['{"stance": "buy"', 'reviewer.not-json'],
    ['{"stance": "buy"}', 'reviewer.other-shape'],
  ])('abstains where the answer is no verdict, and keeps what was said: %j', async (text, code) => {
    const verdict = await saying(text).review(reviewRequest(), NEVER);
    expect(verdict).toMatchObject({ outcome: 'abstained', reason: { code }, call: { reply: text } });
  });

  it.each<[Extract<ModelAnswer, { outcome: 'failed' }>['kind'], string, string, object]>([
    ['late', 'deadline', 'reviewer.late', { deadlineMs: 9_000, detail: 'call.deadline' }],
    ['unavailable', 'circuit-open', 'reviewer.unavailable', { detail: 'call.circuit-open' }],
    ['limited', 'rate-limited', 'reviewer.limited', { detail: 'call.rate-limited' }],
    ['refused', 'key-refused', 'reviewer.turned-away', { detail: 'call.key-refused' }],
    ['refused', 'declined', 'reviewer.refused', {}],
    ['malformed', 'unfinished', 'reviewer.malformed', { detail: 'call.unfinished' }],
    ['over-budget', 'day-usd', 'reviewer.over-budget', { detail: 'call.day-usd' }],
    ['cancelled', 'cancelled', 'reviewer.cancelled', { detail: 'call.cancelled' }],
    ['not-recorded', 'not-recorded', 'reviewer.not-recorded', { detail: 'call.not-recorded' }],
  ])('abstains for a reason of its own where no answer came: %s, %s', async (kind, detail, code, values) => {
    const failed = reviewerBy(() => ({ outcome: 'failed', kind, detail, call: CALL }));
    const verdict = await failed.review(reviewRequest(), NEVER);
    expect(verdict).toMatchObject({ outcome: 'abstained', reason: { code, values }, call: { id: 'L-7', reply: null } });
    expect(isVerdictOf(failed.identity, verdict)).toBe(true);
    const unsent = await reviewerBy(() => ({ outcome: 'failed', kind, detail, call: null })).review(
      reviewRequest(),
      NEVER,
    );
    expect(unsent).not.toHaveProperty('call');
  });

  it('keeps a reply that no database would take as one that every database takes', async () => {
    const reviewer = saying(`{\0"\ud800${'x'.repeat(5_000)}`);
    const verdict = await reviewer.review(reviewRequest(), NEVER);
    expect(verdict.call?.reply).toHaveLength(4_000);
    expect(verdict.call?.reply).not.toMatch(/\0|\p{Surrogate}/u);
    expect(isVerdictOf(reviewer.identity, verdict)).toBe(true);
  });
});

describe('a recorded reply read again', () => {
  it('gives the verdict that it gave', async () => {
    const verdict = await saying((question) => sound(question, 'Volume is alive.')).review(reviewRequest(), NEVER);
    expect(rereadVerdict(verdict, reviewRequest())).toEqual(verdict);
    const useless = await saying('no').review(reviewRequest(), NEVER);
    expect(rereadVerdict(useless, reviewRequest())).toEqual(useless);
  });

  it('shows what the record says otherwise', async () => {
    const verdict = await saying((question) => sound(question)).review(reviewRequest(), NEVER);
    const forged = { ...verdict, stance: 'hold' } as Verdict;
    expect(rereadVerdict(forged, reviewRequest())).toMatchObject({ stance: 'buy' });
  });

  it.each<[string, (verdict: Verdict) => Verdict]>([
    ['nothing came', (verdict) => ({ ...verdict, call: { ...callOf(verdict), reply: null, replySha256: null } })],
    ['it was cut', (verdict) => ({ ...verdict, call: { ...callOf(verdict), replySha256: 'ff' } })],
    ['its prompt is another now', (verdict) => ({ ...verdict, call: { ...callOf(verdict), promptSha256: 'ff' } })],
    [
      'its version is another now',
      (verdict) => ({ ...verdict, call: { ...callOf(verdict), prompt: 'review-technical@0' } }),
    ],
    [
      'no role is known',
      (verdict) => ({ ...verdict, reviewer: { name: 'groq:small', kind: 'language-model', version: '1' } }),
    ],
  ])('is not at hand where %s', async (_, without) => {
    const verdict = await saying((question) => sound(question)).review(reviewRequest(), NEVER);
    expect(rereadVerdict(without(verdict), reviewRequest())).toBeNull();
  });
});

function callOf({ call }: Verdict) {
  if (call === undefined) throw new Error('no call');
  return call;
}
