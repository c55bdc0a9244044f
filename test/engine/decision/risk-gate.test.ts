import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntryContext } from '../../../engine/decision/risk-gate.ts';
import { approveEntry, approveReduction } from '../../../engine/decision/risk-gate.ts';
import { RISK_RULES } from '../../../engine/decision/risk-rules/registry.ts';
import type { OrderRequest } from '../../../engine/domain/order.ts';
import { BTC, humanSignal, limits, market, mood, NOW, portfolio, signal } from './decision-fixtures.ts';

function request(over: Partial<OrderRequest> = {}): OrderRequest {
  return {
    symbol: BTC.symbol,
    side: 'buy',
    type: 'market',
    quantity: '0.2',
    price: null,
    triggerPrice: null,
    reduceOnly: false,
    ...over,
  };
}

/** 20 % of equity, 0.22 % at risk. */
function context(over: Partial<EntryContext> = {}): EntryContext {
  return {
    asOf: NOW,
    signal: signal(),
    stopPrice: '99000',
    worstLoss: '219.9',
    instrument: BTC,
    market: market(),
    portfolio: portfolio(),
    sentiment: null,
    limits: limits(),
    ...over,
  };
}

/** Those that are asked of every desk; the breakers of a real market are asked where a limit is set. */
const STANDING_RULES = RISK_RULES.filter((rule) => rule.isAsked === undefined || rule.name === 'news-alarm').map(
  ({ name }) => name,
);

const held = (direction: 'long' | 'short', notional = 10_000) => ({ direction, quantity: '0.1', notional, units: 1 });

