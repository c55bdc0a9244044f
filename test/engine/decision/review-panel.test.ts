import { describe, expect, it } from 'vitest';
import type { Deadline, Expiry } from '../../../engine/decision/deadline.ts';
import { NO_DEADLINE } from '../../../engine/decision/deadline.ts';
import { createReviewPanel } from '../../../engine/decision/review-panel.ts';
import { reason } from '../../../engine/domain/reason.ts';
import type { ModelVote, Verdict } from '../../../engine/domain/verdict.ts';
import type { Reviewer } from '../../../engine/ports/reviewer.ts';
import {
  fakeModel,
  fakeReviewer,
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
});
