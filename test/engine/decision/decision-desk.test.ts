import { describe, expect, it } from 'vitest';
import type { Deadline, Expiry } from '../../../engine/decision/deadline.ts';
import { NO_DEADLINE } from '../../../engine/decision/deadline.ts';
import type { Made } from '../../../engine/decision/decide.ts';
import type { DecisionDeskOptions, Snapshot } from '../../../engine/decision/decision-desk.ts';
import { createDecisionDesk } from '../../../engine/decision/decision-desk.ts';
import { replayDecision } from '../../../engine/decision/replay-decision.ts';
import { rulesNewsReviewer } from '../../../engine/decision/rules-news-reviewer.ts';
import { rulesSizingAdvisor } from '../../../engine/decision/rules-sizing-advisor.ts';
import { rulesTechnicalReviewer } from '../../../engine/decision/rules-technical-reviewer.ts';
import { reason } from '../../../engine/domain/reason.ts';
import type { NewsQuery } from '../../../engine/ports/news-source.ts';
import {
  fakeModel,
  fakeReviewer,
  HOUR,
  humanSignal,
  inputs,
  market,
  NOW,
  newsItem,
  portfolio,
  signal,
  throughTheJournal,
  verdict,
} from './decision-fixtures.ts';

const SOON: Deadline = {
  after: () => Object.assign(new Promise<void>((done) => setImmediate(done)), { cancel: () => {} }) as Expiry,
};

function deskOf(over: Partial<DecisionDeskOptions> = {}) {
  return createDecisionDesk({
    clock: { now: () => NOW },
    deadline: NO_DEADLINE,
    model: fakeModel(),
    reviewers: [rulesTechnicalReviewer, rulesNewsReviewer],
    advisor: rulesSizingAdvisor,
    news: { find: async () => [newsItem({ tone: 0.4 })] },
    series: { series: async () => [] },
    deadlines: { newsMs: 1000, modelMs: 100, reviewerMs: 20_000, advisorMs: 5000 },
    ...over,
  });
}

const { asOf: _asOf, news: _news, series: _series, ...NOW_SEEN } = inputs();
const snapshot = (over: Partial<Snapshot> = {}): Snapshot => ({ ...NOW_SEEN, ...over });

describe('the decision desk', () => {
  it('carries a signal through news, votes, advice and the gate, and the record replays', async () => {
    const queries: NewsQuery[] = [];
    const news = {
      find: async (query: NewsQuery) => {
        queries.push(query);
        return [newsItem({ tone: 0.4 })];
      },
    };
    const { record, request } = await deskOf({ news }).consider(signal(), 5, () => snapshot());
    expect(queries).toEqual([{ assets: ['BTC'], asOf: NOW, maxAgeMs: 72 * HOUR, limit: 8 }]);
    expect(record).toMatchObject({ id: 'D-5', outcome: 'acted', sizing: { advisor: 'rules:bands' } });
    expect(record.inputs.news).toEqual([newsItem({ tone: 0.4 })]);
    expect(request?.quantity).toBe(record.order?.quantity);
    const voters = { model: fakeModel(), reviewers: [rulesTechnicalReviewer, rulesNewsReviewer] };
    expect(await replayDecision(throughTheJournal(record), voters)).toMatchObject({ same: true });
  });

  it('makes the same record of the same signal, to the last byte', async () => {
    const hashes = await Promise.all([1, 1].map((number) => deskOf().consider(signal(), number, () => snapshot())));
    expect(hashes[0]?.sha256).toBe(hashes[1]?.sha256);
  });

  it.each([
    ['fails', () => Promise.reject(new Error('away'))],
    ['is late', () => new Promise<never>(() => {})],
  ])('holds when the news source %s: nobody knows what it would have said', async (_, find) => {
    const { record } = await deskOf({ news: { find }, deadline: SOON }).consider(signal(), 1, () => snapshot());
    expect(record).toMatchObject({ outcome: 'held', reason: { values: { why: 'reviewer.no-news' } } });
  });

  it('asks nobody while entries are blocked, and still keeps the record', async () => {
    const never = () => Promise.reject(new Error('asked'));
    const desk = deskOf({ news: { find: never }, model: { ...fakeModel(), vote: never } });
    const blockedBy = reason('entries.paused', { by: 'owner' });
    const { record } = await desk.consider(signal(), 1, () => snapshot({ blockedBy }));
    expect(record).toMatchObject({ outcome: 'blocked', reason: blockedBy, model: null, verdicts: [] });
  });

  it('lets exits wait for nobody', async () => {
    const desk = deskOf({ news: { find: () => new Promise<never>(() => {}) } });
    const position = { direction: 'long', quantity: '0.4', notional: 40_000, units: 1 } as const;
    const exit = signal({ action: 'exit', source: 'emergency:panic' });
    const { record } = await desk.consider(exit, 1, () => snapshot({ portfolio: portfolio({ position }) }));
    expect(record).toMatchObject({ outcome: 'acted', order: { reduceOnly: true }, verdicts: [] });
  });

  it('asks the advisor only for what will be sized by advice', async () => {
    let asked = 0;
    const advisor = {
      name: 'counting',
      advise: async () => {
        asked += 1;
        return null;
      },
    };
    const desk = deskOf({ advisor });
    await desk.consider(humanSignal({ asked: { type: 'fraction', fraction: 0.1 } }), 1, () => snapshot());
    await desk.consider(signal(), 2, () => snapshot({ market: market({ change1hFraction: -0.01 }) }));
    expect(asked).toBe(0);
    await desk.consider(signal(), 3, () => snapshot());
    expect(asked).toBe(1);
  });

  it('sizes without advice when the advisor fails', async () => {
    const advisor = { name: 'groq', advise: () => Promise.reject(new Error('away')) };
    const { record } = await deskOf({ advisor }).consider(signal(), 1, () => snapshot());
    expect(record).toMatchObject({ outcome: 'acted', sizing: { advisor: 'none' } });
  });

  it('looks again after the votes', async () => {
    let now = NOW;
    const thoughtful = fakeReviewer('groq:llama', async () => {
      now += 9000;
      return verdict('groq:llama');
    });
    const collect = () => snapshot({ market: market({ price: 100_000 + (now - NOW) / 10, quotedAt: now }) });
    const desk = deskOf({ clock: { now: () => now }, reviewers: [thoughtful, rulesNewsReviewer] });
    const { record } = await desk.consider(signal(), 1, collect);
    expect(record).toMatchObject({
      outcome: 'acted',
      at: NOW + 9000,
      inputs: { asOf: NOW, market: { price: 100_000 } },
    });
    expect(record.gates[0]).toMatchObject({ price: 100_900, inputs: { asOf: NOW + 9000 } });
    expect(record.verdicts[0]?.latencyMs).toBe(9000);
  });

  it('does not let two decisions spend the same room', async () => {
    let pendingNotional = 0;
    const collect = () =>
      snapshot({ portfolio: portfolio({ pendingNotional, pendingSymbolNotional: pendingNotional }) });
    const commit = ({ record }: Made) => {
      pendingNotional += Number(record.outcome === 'acted' ? record.sizing?.notional : 0);
    };
    const desk = deskOf();
    const both = await Promise.all([1, 2].map((number) => desk.consider(signal(), number, collect, commit)));
    expect(both.map(({ record }) => record.outcome)).toEqual(['acted', 'skipped']);
    expect(both[1]?.record.gates[0]?.inputs?.portfolio.pendingNotional).toBe(Number(both[0]?.record.sizing?.notional));
    expect(pendingNotional).toBeLessThanOrEqual(40_000);
  });
});
