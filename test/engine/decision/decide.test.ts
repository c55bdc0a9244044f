import { describe, expect, it } from 'vitest';
import type { DecideInput } from '../../../engine/decision/decide.ts';
import { decide } from '../../../engine/decision/decide.ts';
import { recordHash } from '../../../engine/decision/record-hash.ts';
import { RISK_RULES } from '../../../engine/decision/risk-rules/registry.ts';
import { reason } from '../../../engine/domain/reason.ts';
import {
  ASSENTS,
  humanSignal,
  inputs,
  limits,
  market,
  modelVote,
  movedTo,
  NOW,
  portfolio,
  settings,
  signal,
  throughTheJournal,
  verdict,
} from './decision-fixtures.ts';

/** Those that are asked of every desk; the breakers of a real market are asked where a limit is set. */
const STANDING_RULES = RISK_RULES.filter((rule) => rule.isAsked === undefined || rule.name === 'news-alarm').length;
const PAUSED = reason('entries.paused', { by: 'owner' });
const LONG_HELD = portfolio({
  exposure: 40_000,
  openPositions: 1,
  position: { direction: 'long', quantity: '0.4', notional: 40_000, units: 1 },
});

function made(over: Partial<DecideInput> = {}) {
  return decide({
    number: 12,
    at: NOW,
    signal: signal(),
    inputs: inputs(),
    model: modelVote(),
    verdicts: ASSENTS,
    advice: { investmentFraction: 0.4, advisor: 'rules:bands' },
    moved: null,
    ...over,
  });
}

describe('an entry', () => {
  it('acts when everybody assents: the record holds each step, and its hash', () => {
    const { record, sha256, request, terms } = made();
    expect(record).toMatchObject({
      schema: 1,
      id: 'D-12',
      at: NOW,
      outcome: 'acted',
      reason: { code: 'consensus.unanimous' },
      consensus: { policy: 'unanimous', outcome: 'act', assenting: 3, asked: 3 },
      sizing: { quantity: '0.4', stopPrice: '99000' },
      approval: null,
      order: { side: 'buy', type: 'market', quantity: '0.4', price: null, reduceOnly: false },
    });
    expect(record.gates).toHaveLength(1);
    expect(record.gates[0]?.rules).toHaveLength(STANDING_RULES);
    expect(record.gates[0]).not.toHaveProperty('inputs');
    expect(request).toEqual(record.order);
    expect(terms).toBeNull();
    expect(recordHash(throughTheJournal(record))).toBe(sha256);
  });

  it('sells short with the stop above', () => {
    const verdicts = [verdict('rules:technical', 'sell'), verdict('rules:news-risk', 'sell')];
    const { record } = made({ signal: signal({ direction: 'short' }), model: modelVote('sell'), verdicts });
    expect(record).toMatchObject({
      outcome: 'acted',
      sizing: { stopPrice: '101000', targetPrice: '98000' },
      order: { side: 'sell', reduceOnly: false },
    });
  });

  it('holds when one disagrees, and goes no further', () => {
    const { record, request } = made({ verdicts: [verdict('rules:technical', 'hold'), verdict('rules:news-risk')] });
    expect(record).toMatchObject({
      outcome: 'held',
      reason: { code: 'consensus.disagreed', values: { voter: 'rules:technical', stance: 'hold' } },
      sizing: null,
      gates: [],
      order: null,
    });
    expect(request).toBeNull();
  });

  it('is blocked before anybody is asked', () => {
    const { record } = made({ inputs: inputs({ blockedBy: PAUSED }), model: null, verdicts: [] });
    expect(record).toMatchObject({ outcome: 'blocked', reason: PAUSED, consensus: null, gates: [], order: null });
  });

  it('is blocked by a pause that came while the voters thought', () => {
    const moved = movedTo({ asOf: NOW + 5000, blockedBy: PAUSED });
    const { record, request } = made({ at: NOW + 5000, moved });
    expect(record).toMatchObject({ outcome: 'blocked', reason: PAUSED, consensus: { outcome: 'act' }, order: null });
    expect(record.gates).toEqual([{ at: NOW + 5000, price: 100_000, rules: [], inputs: moved }]);
    expect(request).toBeNull();
  });

  it('is sized and judged by the world after the votes, which the record keeps beside what the voters saw', () => {
    const moved = movedTo({ asOf: NOW + 20_000, market: market({ price: 101_000, quotedAt: NOW + 20_000 }) });
    const { record } = made({ at: NOW + 20_000, moved });
    expect(record).toMatchObject({ outcome: 'acted', sizing: { stopPrice: '100000', quantity: '0.396' } });
    expect(record.gates[0]).toMatchObject({ price: 101_000, inputs: moved });
    expect(record.inputs.market.price).toBe(100_000);
  });

  it('expires when the votes came too late', () => {
    expect(made({ at: NOW + 120_001 }).record).toMatchObject({
      outcome: 'expired',
      reason: { code: 'signal.expired' },
    });
    expect(made({ at: NOW + 15_000 }).record.outcome).toBe('acted');
  });

  it('is denied by a rule, and the record shows which', () => {
    const { record, request } = made({ inputs: inputs({ portfolio: portfolio({ dayReturnFraction: -0.05 }) }) });
    expect(record).toMatchObject({ outcome: 'denied', reason: { code: 'risk.daily-loss' }, order: null });
    expect(record.sizing?.quantity).toBe('0.4');
    expect(record.gates[0]?.rules).toHaveLength(STANDING_RULES);
    expect(request).toBeNull();
  });

  it('is skipped when the caps leave nothing to trade', () => {
    const { record } = made({ inputs: inputs({ portfolio: portfolio({ exposure: 100_000 }) }) });
    expect(record).toMatchObject({
      outcome: 'skipped',
      reason: { code: 'sizing.below-minimum', values: { cap: 'max-exposure' } },
    });
  });

  it('waits for a person above the fraction, with terms and without an order', () => {
    const { record, request, terms } = made({
      inputs: inputs({ settings: settings({ approvalMode: 'ask-above', askAboveFraction: 0.4 }) }),
    });
    expect(record).toMatchObject({
      outcome: 'asked',
      reason: { code: 'approval.above-fraction', values: { fraction: 0.4, askAboveFraction: 0.4 } },
      order: null,
    });
    expect(request).toBeNull();
    expect(terms?.quantity).toBe('0.4');
  });
});

