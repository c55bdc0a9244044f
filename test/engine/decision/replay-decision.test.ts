import { describe, expect, it } from 'vitest';
import { openApproval } from '../../../engine/decision/approval-terms.ts';
import type { DecideInput } from '../../../engine/decision/decide.ts';
import { decide } from '../../../engine/decision/decide.ts';
import { replayDecision } from '../../../engine/decision/replay-decision.ts';
import { resolve } from '../../../engine/decision/resolve.ts';
import { rulesNewsReviewer } from '../../../engine/decision/rules-news-reviewer.ts';
import { rulesTechnicalReviewer } from '../../../engine/decision/rules-technical-reviewer.ts';
import type { DecisionRecord } from '../../../engine/domain/decision.ts';
import { reason } from '../../../engine/domain/reason.ts';
import type { Verdict } from '../../../engine/domain/verdict.ts';
import {
  fakeModel,
  fakeReviewer,
  humanSignal,
  inputs,
  market,
  modelVote,
  movedTo,
  NOW,
  newsItem,
  portfolio,
  reviewRequest,
  settings,
  signal,
  throughTheJournal,
  verdict,
} from './decision-fixtures.ts';

const REVIEWERS = [rulesTechnicalReviewer, rulesNewsReviewer];
const VOTERS = { model: fakeModel(), reviewers: REVIEWERS };
const ASKING = settings({ approvalMode: 'ask-always' });
const EVIDENCE = [newsItem({ tone: 0.3 })];

async function made(over: Partial<DecideInput> = {}): Promise<DecisionRecord> {
  const wanted = over.signal ?? signal();
  const seen = over.inputs ?? inputs({ news: EVIDENCE });
  const request = reviewRequest({ ...seen, signal: wanted });
  const verdicts = await Promise.all(REVIEWERS.map((one) => one.review(request, new AbortController().signal)));
  const advice = { investmentFraction: 0.33, advisor: 'rules:bands' };
  const input = { number: 9, at: NOW, signal: wanted, inputs: seen, model: modelVote(), verdicts, advice, moved: null };
  return throughTheJournal(decide({ ...input, ...over }).record);
}

type Answer = 'approve' | 'half' | 'decline' | 'expired' | 'voided';

function answer(record: DecisionRecord, said: Answer, at: number, price: number, over: object = {}): DecisionRecord {
  const seen = market({ price, quotedAt: at });
  const inputsNow = movedTo({ asOf: at, settings: ASKING, market: seen, ...over });
  const approval = openApproval('A-4', record);
  return throughTheJournal(resolve({ record, approval, answer: said, by: 'owner', at, inputsNow }).record);
}

const same = (asked: readonly string[] = ['model', 'rules:technical', 'rules:news-risk']) => ({ same: true, asked });

describe('a decision is made again from its record', () => {
  it.each<[string, Partial<DecideInput>]>([
    ['acted', {}],
    ['denied', { inputs: inputs({ news: EVIDENCE, portfolio: portfolio({ unresolvedOrders: 1 }) }) }],
    ['skipped', { inputs: inputs({ portfolio: portfolio({ exposure: 1e6 }) }) }],
    ['held', { inputs: inputs({ news: [newsItem({ tone: -0.9 })] }) }],
    ['asked', { inputs: inputs({ settings: ASKING }) }],
    ['expired', { at: NOW + 1e6 }],
    ['acted', { advice: null }],
    ['acted', { advice: { investmentFraction: Number.NaN, advisor: 'odd' } }],
    [
      'acted',
      { at: NOW + 9000, moved: movedTo({ asOf: NOW + 9000, market: market({ price: 99_900, quotedAt: NOW + 9000 }) }) },
    ],
    ['blocked', { at: NOW + 9000, moved: movedTo({ asOf: NOW + 9000, blockedBy: reason('entries.paused') }) }],
    ['acted', { signal: humanSignal({ asked: { type: 'notional', notional: '1234.5' } }), advice: null }],
  ])('%s', async (outcome, over) => {
    const record = await made(over);
    expect(record.outcome).toBe(outcome);
    expect(await replayDecision(record, VOTERS)).toEqual(same());
  });

  it('blocked and exits, where nobody was asked', async () => {
    const nobody = { model: null, verdicts: [] as Verdict[], advice: null };
    const blocked = await made({ ...nobody, inputs: inputs({ blockedBy: reason('entries.paused') }) });
    expect(await replayDecision(blocked, VOTERS)).toEqual(same([]));
    const position = { direction: 'long', quantity: '0.4', notional: 40_000, units: 1 } as const;
    const exit = await made({
      ...nobody,
      signal: signal({ action: 'exit', plan: { asked: { type: 'fraction', fraction: 0.5 } } }),
      inputs: inputs({ portfolio: portfolio({ position }) }),
    });
    expect(exit.order?.quantity).toBe('0.2');
    expect(await replayDecision(exit, VOTERS)).toEqual(same([]));
  });

  it.each<[string, Answer, number, object]>([
    ['acted', 'approve', 100_100, {}],
    ['acted', 'half', 99_900, {}],
    ['declined', 'decline', 100_100, {}],
    ['expired', 'expired', 99_000, {}],
    ['blocked', 'approve', 100_000, { blockedBy: reason('panic.latched') }],
    ['blocked', 'voided', 100_000, { blockedBy: reason('panic.latched') }],
    ['skipped', 'voided', 100_000, {}],
    ['denied', 'approve', 100_000, { portfolio: portfolio({ drawdownFraction: 0.5 }) }],
    ['asked', 'approve', 102_000, {}],
  ])('%s after %s', async (outcome, said, price, over) => {
    const asked = await made({ inputs: inputs({ settings: ASKING }) });
    const record = answer(asked, said, NOW + 30_000, price, over);
    expect(record.outcome).toBe(outcome);
    expect(await replayDecision(record, VOTERS)).toEqual(same());
  });

  it.each<[Answer, number]>([
    ['approve', 4],
    ['half', 4],
    ['decline', 3],
    ['expired', 3],
  ])('after two new quotes and %s', async (said, gates) => {
    const asked = await made({ inputs: inputs({ settings: ASKING }) });
    const once = answer(asked, 'approve', NOW + 30_000, 102_000);
    const twice = answer(once, 'half', NOW + 60_000, 100_500);
    const record = answer(twice, said, NOW + 90_000, 100_600);
    expect(record.gates).toHaveLength(gates);
    expect(await replayDecision(record, VOTERS)).toEqual(same());
  });

  it('takes the word of a language model, and an absence, as they are written', async () => {
    const late: Verdict = { ...verdict('rules:news-risk', 'abstained'), latencyMs: 20_000 };
    const said = {
      ...verdict('groq:llama'),
      reviewer: { name: 'groq:llama', kind: 'language-model', version: '1' },
    } as const;
    const record = await made({ verdicts: [said, late] });
    const away = fakeReviewer('groq:llama', () => Promise.reject(new Error('no network')));
    expect(await replayDecision(record, { ...VOTERS, reviewers: [away, ...REVIEWERS] })).toEqual(same(['model']));
  });

  it('ignores how long somebody took', async () => {
    const record = await made();
    const slower = { ...record, verdicts: record.verdicts.map((one) => ({ ...one, latencyMs: 31 })) };
    expect(await replayDecision(slower, VOTERS)).toEqual(same());
  });
});

