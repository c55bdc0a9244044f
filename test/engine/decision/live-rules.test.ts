import { describe, expect, it } from 'vitest';
import { liveLimits } from '../../../engine/decision/live-limits.ts';
import type { EntryContext } from '../../../engine/decision/risk-gate.ts';
import { approveEntry } from '../../../engine/decision/risk-gate.ts';
import type { PortfolioContext } from '../../../engine/domain/evidence.ts';
import type { OrderRequest } from '../../../engine/domain/order.ts';
import { BTC, humanSignal, limits, market, NOW, portfolio, signal } from './decision-fixtures.ts';

const REQUEST: OrderRequest = {
  symbol: BTC.symbol,
  side: 'buy',
  type: 'market',
  quantity: '0.2',
  price: null,
  triggerPrice: null,
  reduceOnly: false,
};

/** An entry of a fifth of the equity under the limits of a real market. */
function judged(own: Partial<PortfolioContext>, over: Partial<EntryContext> = {}) {
  const result = approveEntry(REQUEST, {
    ...{ asOf: NOW, signal: signal(), stopPrice: '99000', worstLoss: '219.9', instrument: BTC },
    ...{ market: market(), sentiment: null, limits: liveLimits(limits()) },
    portfolio: portfolio({ symbolOrdersLastMinute: 0, notionalToday: 0, owner: null, ...own }),
    ...over,
  });
  return result.outcome === 'approved' ? 'approved' : result.reason.code;
}

describe('the breakers of a real market', () => {
  it('let an ordinary entry through', () => {
    expect(judged({})).toBe('approved');
  });

  it('stop the seventh entry of a minute in one market', () => {
    expect(judged({ symbolOrdersLastMinute: 5 })).toBe('approved');
    expect(judged({ symbolOrdersLastMinute: 6 })).toBe('risk.symbol-orders-per-minute');
  });

  it('stop what would add up to more than five times the equity in a day', () => {
    const { equity } = portfolio();
    expect(judged({ notionalToday: equity * 4.8 })).toBe('approved');
    expect(judged({ notionalToday: equity * 4.81 })).toBe('risk.daily-notional');
  });

  it('deny where a figure is missing', () => {
    const { symbolOrdersLastMinute, ...rest } = portfolio({ symbolOrdersLastMinute: 0, notionalToday: 0, owner: null });
    expect(symbolOrdersLastMinute).toBe(0);
    expect(judged({}, { portfolio: rest })).toBe('risk.symbol-orders-per-minute');
  });

  it('keep one strategy out of a market that another one holds, and no person', () => {
    expect(judged({ owner: 'strategy:turtle' })).toBe('approved');
    expect(judged({ owner: 'strategy:mean-reversion' })).toBe('risk.symbol-owner');
    expect(judged({ owner: 'strategy:mean-reversion' }, { signal: humanSignal({ stopDistance: 1_000 }) })).toBe(
      'approved',
    );
  });

  it('are not asked where no limit is set, and change no record then', () => {
    const result = approveEntry(REQUEST, {
      ...{ asOf: NOW, signal: signal(), stopPrice: '99000', worstLoss: '219.9', instrument: BTC },
      ...{ market: market(), sentiment: null, limits: limits(), portfolio: portfolio() },
    });
    const names = result.rules.map(({ rule }) => rule);
    for (const name of ['symbol-owner', 'daily-notional', 'symbol-orders-per-minute', 'external-change']) {
      expect(names).not.toContain(name);
    }
  });
});

describe('a change that others made', () => {
  it('keeps strategies out until somebody answers, and people only from what nobody can explain', () => {
    for (const externalChange of ['pending', 'left', 'unexplained'] as const) {
      expect(judged({ externalChange })).toBe('risk.external-change');
      const person = judged({ externalChange }, { signal: humanSignal({ stopDistance: 1_000 }) });
      expect(person).toBe(externalChange === 'unexplained' ? 'risk.external-change' : 'approved');
    }
  });
});
