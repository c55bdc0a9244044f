import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal } from '../../../engine/domain/decimal.ts';
import type { Instrument } from '../../../engine/domain/instrument.ts';
import type { MarketSight } from '../../../engine/execution/slippage.ts';
import { priceEntry, priceExit } from '../../../engine/execution/slippage.ts';

const INSTRUMENT: Instrument = {
  ...{ symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', venue: 'test', kind: 'spot' },
  ...{ tickSize: '0.5', lotSize: '0.001', minNotional: '10', makerFeeFraction: '0', takerFeeFraction: '0' },
};

type Level = readonly [price: number, quantity: number];

function sight(bids: readonly Level[], asks: readonly Level[], synced = true): MarketSight {
  const levels = (side: 'bid' | 'ask', count: number) =>
    (side === 'bid' ? bids : asks).slice(0, count).map(([price, quantity]) => ({ price, quantity }));
  return { bid: bids[0]?.[0] ?? Number.NaN, ask: asks[0]?.[0] ?? Number.NaN, book: { synced, levels } };
}

const buy = (quantity: string) => ({ side: 'buy', quantity }) as const;

describe('the worst price of an entry', () => {
  it('lies between the level that completes it and what is allowed', () => {
    const book = sight(
      [[999, 5]],
      [
        [1_000, 1],
        [1_002, 1],
        [1_050, 9],
      ],
    );
    // The second level completes it; half of what is left of 1 % is added for a book that moves: (1002 + 1010) / 2.
    expect(priceEntry(buy('1.5'), INSTRUMENT, book, 0.01)).toEqual({
      outcome: 'whole',
      quantity: '1.5',
      price: '1006',
    });
  });

  it('is the allowance itself where no book is followed, or it is out of step', () => {
    const untrusted = sight([[999, 5]], [[1_000, 0.001]], false);
    const whole = { outcome: 'whole', quantity: '2', price: '1010' };
    expect(priceEntry(buy('2'), INSTRUMENT, untrusted, 0.01)).toEqual(whole);
    expect(priceEntry(buy('2'), INSTRUMENT, { ...untrusted, book: null }, 0.01)).toEqual(whole);
  });

  it('lets out a part where the book bears no more, and refuses what a few parts would not do', () => {
    const thin = sight(
      [[999, 5]],
      [
        [1_000, 0.5],
        [1_100, 50],
      ],
    );
    expect(priceEntry(buy('2'), INSTRUMENT, thin, 0.01)).toEqual({ outcome: 'part', quantity: '0.5', price: '1010' });
    expect(priceEntry(buy('3'), INSTRUMENT, thin, 0.01)).toMatchObject({
      outcome: 'refused',
      reason: { code: 'slippage.too-thin', values: { available: '0.5', quantity: '3' } },
    });
  });

  it('is refused without a price', () => {
    expect(priceEntry(buy('1'), INSTRUMENT, sight([], []), 0.01)).toMatchObject({
      outcome: 'refused',
      reason: { code: 'slippage.no-price' },
    });
  });

  it('is never worse than allowed, always on the tick, and never more than asked', () => {
    const level = fc.tuple(
      fc.double({ min: 0, max: 60, noNaN: true }),
      fc.double({ min: 0.0005, max: 3, noNaN: true }),
    );
    fc.assert(
      fc.property(
        fc.array(level, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 9_000 }),
        fc.constantFrom('buy' as const, 'sell' as const),
        fc.double({ min: 0.0005, max: 0.05, noNaN: true }),
        (steps, lots, side, allowed) => {
          const sorted = [...steps].sort(([a], [b]) => a - b);
          const book = sight(
            sorted.map(([away, quantity]) => [999 - away, quantity]),
            sorted.map(([away, quantity]) => [1_000 + away, quantity]),
          );
          const quantity = decimal(String(lots)).div(1_000);
          const priced = priceEntry({ side, quantity: quantity.toFixed() }, INSTRUMENT, book, allowed);
          if (priced.outcome === 'refused') return;
          const touch = side === 'buy' ? 1_000 + (sorted[0]?.[0] ?? 0) : 999 - (sorted[0]?.[0] ?? 0);
          const price = Number(priced.price);
          if (side === 'buy') expect(price).toBeLessThanOrEqual(touch * (1 + allowed) + 1e-9);
          else expect(price).toBeGreaterThanOrEqual(touch * (1 - allowed) - 1e-9);
          expect(decimal(priced.price).mod('0.5').toFixed()).toBe('0');
          expect(decimal(priced.quantity).lessThanOrEqualTo(quantity)).toBe(true);
          expect(decimal(priced.quantity).mod('0.001').toFixed()).toBe('0');
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('the worst price of an exit', () => {
  const book = sight([[1_000, 1]], [[1_001, 1]]);

  it('widens to twice as far each time and then asks for none', () => {
    expect([0, 1, 2, 3].map((step) => priceExit('sell', INSTRUMENT, book, 0.01, step))).toEqual([
      '990',
      '980',
      '960',
      null,
    ]);
  });

  it('is none where nobody knows where the market is', () => {
    expect(priceExit('sell', INSTRUMENT, null, 0.01, 0)).toBeNull();
    expect(priceExit('sell', INSTRUMENT, sight([], []), 0.01, 0)).toBeNull();
  });
});
