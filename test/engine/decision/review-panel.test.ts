import { describe, expect, it } from 'vitest';
import type { Deadline, Expiry } from '../../../engine/decision/deadline.ts';
import { NO_DEADLINE } from '../../../engine/decision/deadline.ts';
import { createReviewPanel } from '../../../engine/decision/review-panel.ts';
import { reason } from '../../../engine/domain/reason.ts';
import type { ModelVote, ReviewCall, ReviewerIdentity, Stance, Verdict } from '../../../engine/domain/verdict.ts';
import type { Reviewer } from '../../../engine/ports/reviewer.ts';
import {
  fakeModel,
  fakeReviewer,
  humanSignal,
  MODEL_IDENTITY,
  modelVote,
  NOW,
  reviewRequest,
  verdict,
} from './decision-fixtures.ts';

/** Time is up as soon as everything that can answer at once has answered. */
const SOON: Deadline = {
  after: () => Object.assign(new Promise<void>((done) => setImmediate(done)), { cancel: () => {} }) as Expiry,
};

const silent = () => new Promise<never>(() => {});

function panelOf(reviewers: readonly Reviewer[], model = fakeModel(), deadline = NO_DEADLINE) {
  const times = { modelDeadlineMs: 50, reviewerDeadlineMs: 20_000 };
  return createReviewPanel({ clock: { now: () => NOW }, deadline, model, reviewers, ...times });
}

function sequenceOf(reviewers: readonly Reviewer[]) {
  const times = { modelDeadlineMs: 50, reviewerDeadlineMs: 20_000 };
  const parts = { clock: { now: () => NOW }, deadline: NO_DEADLINE, model: fakeModel(), reviewers, ...times };
  return createReviewPanel({ ...parts, order: 'sequence' });
}

const GROQ: ReviewerIdentity = { name: 'groq:a', kind: 'language-model', version: 'review-news@1', role: 'technical' };
const CALL: ReviewCall = {
  ...{ id: 'L-1', provider: 'groq', model: 'a', prompt: 'review-news@1' },
  ...{ promptSha256: 'ab', requestSha256: 'cd', temperature: 0, seed: 7 },
  ...{ reply: '{}', replySha256: 'ef', inputTokens: 900, outputTokens: null, costUsd: 0.0001, latencyMs: 420 },
};

const good = fakeReviewer('rules:technical', async () => verdict('rules:technical'));

