import { describe, expect, it } from 'vitest';
import { openApproval } from '../../../engine/decision/approval-terms.ts';
import { decide } from '../../../engine/decision/decide.ts';
import type { ResolveInput } from '../../../engine/decision/resolve.ts';
import { resolve } from '../../../engine/decision/resolve.ts';
import type { DecisionRecord } from '../../../engine/domain/decision.ts';
import { reason } from '../../../engine/domain/reason.ts';
import { ASSENTS, inputs, market, modelVote, movedTo, NOW, portfolio, settings, signal } from './decision-fixtures.ts';

const ASKING = settings({ approvalMode: 'ask-always' });
const LATER = NOW + 60_000;

const asked = decide({
  number: 7,
  at: NOW,
  signal: signal(),
  inputs: inputs({ settings: ASKING }),
  model: modelVote(),
  verdicts: ASSENTS,
  advice: { investmentFraction: 0.4, advisor: 'rules:bands' },
  moved: null,
}).record;

function answered(over: Partial<ResolveInput> = {}, record: DecisionRecord = asked) {
  return resolve({
    record,
    approval: openApproval('A-1', record),
    answer: 'approve',
    by: 'owner',
    at: LATER,
    inputsNow: nowAt(100_100),
    ...over,
  });
}

function nowAt(price: number, over: Parameters<typeof movedTo>[0] = {}) {
  return movedTo({ asOf: LATER, settings: ASKING, market: market({ price, quotedAt: LATER }), ...over });
}

describe('an answer', () => {
  it('approves: the gate is asked again and both askings are on record', () => {
    const { record, request } = answered();
    expect(record).toMatchObject({
      id: 'D-7',
      at: NOW,
      outcome: 'acted',
      reason: reason('approval.approved', { by: 'owner' }),
      approval: {
        approvalId: 'A-1',
        answer: 'approve',
        by: 'owner',
        at: LATER,
        priceAtProposal: '100000',
        priceAtAnswer: '100100',
      },
    });
    expect(record.approval?.driftFraction).toBeCloseTo(0.001, 12);
    expect(record.gates.map(({ at, price }) => [at, price])).toEqual([
      [NOW, 100_000],
      [LATER, 100_100],
    ]);
    // 0.4 was at the cap of 40 % of equity; at the higher price that is a lot less.
    expect(record.sizing?.quantity).toBe('0.399');
    expect(request).toEqual(record.order);
    expect(request?.quantity).toBe('0.399');
  });

  it('keeps the stop and target that were assented to', () => {
    expect(answered().record.sizing).toMatchObject({ stopPrice: '99000', targetPrice: '102000' });
  });

  it('takes half', () => {
    const { record } = answered({ answer: 'half', inputsNow: nowAt(100_000) });
    expect(record).toMatchObject({
      outcome: 'acted',
      reason: reason('approval.halved', { by: 'owner' }),
      order: { quantity: '0.2' },
      sizing: { notional: '20000', worstLoss: '219.9' },
    });
    expect(record.sizing?.clamps.at(-1)?.cap).toBe('half');
  });

  it('declines, and no gate is asked', () => {
    const { record, request } = answered({ answer: 'decline' });
    expect(record).toMatchObject({
      outcome: 'declined',
      reason: reason('approval.declined', { by: 'owner' }),
      order: null,
    });
    expect(record.gates).toHaveLength(1);
    expect(request).toBeNull();
  });

  it('counts for nothing once the question has expired', () => {
    const { record, request } = answered({ at: NOW + 300_000 });
    expect(record).toMatchObject({ outcome: 'expired', approval: { answer: 'expired', by: 'owner' }, order: null });
    expect(request).toBeNull();
    expect(answered({ answer: 'expired', by: null, at: NOW + 300_000 }).record.outcome).toBe('expired');
  });

  it('is blocked by a pause since the question', () => {
    const blockedBy = reason('panic.latched');
    expect(answered({ inputsNow: nowAt(100_000, { blockedBy }) }).record).toMatchObject({
      outcome: 'blocked',
      reason: blockedBy,
      order: null,
    });
    const voided = answered({ answer: 'voided', by: null, inputsNow: nowAt(100_000, { blockedBy }) });
    expect(voided.record).toMatchObject({ outcome: 'blocked', reason: blockedBy });
    expect(answered({ answer: 'voided', by: null }).record).toMatchObject({
      outcome: 'skipped',
      reason: { code: 'approval.voided' },
    });
  });

  it('is denied by a rule that has come to bind since', () => {
    const lost = portfolio({ dayReturnFraction: -0.05 });
    const { record, request } = answered({ inputsNow: nowAt(100_000, { portfolio: lost }) });
    expect(record).toMatchObject({ outcome: 'denied', reason: { code: 'risk.daily-loss' }, order: null });
    expect(record.gates).toHaveLength(2);
    expect(request).toBeNull();
  });

  it('is denied on a market that has gone stale', () => {
    const stale = nowAt(100_000, { market: market({ quotedAt: NOW }) });
    expect(answered({ inputsNow: stale }).record.reason.code).toBe('risk.stale-market');
  });

  it('never counts for other terms than were shown', () => {
    const other = { ...openApproval('A-1', asked), termsSha256: '00'.repeat(32) };
    expect(() => answered({ approval: other })).toThrow('was not asked with the terms of D-7');
  });

  it('cannot be given twice', () => {
    const { record } = answered();
    expect(() => answered({ approval: openApproval('A-1', asked) }, record)).toThrow('only what is asked has terms');
  });
});

describe('drift beyond the limit', () => {
  const requoted = answered({ inputsNow: nowAt(99_000) });

  it('asks anew instead of trading', () => {
    expect(requoted.record).toMatchObject({
      outcome: 'asked',
      reason: {
        code: 'approval.requoted',
        values: { maxDriftFraction: 0.003, priceAtProposal: 100_000, priceNow: 99_000 },
      },
      approval: { approvalId: 'A-1', answer: 'approve' },
      order: null,
    });
    expect(requoted.request).toBeNull();
    expect(requoted.terms).toMatchObject({ priceAtProposal: '99000', stopPrice: '98000', quantity: '0.404' });
  });

  it('then trades on the new terms', () => {
    const approval = openApproval('A-2', requoted.record);
    expect(approval.expiresAt).toBe(LATER + 300_000);
    const inputsNow = nowAt(99_050, { asOf: LATER + 5000 });
    const { record } = answered({ approval, at: LATER + 5000, inputsNow }, requoted.record);
    expect(record).toMatchObject({ outcome: 'acted', approval: { approvalId: 'A-2' }, order: { quantity: '0.403' } });
    expect(record.gates).toHaveLength(3);
  });

  it('does not trade on the old terms', () => {
    expect(() => answered({}, { ...requoted.record, gates: asked.gates })).not.toThrow();
    expect(() => answered({ approval: openApproval('A-1', asked) }, requoted.record)).toThrow('was not asked with');
  });

  it('counts a price that is no number as drift, never as none', () => {
    expect(() => answered({ inputsNow: nowAt(Number.NaN) })).toThrow();
  });
});
