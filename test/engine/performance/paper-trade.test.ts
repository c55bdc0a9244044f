import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candle } from '../../../engine/domain/market.ts';
import type { PaperTrade } from '../../../engine/performance/paper-trade.ts';
import { firstStop, paperNet, paperStep } from '../../../engine/performance/paper-trade.ts';

const MINUTE = 60_000;
const LONG: PaperTrade = {
  symbol: 'BTC/USDT:USDT',
  direction: 'long',
  quantity: '2',
  entryPrice: '100',
  at: 0,
  stopPrice: '95',
  targetPrice: '110',
  trailDistance: null,
  exitBy: null,
  feeFraction: '0.0005',
};
const SHORT: PaperTrade = { ...LONG, direction: 'short', stopPrice: '105', targetPrice: '90' };

function bar(open: number, high: number, low: number, close: number, openTime = 0): Candle {
  const prices = { open, high, low, close, volume: 1 };
  return { symbol: LONG.symbol, timeframe: '1m', openTime, closeTime: openTime + MINUTE, ...prices };
}

describe('a trade that was not made', () => {
  it.each([
    ['is stopped at its stop', LONG, bar(100, 101, 94, 96), { exit: 'stop', price: 95 }],
    ['is stopped at the open of a bar beyond it', LONG, bar(93, 94, 92, 93), { exit: 'stop', price: 93 }],
    ['is stopped where one bar holds stop and target', LONG, bar(100, 111, 94, 110), { exit: 'stop', price: 95 }],
    ['reaches its target', LONG, bar(100, 112, 99, 111), { exit: 'target', price: 110 }],
    ['is stopped short', SHORT, bar(100, 106, 99, 100), { exit: 'stop', price: 105 }],
    ['is stopped short beyond its stop', SHORT, bar(107, 108, 106, 107), { exit: 'stop', price: 107 }],
    ['reaches its target short', SHORT, bar(92, 93, 89, 91), { exit: 'target', price: 90 }],
    [
      'ends by its time at the close',
      { ...LONG, exitBy: MINUTE },
      bar(100, 101, 99, 100.5),
      { exit: 'time', price: 100.5 },
    ],
  ] as const)('%s', (_what, trade, candle, exit) => {
    expect(paperStep(trade, firstStop(trade), candle)).toEqual({ outcome: 'closed', ...exit });
  });

  it('trails its stop after a bar, never back', () => {
    const trade = { ...LONG, trailDistance: '4' };
    const risen = paperStep(trade, 95, bar(100, 104, 99.5, 103));
    expect(risen).toEqual({ outcome: 'open', stop: 100 });
    expect(paperStep(trade, 100, bar(103, 103.5, 101, 102))).toEqual({ outcome: 'open', stop: 100 });
    expect(paperStep({ ...SHORT, trailDistance: '4' }, 105, bar(100, 100.5, 97, 98))).toEqual({
      outcome: 'open',
      stop: 101,
    });
  });

  it('pays the slippage and the fee on both sides', () => {
    // In at 100.05, out at 109.945: (9.895 - 0.0005 × 209.995) × 2.
    expect(paperNet(LONG, 110)).toBe('19.580005');
    // In at 99.95, out at 90.045: (9.905 - 0.0005 × 189.995) × 2.
    expect(paperNet(SHORT, 90)).toBe('19.620005');
    expect(Number(paperNet(LONG, 100))).toBeLessThan(0);
  });

  it('earns more the better it gets out, in either direction', () => {
    const price = fc.double({ min: 50, max: 150, noNaN: true });
    fc.assert(
      fc.property(price, price, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(Number(paperNet(LONG, high))).toBeGreaterThanOrEqual(Number(paperNet(LONG, low)));
        expect(Number(paperNet(SHORT, low))).toBeGreaterThanOrEqual(Number(paperNet(SHORT, high)));
      }),
    );
  });
});