describe("a person's own order", () => {
  const disagree = { model: modelVote('sell'), verdicts: [verdict('a', 'hold'), verdict('b', 'abstained')] };

  it('acts against every vote, and the votes are on record', () => {
    const own = humanSignal({ asked: { type: 'fraction', fraction: 0.1 } });
    expect(made({ signal: own, ...disagree, advice: null }).record).toMatchObject({
      outcome: 'acted',
      reason: { code: 'consensus.advisory', values: { assenting: 0, asked: 3 } },
      order: { quantity: '0.1' },
      sizing: { advisor: 'none', clamps: [] },
    });
  });

  it('is refused above the cap, not shrunk', () => {
    const own = humanSignal({ asked: { type: 'fraction', fraction: 0.3 } });
    expect(made({ signal: own, advice: null }).record).toMatchObject({
      outcome: 'denied',
      reason: { code: 'risk.human-order', values: { limit: 0.25, askedFraction: 0.3, allowedFraction: 0.25 } },
      sizing: { quantity: '0.3' },
      order: null,
    });
  });

  it('rests at its limit price, on the tick', () => {
    const own = humanSignal({
      asked: { type: 'quantity', quantity: '0.1' },
      limitPrice: '95000.04',
      stopDistance: 500,
    });
    expect(made({ signal: own, advice: null }).record).toMatchObject({
      order: { type: 'limit', price: '95000', quantity: '0.1' },
      sizing: { notional: '9500', stopPrice: '94500' },
    });
  });
});

describe('an exit', () => {
  const exit = signal({
    action: 'exit',
    source: 'protective:target',
    plan: { stopDistance: null, targetDistance: null },
  });
  const out = (over: Partial<DecideInput> = {}) =>
    made({ signal: exit, inputs: inputs({ portfolio: LONG_HELD }), model: null, verdicts: [], advice: null, ...over });

  it('closes the position without a vote', () => {
    const { record, request } = out();
    expect(record).toMatchObject({
      outcome: 'acted',
      consensus: { policy: 'exempt' },
      sizing: null,
      order: { side: 'sell', quantity: '0.4', reduceOnly: true },
    });
    expect(record.gates[0]?.rules.map(({ rule }) => rule)).toEqual(['reduce-only', 'reduce-side', 'reduce-quantity']);
    expect(request).toEqual(record.order);
  });

  it.each([
    ['a pause', { blockedBy: PAUSED }],
    ['a lost day', { portfolio: { ...LONG_HELD, dayReturnFraction: -0.5, drawdownFraction: 0.9 } }],
    ['a stale market', { market: market({ quotedAt: 0, spreadFraction: 1 }) }],
    ['unresolved orders', { portfolio: { ...LONG_HELD, unresolvedOrders: 3, ordersLastMinute: 99 } }],
    ['limits of nothing', { limits: limits({ maxOrdersPerMinute: 0, maxExposureFraction: 0 }) }],
  ])('passes %s', (_, over) => {
    expect(out({ inputs: inputs({ portfolio: LONG_HELD, ...over }) }).record.outcome).toBe('acted');
  });

  it('passes its own expiry', () => {
    expect(out({ at: NOW + 1e9 }).record.outcome).toBe('acted');
  });

  it('is skipped without a position', () => {
    expect(out({ inputs: inputs() }).record).toMatchObject({
      outcome: 'skipped',
      reason: { code: 'exit.no-position' },
    });
  });
});