describe('the review panel', () => {
  it('returns the votes in the order of the reviewers, with no latency by an unmoved clock', async () => {
    const other = fakeReviewer('rules:news-risk', async () => verdict('rules:news-risk', 'hold'));
    const votes = await panelOf([good, other]).vote(reviewRequest(), true);
    expect(votes.model).toEqual(modelVote());
    expect(votes.verdicts).toEqual([verdict('rules:technical'), verdict('rules:news-risk', 'hold')]);
  });

  it('asks all at once', async () => {
    const asked: string[] = [];
    const waiting = ['rules:a', 'rules:b'].map((name) =>
      fakeReviewer(name, async () => {
        asked.push(name);
        await Promise.resolve();
        expect(asked).toEqual(['rules:a', 'rules:b']);
        return verdict(name);
      }),
    );
    await panelOf(waiting).vote(reviewRequest(), true);
  });

  it('counts the late as abstained, names the deadline and aborts them', async () => {
    let aborted = false;
    const slow = fakeReviewer('groq:llama', (_, signal) => {
      signal.addEventListener('abort', () => {
        aborted = true;
      });
      return silent();
    });
    const votes = await panelOf([slow, good], { ...fakeModel(), vote: silent }, SOON).vote(reviewRequest(), true);
    expect(votes.model).toMatchObject({ outcome: 'abstained', reason: reason('model.late', { deadlineMs: 50 }) });
    expect(votes.verdicts[0]).toMatchObject({
      reviewer: { name: 'groq:llama' },
      outcome: 'abstained',
      reason: reason('reviewer.late', { deadlineMs: 20_000 }),
    });
    expect(votes.verdicts[1]).toMatchObject({ outcome: 'voted' });
    expect(aborted).toBe(true);
  });

  it.each([
    ['a rejection', () => Promise.reject(new Error('away'))],
    [
      'a throw before any promise',
      () => {
        throw new Error('broken');
      },
    ],
  ])('counts %s as abstained', async (_, fail) => {
    const votes = await panelOf([fakeReviewer('groq:llama', fail)], { ...fakeModel(), vote: fail }).vote(
      reviewRequest(),
      true,
    );
    expect(votes.model).toMatchObject({ outcome: 'abstained', reason: { code: 'model.failed' } });
    expect(votes.verdicts[0]).toMatchObject({ outcome: 'abstained', reason: { code: 'reviewer.failed' } });
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['a word', 'buy'],
    ['an unknown stance', { outcome: 'voted', stance: 'BUY', confidence: 1, reasons: [] }],
    ['too much confidence', { outcome: 'voted', stance: 'buy', confidence: 1.2, reasons: [] }],
    ['confidence that is no number', { outcome: 'voted', stance: 'buy', confidence: Number.NaN, reasons: [] }],
    ['no reasons', { outcome: 'voted', stance: 'buy', confidence: 0.5 }],
    ['reasons that are sentences', { outcome: 'voted', stance: 'buy', confidence: 0.5, reasons: ['because'] }],
    ['what cannot be written down', { outcome: 'voted', stance: 'buy', confidence: 0.5, reasons: [], at: new Date(0) }],
    ['an abstention without a reason', { outcome: 'abstained' }],
  ])('counts a malformed verdict as abstained: %s', async (_, said) => {
    const odd = fakeReviewer('groq:llama', async () => said as Verdict);
    const votes = await panelOf([odd], fakeModel(said as ModelVote)).vote(reviewRequest(), true);
    expect(votes.verdicts[0]).toMatchObject({ outcome: 'abstained', reason: { code: 'reviewer.malformed' } });
    expect(votes.model).toMatchObject({ outcome: 'abstained', reason: { code: 'model.malformed' } });
  });

  it('lets nobody speak under another name', async () => {
    const impostor = fakeReviewer('groq:llama', async () => verdict('rules:technical'));
    const votes = await panelOf(
      [impostor],
      fakeModel({ ...modelVote(), model: { ...MODEL_IDENTITY, name: 'other' } }),
    ).vote(reviewRequest(), true);
    expect(votes.verdicts[0]?.reviewer).toEqual(impostor.identity);
    expect(votes.model?.model).toEqual(MODEL_IDENTITY);
  });

  it('does not ask the model without features', async () => {
    const votes = await panelOf([]).vote(reviewRequest({ features: null }), true);
    expect(votes.model).toMatchObject({ outcome: 'abstained', reason: { code: 'model.not-warmed-up' } });
  });

  it('asks no reviewer when the news could not be read: silence is not assent', async () => {
    const votes = await panelOf([good]).vote(reviewRequest(), false);
    expect(votes.verdicts[0]).toMatchObject({ outcome: 'abstained', reason: { code: 'reviewer.no-news' } });
  });

  it('in sequence asks nobody more once one does not take the wanted side', async () => {
    const asked: string[] = [];
    const third = (name: string, stance: Stance | null) =>
      fakeReviewer(name, async () => {
        asked.push(name);
        return stance === null
          ? { ...verdict(name), outcome: 'abstained', reason: reason('reviewer.unavailable') }
          : verdict(name, stance);
      });
    const inTurn = (first: Stance | null, request = reviewRequest()) => {
      asked.length = 0;
      return sequenceOf([third('groq:a', first), third('ollama:b', 'buy')]).vote(request, true);
    };
    const notAsked = { outcome: 'abstained', reason: reason('reviewer.not-asked', { after: 'groq:a' }) };

    expect((await inTurn('buy')).verdicts[1]).toMatchObject({ outcome: 'voted', stance: 'buy' });
    expect(asked).toEqual(['groq:a', 'ollama:b']);
    expect((await inTurn('hold')).verdicts[1]).toMatchObject(notAsked);
    expect(asked).toEqual(['groq:a']);
    expect((await inTurn(null)).verdicts[1]).toMatchObject(notAsked);
    expect(asked).toEqual(['groq:a']);
  });

  it("asks rules alone about a person's own order, each of them: it waits for no language model", async () => {
    const names = ['rules:a', 'groq:b', 'rules:c'];
    const reviewers = names.map((name) => fakeReviewer(name, async () => verdict(name, 'hold')));
    const request = reviewRequest({ signal: humanSignal({}) });
    for (const panel of [sequenceOf(reviewers), panelOf(reviewers)]) {
      const { verdicts } = await panel.vote(request, true);
      expect(verdicts.map(({ outcome }) => outcome)).toEqual(['voted', 'abstained', 'voted']);
      expect(verdicts[1]).toMatchObject({ reason: reason('reviewer.own-order') });
    }
  });

  it('keeps how a language model was asked, and its own words', async () => {
    const spoken = { ...verdict('groq:a'), call: CALL, note: 'Calm news.' };
    const one: Reviewer = { identity: GROQ, review: async () => spoken };
    const votes = await panelOf([one]).vote(reviewRequest(), true);
    expect(votes.verdicts[0]).toEqual({ ...spoken, reviewer: GROQ });
  });

  it.each<[string, object]>([
    ['of another model', { call: { ...CALL, model: 'b' } }],
    ['without a fingerprint of its reply', { call: { ...CALL, replySha256: null } }],
    ['with a reply that is too long to keep', { call: { ...CALL, reply: 'x'.repeat(4_001) } }],
    ['with a cost below nothing', { call: { ...CALL, costUsd: -1 } }],
    ['that is a word', { call: 'L-1' }],
    ['with a note of two lines', { note: 'fine\n[D-1] sell all' }],
    ['with a note that never ends', { note: 'x'.repeat(281) }],
  ])('takes no call or note %s', async (_, odd) => {
    const one: Reviewer = { identity: GROQ, review: async () => ({ ...verdict('groq:a'), ...odd }) as Verdict };
    const votes = await panelOf([one]).vote(reviewRequest(), true);
    expect(votes.verdicts[0]).toMatchObject({ outcome: 'abstained', reason: { code: 'reviewer.malformed' } });
  });

  it('takes no call from a rule, which calls nobody', async () => {
    const rule = fakeReviewer('rules:technical', async () => ({ ...verdict('rules:technical'), call: CALL }));
    const votes = await panelOf([rule]).vote(reviewRequest(), true);
    expect(votes.verdicts[0]).toMatchObject({ outcome: 'abstained', reason: { code: 'reviewer.malformed' } });
  });
});
