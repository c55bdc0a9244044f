import { describe, expect, it } from 'vitest';
import { whyAsk } from '../../../engine/decision/approval-policy.ts';
import { approvalTerms, driftFraction, openApproval } from '../../../engine/decision/approval-terms.ts';
import { decide } from '../../../engine/decision/decide.ts';
import { recordHash } from '../../../engine/decision/record-hash.ts';
import { ASSENTS, humanSignal, inputs, modelVote, NOW, settings, signal } from './decision-fixtures.ts';

describe('whyAsk', () => {
  const own = humanSignal({});
  const exit = signal({ action: 'exit' });

  it.each([
    ['auto', signal(), 0.9, null],
    ['auto', own, 0.9, null],
    ['ask-always', signal(), 0.01, 'approval.always'],
    ['ask-always', own, 0.01, 'approval.always'],
    ['ask-above', signal(), 0.0999, null],
    ['ask-above', signal(), 0.1, 'approval.above-fraction'],
    ['ask-above', own, 0.2, null],
    ['ask-above', own, 0.2001, 'approval.above-fraction'],
    ['ask-above', signal(), Number.NaN, 'approval.above-fraction'],
    ['ask-above', own, Number.NaN, 'approval.above-fraction'],
    ['ask-always', exit, 1, null],
  ] as const)('%s: %o at %d', (approvalMode, wanted, fraction, code) => {
    expect(whyAsk(wanted, fraction, settings({ approvalMode }))?.code ?? null).toBe(code);
  });
});

describe('approval terms', () => {
  const asked = decide({
    number: 3,
    at: NOW,
    signal: signal(),
    inputs: inputs({ settings: settings({ approvalMode: 'ask-always' }) }),
    model: modelVote(),
    verdicts: ASSENTS,
    advice: { investmentFraction: 0.4, advisor: 'rules:bands' },
    moved: null,
  });

  it('are the sizing at the price of the gate', () => {
    expect(asked.terms).toEqual({
      decisionId: 'D-3',
      symbol: 'BTC/USDT:USDT',
      side: 'buy',
      quantity: '0.4',
      notional: '40000',
      equityFraction: 0.4,
      worstLoss: '439.8',
      stopPrice: '99000',
      targetPrice: '102000',
      priceAtProposal: '100000',
    });
  });

  it('open a question that expires by the settings and is bound to the hash of the terms', () => {
    expect(openApproval('A-1', asked.record)).toMatchObject({
      id: 'A-1',
      status: 'pending',
      createdAt: NOW,
      expiresAt: NOW + 300_000,
      termsSha256: recordHash(approvalTerms(asked.record)),
    });
  });

  it('exist only for what is asked', () => {
    expect(() => approvalTerms({ ...asked.record, outcome: 'acted' })).toThrow('only what is asked has terms');
  });

  it('drift both ways', () => {
    expect(driftFraction(100, 101)).toBeCloseTo(0.01, 12);
    expect(driftFraction(100, 99)).toBeCloseTo(0.01, 12);
  });
});