describe('approveEntry', () => {
  it('gives the request back, approved, with every rule and its figures', () => {
    const result = approveEntry(request(), context());
    expect(result).toMatchObject({ outcome: 'approved', request: request() });
    expect(result.rules.map(({ rule }) => rule)).toEqual(STANDING_RULES);
    expect(result.rules.find(({ rule }) => rule === 'max-symbol-exposure')).toEqual({
      rule: 'max-symbol-exposure',
      outcome: 'passed',
      value: 0.2,
      limit: 0.4,
    });
  });

  it.each<[string, Partial<EntryContext>, number | null, number | null]>([
    ['unresolved-order', { portfolio: portfolio({ unresolvedOrders: 1 }) }, 1, 0],
    ['stale-market', { asOf: NOW + 15_001 }, 15_001, 15_000],
    ['spread', { market: market({ spreadFraction: 0.0011 }) }, 0.0011, 0.001],
    ['daily-loss', { portfolio: portfolio({ dayReturnFraction: -0.03 }) }, 0.03, 0.03],
    ['drawdown', { portfolio: portfolio({ drawdownFraction: 0.15 }) }, 0.15, 0.15],
    ['loss-cooldown', { portfolio: portfolio({ lastLossAt: NOW - 599_999 }) }, 599_999, 600_000],
    ['news-alarm', { sentiment: mood(-0.6) }, -0.6, -0.6],
    ['spot-short', { instrument: { ...BTC, kind: 'spot' }, signal: signal({ direction: 'short' }) }, 1, 0],
    ['opposite-position', { portfolio: portfolio({ position: held('short') }) }, 1, 0],
    ['stop-required', { stopPrice: null }, null, 0],
    ['stop-required', { stopPrice: '101000' }, -0.01, 0],
    ['max-symbol-exposure', { portfolio: portfolio({ position: held('long', 20_001) }) }, 0.40001, 0.4],
    ['max-exposure', { portfolio: portfolio({ exposure: 70_000, pendingNotional: 10_001 }) }, 1.00001, 1],
    ['trade-risk', { worstLoss: '1000.01' }, 0.0100001, 0.01],
    ['open-positions', { portfolio: portfolio({ openPositions: 4 }) }, 5, 4],
    ['orders-per-minute', { portfolio: portfolio({ ordersLastMinute: 6 }) }, 7, 6],
    ['orders-per-day', { portfolio: portfolio({ ordersToday: 60 }) }, 61, 60],
  ])('denies by %s', (rule, over, value, limit) => {
    const side = over.signal?.direction === 'short' ? 'sell' : 'buy';
    const stop = side === 'sell' ? { stopPrice: '101000' } : {};
    const result = approveEntry(request({ side }), context({ ...stop, ...over }));
    expect(result).toMatchObject({ outcome: 'denied', reason: { code: `risk.${rule}` } });
    expect(result.rules).toHaveLength(STANDING_RULES.length);
    const found = result.rules.find((answer) => answer.rule === rule);
    expect(found?.outcome).toBe('denied');
    if (value === null) expect(found?.value).toBeNull();
    else expect(found?.value).toBeCloseTo(value, 9);
    expect(found?.limit).toBe(limit);
  });

  it.each<[string, Partial<EntryContext>]>([
    ['stale-market', { asOf: NOW + 15_000 }],
    ['loss-cooldown', { portfolio: portfolio({ lastLossAt: NOW - 600_000 }) }],
    ['max-symbol-exposure', { portfolio: portfolio({ position: held('long', 20_000) }) }],
    ['open-positions', { portfolio: portfolio({ openPositions: 4, position: held('long') }) }],
    ['trade-risk', { worstLoss: '1000' }],
  ])('lets the limit itself pass: %s', (_, over) => {
    expect(approveEntry(request(), context(over)).outcome).toBe('approved');
  });

  it('buys nothing into bad news, but lets a person do so, and the desk sell', () => {
    const bad = { sentiment: mood(-0.9) };
    const outcome = (over: Partial<EntryContext>, changes: Partial<OrderRequest> = {}) =>
      approveEntry(request(changes), context({ ...bad, ...over })).outcome;
    expect(outcome({})).toBe('denied');
    expect(outcome({ signal: humanSignal({ stopDistance: 1_000 }) })).toBe('approved');
    expect(outcome({ signal: signal({ direction: 'short' }), stopPrice: '101000' }, { side: 'sell' })).toBe('approved');
    expect(outcome({ limits: limits({ newsAlarmTone: null }) })).toBe('approved');
  });

  it('does not ask about the news where a record is older than the rule', () => {
    const { sentiment: _, ...old } = context();
    const names = approveEntry(request(), old).rules.map(({ rule }) => rule);
    expect(names).not.toContain('news-alarm');
    expect(names).toHaveLength(STANDING_RULES.length - 1);
  });

  it.each<[string, Partial<OrderRequest>]>([
    ['off the lot', { quantity: '0.2005' }],
    ['of nothing', { quantity: '0' }],
    ['below zero', { quantity: '-0.2' }],
    ['worth less than the minimum', { quantity: '0.001', price: '4000', type: 'limit' }],
    ['on the other side', { side: 'sell' }],
    ['in another symbol', { symbol: 'ETH/USDT:USDT' }],
    ['that only reduces', { reduceOnly: true }],
  ])('denies an order %s', (_, over) => {
    expect(approveEntry(request(over), context({ stopPrice: '3000' })).rules).toContainEqual(
      expect.objectContaining({ rule: 'order-grid', outcome: 'denied' }),
    );
  });

  it("refuses a person's order above the cap and names cap, asked and allowed", () => {
    const own = context({ signal: humanSignal({}), stopPrice: null });
    expect(approveEntry(request({ quantity: '0.3' }), own)).toMatchObject({
      outcome: 'denied',
      reason: {
        code: 'risk.human-order',
        values: { value: 0.3, limit: 0.25, askedFraction: 0.3, allowedFraction: 0.25 },
      },
    });
    const crowded = context({ ...own, portfolio: portfolio({ position: held('long', 30_000) }) });
    expect(approveEntry(request(), crowded)).toMatchObject({
      reason: {
        code: 'risk.max-symbol-exposure',
        values: { askedFraction: 0.2, allowedFraction: expect.closeTo(0.1, 12) },
      },
    });
  });

  it('says how much risk would be allowed', () => {
    const own = context({ signal: humanSignal({}), worstLoss: '2000' });
    expect(approveEntry(request(), own)).toMatchObject({
      reason: { code: 'risk.trade-risk', values: { askedFraction: 0.2, allowedFraction: 0.1 } },
    });
  });

  it('lets a person do without a stop', () => {
    expect(approveEntry(request(), context({ signal: humanSignal({}), stopPrice: null })).outcome).toBe('approved');
  });

  it('denies as soon as any figure that a rule reads is no number', () => {
    const own = portfolio({ lastLossAt: NOW - 1e9 });
    const read = {
      portfolio: ['equity', 'exposure', 'pendingNotional', 'dayReturnFraction', 'drawdownFraction', 'lastLossAt'],
      counts: ['openPositions', 'ordersLastMinute', 'ordersToday', 'unresolvedOrders'],
      market: ['price', 'spreadFraction', 'quotedAt'],
      limits: Object.keys(limits()),
    };
    const broken: EntryContext[] = [
      ...[...read.portfolio, ...read.counts].map((key) => context({ portfolio: { ...own, [key]: Number.NaN } })),
      ...read.market.map((key) => context({ market: { ...market(), [key]: Number.NaN } })),
      ...read.limits.map((key) => context({ limits: { ...limits(), [key]: Number.NaN } })),
      context({ asOf: Number.NaN }),
      context({ portfolio: portfolio({ position: held('long', Number.NaN) }) }),
    ];
    for (const odd of broken) expect(approveEntry(request(), odd).outcome).toBe('denied');
    expect(approveEntry(request(), context({ portfolio: own })).outcome).toBe('approved');
  });

  it('never approves beyond a cap, whatever the figures', () => {
    const anything = fc.double();
    fc.assert(
      fc.property(anything, anything, anything, anything, (equity, exposure, pendingNotional, price) => {
        const world = context({
          market: market({ price }),
          portfolio: portfolio({ equity, exposure, pendingNotional }),
          stopPrice: null,
          signal: humanSignal({}),
        });
        if (approveEntry(request(), world).outcome === 'denied') return;
        expect((exposure + pendingNotional + 0.2 * price) / equity).toBeLessThanOrEqual(1 + 1e-8);
      }),
    );
  });
});

describe('approveReduction', () => {
  const out = (over: Partial<OrderRequest> = {}) =>
    request({ side: 'sell', reduceOnly: true, quantity: '0.1', ...over });

  it('approves what makes a position smaller', () => {
    expect(approveReduction(out(), held('long'))).toMatchObject({ outcome: 'approved', request: out() });
    expect(approveReduction(out({ side: 'buy', quantity: '0.05' }), held('short')).outcome).toBe('approved');
  });

  it.each<[string, Partial<OrderRequest>]>([
    ['risk.reduce-only', { reduceOnly: false }],
    ['risk.reduce-side', { side: 'buy' }],
    ['risk.reduce-quantity', { quantity: '0.101' }],
    ['risk.reduce-quantity', { quantity: '0' }],
  ])('denies with %s', (code, over) => {
    expect(approveReduction(out(over), held('long'))).toMatchObject({ outcome: 'denied', reason: { code } });
  });

  it('denies without a position', () => {
    expect(approveReduction(out(), null).outcome).toBe('denied');
  });
});
