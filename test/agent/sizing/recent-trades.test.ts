import { describe, expect, it } from 'vitest';
import { createRecentTrades } from '../../../agent/sizing/recent-trades.ts';
import { LOSS, TRADE } from '../fixtures/desk.ts';

const closed = (trade = TRADE) => ({ event: { type: 'trade.closed', trade } as const });

describe('the last trades', () => {
  it('come newest first, with what was earned after fees of what was put in', () => {
    const recent = createRecentTrades();
    recent.note(closed());
    recent.note({ event: { type: 'equity.measured', equity: '1', cash: '1', exposure: '0' } });
    recent.note(closed({ ...LOSS, quantity: '2', entryPrice: '100', net: '-3' }));
    expect(recent.last(5)).toEqual([
      { symbol: LOSS.symbol, direction: 'short', closedAt: LOSS.closedAt, netFraction: -0.015 },
      // 12.9248 ÷ (5.02 × 163.44)
      { symbol: TRADE.symbol, direction: 'long', closedAt: TRADE.closedAt, netFraction: expect.closeTo(0.0157529, 6) },
    ]);
    expect(recent.last(1)).toHaveLength(1);
  });

  it('forget the oldest', () => {
    const recent = createRecentTrades(2);
    for (const net of ['1', '2', '3']) recent.note(closed({ ...TRADE, net, quantity: '1', entryPrice: '1' }));
    expect(recent.last(9).map(({ netFraction }) => netFraction)).toEqual([3, 2]);
  });
});
