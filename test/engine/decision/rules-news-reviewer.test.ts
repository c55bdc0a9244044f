import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../engine/decision/decide.ts';
import { replayDecision } from '../../../engine/decision/replay-decision.ts';
import { rulesNewsReviewer } from '../../../engine/decision/rules-news-reviewer.ts';
import { rulesTechnicalReviewer } from '../../../engine/decision/rules-technical-reviewer.ts';
import type { NewsEvidence } from '../../../engine/domain/evidence.ts';
import type { Verdict } from '../../../engine/domain/verdict.ts';
import {
  fakeModel,
  HOUR,
  inputs,
  modelVote,
  NOW,
  newsItem,
  reviewRequest,
  signal,
  throughTheJournal,
} from './decision-fixtures.ts';

async function ask(news: readonly NewsEvidence[], direction: 'long' | 'short' = 'long') {
  const request = reviewRequest({ news, signal: signal({ direction }) });
  const verdict = await rulesNewsReviewer.review(request, new AbortController().signal);
  if (verdict.outcome === 'abstained') throw new Error(verdict.reason.code);
  return { stance: verdict.stance, confidence: verdict.confidence, code: verdict.reasons[0]?.code };
}

const SUSPECT = { flags: ['instruction-like'] } as const;
const good = (changes: Partial<NewsEvidence> = {}) => newsItem({ tone: 0.8, storySources: 2, ...changes });

describe('good news of one publisher', () => {
  it('raises no confidence by itself, and does where a second publisher tells the story', async () => {
    expect(await ask([good({ storySources: 1 })])).toEqual({
      stance: 'buy',
      confidence: 0.65,
      code: 'news.nothing-against',
    });
    expect(await ask([good()])).toEqual({ stance: 'buy', confidence: 0.8, code: 'news.tone-for' });
  });

  it('counts as one publisher where a record does not say how many there were', async () => {
    const { storySources: _, ...unsaid } = good();
    expect((await ask([unsaid])).code).toBe('news.nothing-against');
  });

  it('stays one however many stories it tells, in whatever spelling of its name', async () => {
    const flood = Array.from({ length: 8 }, (_, n) =>
      good({ id: `N-${n + 1}`, storySources: 1, source: n % 2 === 0 ? 'Daily' : 'DAILY' }),
    );
    expect((await ask(flood)).code).toBe('news.nothing-against');
    expect((await ask([...flood, good({ id: 'N-20', storySources: 1, source: 'Other' })])).code).toBe('news.tone-for');
  });

  it('is bad news for a short, which one publisher may give', async () => {
    expect(await ask([good({ storySources: 1 })], 'short')).toMatchObject({ stance: 'buy', code: 'news.tone-against' });
  });
});

describe('news that speaks to a machine', () => {
  it('does not help, whoever else tells it', async () => {
    expect((await ask([good(SUSPECT)])).code).toBe('news.nothing-against');
    expect((await ask([good({ ...SUSPECT, tone: -0.8 })], 'short')).code).toBe('news.nothing-against');
  });

  it('warns', async () => {
    expect(await ask([newsItem({ ...SUSPECT, tone: -0.5 })])).toMatchObject({
      stance: 'hold',
      code: 'news.tone-against',
    });
    expect(await ask([newsItem({ ...SUSPECT, tone: -0.6, topic: 'security' })])).toMatchObject({
      stance: 'sell',
      code: 'news.tone-against',
    });
    expect((await ask([good(), newsItem({ ...SUSPECT, id: 'N-2', tone: -0.6, topic: 'security' })])).stance).toBe(
      'hold',
    );
  });

  it('softens nothing: mild words beside grave ones', async () => {
    const grave = newsItem({ tone: -0.6 });
    const mild = Array.from({ length: 20 }, (_, n) =>
      newsItem({ ...SUSPECT, id: `N-${n + 2}`, tone: -0.01, publishedAt: NOW }),
    );
    expect(await ask([grave, ...mild])).toEqual(await ask([grave]));
  });

  it('never makes a verdict more confident of the trade, for any news', async () => {
    const evidence = fc.record({
      tone: fc.double({ min: -1, max: 1, noNaN: true }),
      ageHours: fc.integer({ min: 0, max: 30 }),
      topic: fc.constantFrom('market', 'security', 'legal'),
      source: fc.constantFrom('a', 'b'),
      storySources: fc.integer({ min: 1, max: 3 }),
    });
    const itemOf = (prefix: number, extra: Partial<NewsEvidence>) =>
      fc
        .array(evidence, { maxLength: 6 })
        .map((list) =>
          list.map(({ ageHours, ...one }, n) =>
            newsItem({ ...one, ...extra, id: `N-${prefix + n}`, publishedAt: NOW - ageHours * HOUR }),
          ),
        );
    await fc.assert(
      fc.asyncProperty(
        itemOf(1, {}),
        itemOf(50, SUSPECT),
        fc.constantFrom('long' as const, 'short' as const),
        async (clean, suspect, direction) => {
          const wanted = direction === 'long' ? 'buy' : 'sell';
          const willing = ({ stance, confidence }: Awaited<ReturnType<typeof ask>>) =>
            stance === wanted ? confidence : 0;
          expect(willing(await ask([...clean, ...suspect], direction))).toBeLessThanOrEqual(
            willing(await ask(clean, direction)),
          );
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a record of an earlier version', () => {
  it('is replayed with what that version said, and a record of this one is asked again', async () => {
    const news = [good({ storySources: 1 })];
    const request = reviewRequest({ ...inputs({ news }), signal: signal() });
    const technical = await rulesTechnicalReviewer.review(request, new AbortController().signal);
    const now = await rulesNewsReviewer.review(request, new AbortController().signal);
    const before = {
      ...now,
      reviewer: { ...now.reviewer, version: '1' },
      confidence: 0.8,
    } as Verdict;
    const voters = { model: fakeModel(), reviewers: [rulesTechnicalReviewer, rulesNewsReviewer] };
    const recordOf = (verdict: Verdict) =>
      throughTheJournal(
        decide({
          ...{ number: 9, at: NOW, signal: signal(), inputs: inputs({ news }), model: modelVote(), moved: null },
          verdicts: [technical, verdict],
          advice: { investmentFraction: 0.33, advisor: 'rules:bands' },
        }).record,
      );
    expect(await replayDecision(recordOf(before), voters)).toEqual({ same: true, asked: ['model', 'rules:technical'] });
    expect(await replayDecision(recordOf(now), voters)).toEqual({
      same: true,
      asked: ['model', 'rules:technical', 'rules:news-risk'],
    });
    // What a changed record of this version holds is found out.
    const changed = await replayDecision(recordOf({ ...now, confidence: 0.8 } as Verdict), voters);
    expect(changed.same).toBe(false);
  });
});