describe('what was changed afterwards comes to light', () => {
  it.each<[string, (record: DecisionRecord) => DecisionRecord]>([
    ['$.sizing.quantity', (it) => ({ ...it, sizing: it.sizing && { ...it.sizing, quantity: '9' } })],
    ['$.outcome', (it) => ({ ...it, outcome: 'held' })],
    ['$.order', (it) => ({ ...it, order: null })],
    [
      '$.gates[0].rules[3].outcome',
      (it) => ({
        ...it,
        gates: it.gates.map((gate) => ({
          ...gate,
          rules: gate.rules.map((rule) => ({ ...rule, outcome: 'denied' as const })),
        })),
      }),
    ],
    [
      '$.verdicts[0].stance',
      (it) => ({
        ...it,
        verdicts: it.verdicts.map((one, at) => (at === 0 ? { ...one, stance: 'sell' } : one)) as Verdict[],
      }),
    ],
    [
      '$.gates[0].rules[0].value',
      (it) => ({ ...it, inputs: { ...it.inputs, portfolio: portfolio({ unresolvedOrders: 2 }) } }),
    ],
    ['$.extra', (it) => ({ ...it, extra: 1 }) as DecisionRecord],
  ])('%s', async (path, tamper) => {
    const result = await replayDecision(tamper(await made()), VOTERS);
    expect(result.same).toBe(false);
    if (!result.same) expect(result.differences.map((one) => one.path)).toContain(path);
  });

  it('a model that votes otherwise is named with both values', async () => {
    const result = await replayDecision(await made(), { ...VOTERS, model: fakeModel(modelVote('buy', 0.9)) });
    expect(result).toMatchObject({
      same: false,
      differences: expect.arrayContaining([{ path: '$.model.probabilityUp', recorded: 0.7, recomputed: 0.9 }]),
    });
  });
});

describe('what a language model replied', () => {
  const spoken = (stance: 'buy' | 'hold'): Verdict => ({
    reviewer: { name: 'groq:a', kind: 'language-model', version: 'review-news@1', role: 'news-psychology' },
    ...{ latencyMs: 12, outcome: 'voted', stance, confidence: 0.7, reasons: [], note: null },
  });

  it('is read again: the same reading makes the same decision, and the reader sees the same request', async () => {
    const record = await made({ verdicts: [spoken('buy'), verdict('rules:technical')] });
    const seen: unknown[] = [];
    const reread = (said: Verdict, request: unknown) => {
      seen.push(request);
      return { ...said, latencyMs: 99 };
    };
    const result = await replayDecision(record, { model: fakeModel(), reviewers: [], reread });
    expect(result).toEqual({ same: true, asked: ['model'], reread: ['groq:a'] });
    expect(seen).toEqual([expect.objectContaining({ decisionId: record.id, news: record.inputs.news })]);
  });

  it('shows where the record says otherwise, and what would have come of it', async () => {
    const record = await made({ verdicts: [spoken('buy'), verdict('rules:technical')] });
    const result = await replayDecision(record, {
      ...{ model: fakeModel(), reviewers: [] },
      reread: (said) => ({ ...said, ...spoken('hold') }),
    });
    const paths = result.same ? [] : result.differences.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['$.verdicts[0].stance', '$.outcome']));
  });

  it('counts as it is written where it cannot be read', async () => {
    const record = await made({ verdicts: [spoken('buy'), verdict('rules:technical')] });
    const result = await replayDecision(record, { model: fakeModel(), reviewers: [], reread: () => null });
    expect(result).toEqual(same(['model']));
  });
});
