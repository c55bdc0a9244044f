import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal } from '../../../engine/domain/decimal.ts';
import type { Position } from '../../../engine/domain/position.ts';
import { applyFill } from '../../../engine/domain/position.ts';
import type { Protection } from '../../../engine/domain/protection.ts';
import type { Direction } from '../../../engine/domain/signal.ts';
import { protectiveExit, resizedStop, trailedStop } from '../../../engine/execution/protective-exits.ts';
import { BTC, quoteOf } from '../../fakes/market.ts';

const TICK = '0.1';

function positionOf(direction: Direction, quantity = '1'): Position {
  const fill = {
    tradeId: 't',
    clientId: 'c',
    venue: 'v',
    symbol: BTC,
    side: direction === 'long' ? 'buy' : 'sell',
    quantity,
    price: '100000',
    fee: '0',
    feeCurrency: 'USDT',
    liquidity: 'taker',
    at: 1_000,
  } as const;
  const { position } = applyFill(null, fill, 'D-1');
  if (position === null) throw new RangeError('a first fill opens a position');
  return position;
}

function protectionOf(changes: Partial<Protection> = {}): Protection {
  return { decisionId: 'D-1', stopPrice: null, targetPrice: null, trailDistance: null, exitBy: null, ...changes };
}

describe('a protective exit', () => {
  it.each([
    ['long', 100_999.9, null],
    ['long', 101_000, 'exit.target'],
    ['short', 101_000.1, null],
    ['short', 101_000, 'exit.target'],
  ] as const)('of a %s at %d is %s', (direction, price, code) => {
    const exit = protectiveExit(positionOf(direction), protectionOf({ targetPrice: '101000' }), quoteOf(2, price), 2);
    expect(exit?.code ?? null).toBe(code);
  });

  it('names the target and the price', () => {
    const exit = protectiveExit(positionOf('long'), protectionOf({ targetPrice: '101000' }), quoteOf(2, 101_002.5), 2);
    expect(exit).toEqual({ code: 'exit.target', values: { targetPrice: '101000', price: 101_002.5 } });
  });

  it('comes with its time, to the millisecond', () => {
    const protection = protectionOf({ exitBy: 5_000 });
    expect(protectiveExit(positionOf('long'), protection, quoteOf(4_999, 100_000), 4_999)).toBeNull();
    expect(protectiveExit(positionOf('long'), protection, quoteOf(5_000, 100_000), 5_000)).toEqual({
      code: 'exit.time',
      values: { exitBy: 5_000, heldMs: 4_000, price: 100_000 },
    });
  });

  it('follows a trailed stop that was breached, and leaves a plain stop to the venue', () => {
    const plain = protectionOf({ stopPrice: '99000' });
    const trailed = { ...plain, trailDistance: '500' };
    expect(protectiveExit(positionOf('long'), plain, quoteOf(2, 98_000), 2)).toBeNull();
    expect(protectiveExit(positionOf('long'), trailed, quoteOf(2, 99_000.1), 2)).toBeNull();
    expect(protectiveExit(positionOf('long'), trailed, quoteOf(2, 99_000), 2)?.code).toBe('exit.trail');
    expect(protectiveExit(positionOf('short'), trailed, quoteOf(2, 99_000), 2)?.code).toBe('exit.trail');
  });
});

describe('a trailing stop', () => {
  it('keeps its distance from the best price, on the tick', () => {
    const protection = protectionOf({ stopPrice: '99000', trailDistance: '500.05' });
    expect(trailedStop(positionOf('long'), protection, 100_000, 0, TICK)).toBe('99499.9');
    expect(trailedStop(positionOf('short'), { ...protection, stopPrice: '101000' }, 100_000, 0, TICK)).toBe('100500.1');
  });

  it('is set when there was none', () => {
    expect(trailedStop(positionOf('long'), protectionOf({ trailDistance: '500' }), 100_000, 0.5, TICK)).toBe('99500');
    expect(trailedStop(positionOf('long'), protectionOf(), 100_000, 0, TICK)).toBeNull();
  });

  it('stays for a step that is not worth an order', () => {
    const protection = protectionOf({ stopPrice: '99500', trailDistance: '500' });
    expect(trailedStop(positionOf('long'), protection, 100_099.9, 0.001, TICK)).toBeNull();
    expect(trailedStop(positionOf('long'), protection, 100_101, 0.001, TICK)).toBe('99601');
  });

  it('never moves away from the price, never comes nearer than its distance', () => {
    const prices = fc.array(fc.double({ min: 50_000, max: 150_000, noNaN: true }), { minLength: 1, maxLength: 40 });
    const direction = fc.constantFrom<Direction>('long', 'short');
    fc.assert(
      fc.property(prices, direction, fc.integer({ min: 1, max: 90_000 }), (path, side, distanceTicks) => {
        const trailDistance = (distanceTicks / 10).toString();
        let protection = protectionOf({ trailDistance });
        for (const price of path) {
          const moved = trailedStop(positionOf(side), protection, price, 0.0005, TICK);
          if (moved === null) continue;
          const before = protection.stopPrice === null ? null : decimal(protection.stopPrice);
          const after = decimal(moved);
          expect(after.times(10).isInteger()).toBe(true);
          if (before !== null) expect(side === 'long' ? after.greaterThan(before) : after.lessThan(before)).toBe(true);
          const gap = side === 'long' ? price - Number(moved) : Number(moved) - price;
          expect(gap).toBeGreaterThanOrEqual(Number(trailDistance) - 1e-6);
          expect(gap).toBeLessThanOrEqual(Number(trailDistance) + 0.2 + 1e-6);
          protection = { ...protection, stopPrice: moved };
        }
      }),
    );
  });
});

describe('the resting stop', () => {
  const protection = protectionOf({ stopPrice: '99000' });

  it('is a reduce-only stop for the whole position', () => {
    expect(resizedStop(positionOf('short', '0.4'), protection, null)).toEqual({
      symbol: BTC,
      side: 'buy',
      type: 'stop-market',
      quantity: '0.4',
      price: null,
      triggerPrice: '99000',
      reduceOnly: true,
    });
  });

  it('is replaced when the quantity or the price changed, and only then', () => {
    const request = resizedStop(positionOf('long', '1'), protection, null);
    if (request === null) throw new RangeError('a position with a stop price has a stop');
    const resting = { request, filledQuantity: '0' };
    expect(resizedStop(positionOf('long', '1'), protection, resting)).toBeNull();
    expect(resizedStop(positionOf('long', '1.5'), protection, resting)?.quantity).toBe('1.5');
    expect(resizedStop(positionOf('long', '0.4'), protection, { request, filledQuantity: '0.6' })).toBeNull();
    expect(resizedStop(positionOf('long'), { ...protection, stopPrice: '99500' }, resting)?.triggerPrice).toBe('99500');
    expect(resizedStop(positionOf('long'), protectionOf(), resting)).toBeNull();
  });
});
