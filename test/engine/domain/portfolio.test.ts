import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Decimal, decimal, decimalText, ZERO } from '../../../engine/domain/decimal.ts';
import type { Fill } from '../../../engine/domain/fill.ts';
import {
  emptyPortfolio,
  equityOf,
  exposureOf,
  feesPaid,
  foldFill,
  type Portfolio,
  unrealisedOf,
} from '../../../engine/domain/portfolio.ts';
import { BTC, ETH } from '../../fakes/market.ts';
import { fillOf, randomFills } from './fills.ts';

const START = decimal('10000');

function folded(fills: readonly Fill[]): Portfolio {
  return fills.reduce((portfolio, fill) => foldFill(portfolio, fill, 'D-1').portfolio, emptyPortfolio(START));
}

/** The random fills and one more that makes the account flat. */
function endedFlat(fills: readonly Fill[]): readonly Fill[] {
  const position = folded(fills).positions.get(BTC);
  if (position === undefined) return fills;
  const side = position.direction === 'long' ? 'sell' : 'buy';
  return [
    ...fills,
    fillOf(fills.length + 1, { side, quantity: decimalText(position.quantity), price: '777.7', fee: '0.33' }),
  ];
}

function flowsOf(fills: readonly Fill[]): Decimal {
  return fills.reduce((sum, { side, price, quantity }) => {
    const notional = decimal(price).times(decimal(quantity));
    return side === 'buy' ? sum.minus(notional) : sum.plus(notional);
  }, ZERO);
}

function feesOf(fills: readonly Fill[]): Decimal {
  return fills.reduce((sum, { fee }) => sum.plus(decimal(fee)), ZERO);
}

describe('a portfolio', () => {
  it('conserves cash to the last decimal: start + flows − fees', () => {
    fc.assert(
      fc.property(randomFills, (fills) => {
        const { cash, fees } = folded(fills);
        expect(decimalText(cash)).toBe(decimalText(START.plus(flowsOf(fills)).minus(feesOf(fills))));
        expect(decimalText(fees)).toBe(decimalText(feesOf(fills)));
      }),
      { numRuns: 1_000 },
    );
  });

  it('has realised exactly what flowed once it is flat', () => {
    fc.assert(
      fc.property(randomFills, (random) => {
        const fills = endedFlat(random);
        const { positions, realised, cash } = folded(fills);
        expect(positions.size).toBe(0);
        expect(decimalText(realised)).toBe(decimalText(flowsOf(fills)));
        expect(decimalText(cash)).toBe(decimalText(START.plus(realised).minus(feesOf(fills))));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is worth its start plus realised and unrealised profit minus fees at any price', () => {
    fc.assert(
      fc.property(randomFills, fc.integer({ min: 1, max: 2_000_000 }), (fills, ticks) => {
        const portfolio = folded(fills);
        const priceOf = () => decimal((ticks / 10).toString());
        const parts = START.plus(portfolio.realised).plus(unrealisedOf(portfolio, priceOf)).minus(portfolio.fees);
        expect(equityOf(portfolio, priceOf).toFixed(30)).toBe(parts.toFixed(30));
      }),
    );
  });

  it('values a position without a known price at its cost', () => {
    const portfolio = folded([fillOf(1, { quantity: '2', price: '100', fee: '1' })]);
    expect(equityOf(portfolio, () => null).toFixed()).toBe('9999');
    expect(exposureOf(portfolio, () => null).toFixed()).toBe('200');
    expect(unrealisedOf(portfolio, () => null).toFixed()).toBe('0');
  });

  it('adds up long and short exposure without netting symbols', () => {
    const portfolio = folded([
      fillOf(1, { quantity: '1', price: '100' }),
      fillOf(2, { symbol: ETH, side: 'sell', quantity: '3', price: '10' }),
    ]);
    expect(exposureOf(portfolio, () => decimal('20')).toFixed()).toBe('80');
    expect(portfolio.cash.toFixed()).toBe('9930');
  });

  it('takes a fee in the coin off what is held on spot, and never off a perpetual', () => {
    const bought = { quantity: '10', price: '500', fee: '0.004', feeCurrency: 'BNB' } as const;
    const spot = folded([fillOf(1, { ...bought, symbol: 'BNB/USDT' })]);
    expect(spot.positions.get('BNB/USDT')?.quantity.toFixed()).toBe('9.996');
    expect(spot.fees.toFixed()).toBe('2');
    expect(spot.others.size).toBe(0);
    const perpetual = folded([fillOf(1, { ...bought, symbol: 'BNB/USDT:USDT' })]);
    expect(perpetual.positions.get('BNB/USDT:USDT')?.quantity.toFixed()).toBe('10');
    expect(perpetual.fees.toFixed()).toBe('0');
    expect(perpetual.others.get('BNB')?.toFixed()).toBe('-0.004');
  });
});

describe('fees of several currencies', () => {
  const SHIB = 'SHIB/USDT';

  it('count coins at the price of their fill and keep third currencies apart', () => {
    const { quote, others } = feesPaid([
      fillOf(1, { symbol: SHIB, quantity: '10000000', price: '0.00002', fee: '10000', feeCurrency: 'SHIB' }),
      fillOf(2, { symbol: SHIB, fee: '0.3' }),
      fillOf(3, { symbol: SHIB, fee: '0.00075', feeCurrency: 'BNB' }),
      fillOf(4, { symbol: SHIB, fee: '0.00025', feeCurrency: 'BNB' }),
    ]);
    expect(quote.toFixed()).toBe('0.5');
    expect([...others].map(([currency, paid]) => [currency, paid.toFixed()])).toEqual([['BNB', '0.001']]);
  });

  it('are in quote currency what the portfolio says', () => {
    fc.assert(
      fc.property(
        randomFills,
        (fills) => feesPaid(fills).quote.equals(folded(fills).fees) && feesPaid(fills).others.size === 0,
      ),
    );
  });
});
