import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimal, decimalText, roundDownTo } from '../../../../engine/domain/decimal.ts';
import { nearestPrice, priceBelow, tickSizeAt } from '../../../../engine/domain/instrument.ts';
import { bithumbTickLadder } from '../../../../engine/exchanges/venues/bithumb-tick-ladder.ts';
import { upbitTickLadder } from '../../../../engine/exchanges/venues/upbit-tick-ladder.ts';
import { BITHUMB_KRW_LADDER, tickAt } from '../../../fakes/venue/upbit-grid.ts';

/** Midnight in Seoul, in which Upbit's days begin. */
function seoul(day: string): number {
  return Date.parse(`${day}T00:00:00+09:00`);
}

function tick(coin: string, day: string, price: string): string {
  return tickSizeAt({ tickSize: '0.00000001', tickLadder: upbitTickLadder(coin, seoul(day)) }, price);
}

describe("Upbit's KRW ladder", () => {
  test.each([
    ['BTC', '2026-11-20', '84000000', '1000'],
    ['BTC', '2026-11-20', '999999', '500'],
    ['ETH', '2026-11-20', '500000', '500'],
    ['ETH', '2026-11-20', '499999', '100'],
    ['SOL', '2026-11-20', '99999', '50'],
    ['SOL', '2026-11-20', '49999', '10'],
    ['XRP', '2026-11-20', '9999', '5'],
    ['XRP', '2026-11-20', '4999', '1'],
    ['XRP', '2026-11-20', '100', '1'],
    ['DOGE', '2026-11-20', '99.9', '0.1'],
    ['SHIB', '2026-11-20', '0.0123', '0.0001'],
  ])('%s on %s at %s moves by %s', (coin, day, price, expected) => {
    expect(tick(coin, day, price)).toBe(expected);
  });

  test('changes with the day in Seoul', () => {
    expect(tick('XRP', '2025-07-30', '700')).toBe('0.1');
    expect(tick('XRP', '2025-07-31', '700')).toBe('1');
    expect(tickSizeAt({ tickSize: '1', tickLadder: upbitTickLadder('XRP', seoul('2025-07-31') - 1) }, '700')).toBe(
      '0.1',
    );
    expect(tick('BTC', '2025-07-30', '1500000')).toBe('500');
    expect(tick('BTC', '2025-07-31', '1500000')).toBe('1000');
  });

  test('knows the coins that were exceptions', () => {
    expect(tick('ADA', '2024-10-13', '500')).toBe('0.1');
    expect(tick('ADA', '2024-10-14', '500')).toBe('1');
    expect(tick('XRP', '2024-10-14', '500')).toBe('0.1');
    expect(tick('USDT', '2025-03-20', '1400')).toBe('1');
    expect(tick('USDT', '2025-03-21', '1400')).toBe('0.5');
    expect(tick('ADA', '2025-03-21', '500')).toBe('1');
  });
});

/** From the table of Bithumb's trading policy of 2026: each floor, and the last price below the next. */
test.each([
  ['0.0001', '0.0001'],
  ['0.9999', '0.0001'],
  ['1', '0.001'],
  ['9.999', '0.001'],
  ['10', '0.01'],
  ['99.99', '0.01'],
  ['100', '1'],
  ['999', '1'],
  ['1000', '1'],
  ['4999', '1'],
  ['5000', '5'],
  ['10000', '10'],
  ['50000', '50'],
  ['100000', '100'],
  ['500000', '500'],
  ['1000000', '1000'],
  ['150000000', '1000'],
])('Bithumb at %s KRW moves by %s, and so does our own Bithumb', (price, expected) => {
  expect(tickSizeAt({ tickSize: '0.0001', tickLadder: bithumbTickLadder() }, price)).toBe(expected);
  expect(tickAt(BITHUMB_KRW_LADDER, decimal(price))).toBe(expected);
});

describe.each([
  ['Upbit', upbitTickLadder('BTC', seoul('2026-11-20'))],
  ['Bithumb', bithumbTickLadder()],
])('a price on the ladder of %s', (_, tickLadder) => {
  const grid = { tickSize: tickLadder[0]?.tickSize ?? '1', tickLadder };
  const prices = fc
    .tuple(fc.integer({ min: 1, max: 10 ** 9 }), fc.integer({ min: 0, max: 4 }))
    .map(([units, places]) => decimal(String(units)).div(10 ** places));

  test('is on the grid that holds where it lands', () => {
    fc.assert(
      fc.property(prices, (price) => {
        for (const rounded of [nearestPrice(grid, price), priceBelow(grid, price)]) {
          if (rounded.isZero()) continue;
          const step = tickSizeAt(grid, rounded);
          expect(decimalText(roundDownTo(rounded, step))).toBe(decimalText(rounded));
        }
        expect(priceBelow(grid, price).lessThanOrEqualTo(price)).toBe(true);
      }),
    );
  });

  test('grows: no step is finer than the one below it, and each divides the next', () => {
    for (const [index, { tickSize }] of tickLadder.entries()) {
      const next = tickLadder[index + 1];
      if (next === undefined) continue;
      expect(decimal(next.tickSize).mod(decimal(tickSize)).isZero()).toBe(true);
    }
  });
});

test('a market without a ladder has one step', () => {
  expect(tickSizeAt({ tickSize: '0.1' }, '60000')).toBe('0.1');
});
