import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, decimalText, ZERO } from '../../../engine/domain/decimal.ts';
import { applyFill, averageEntryPrice, type Position, unrealisedProfit } from '../../../engine/domain/position.ts';
import { fillOf, randomFills } from './fills.ts';

function positionAfter(...changes: readonly Parameters<typeof fillOf>[1][]): Position {
  const position = changes.reduce<Position | null>(
    (held, change, index) => applyFill(held, fillOf(index + 1, change), `D-${index + 1}`).position,
    null,
  );
  if (position === null) throw new RangeError('the fills end flat');
  return position;
}

describe('a position', () => {
  it('averages the prices at which it was built', () => {
    const position = positionAfter({ price: '100', quantity: '1' }, { price: '130', quantity: '2' });
    expect(averageEntryPrice(position).toFixed()).toBe('120');
    expect(position).toMatchObject({ direction: 'long', entryDecisionId: 'D-1', openedAt: 1 });
  });

  it('keeps its average when it is reduced, and realises the difference', () => {
    const open = positionAfter({ price: '100', quantity: '3' });
    const { position, closed, realised } = applyFill(open, fillOf(2, { side: 'sell', price: '110' }), 'D-2');
    expect(closed).toBeNull();
    expect(realised.toFixed()).toBe('10');
    expect(position === null ? null : averageEntryPrice(position).toFixed()).toBe('100');
  });

  it('closes and opens the rest on the other side when a fill goes through it', () => {
    const open = positionAfter({ price: '100', quantity: '1', fee: '0.1' });
    const through = fillOf(2, { side: 'sell', price: '90', quantity: '3', fee: '0.3' });
    const { position, closed, realised } = applyFill(open, through, 'D-2');
    expect(realised.toFixed()).toBe('-10');
    expect(closed).toMatchObject({ direction: 'long', fees: decimal('0.4'), closedNotional: decimal('90') });
    expect(closed?.quantity.isZero()).toBe(true);
    expect(position).toMatchObject({ direction: 'short', entryDecisionId: 'D-2', openedAt: 2, fees: ZERO });
    expect(position?.quantity.toFixed()).toBe('2');
  });

  it('gains as a short when the price falls', () => {
    const short = positionAfter({ side: 'sell', price: '100', quantity: '2' });
    expect(unrealisedProfit(short, decimal('90')).toFixed()).toBe('20');
    expect(unrealisedProfit(short, decimal('105')).toFixed()).toBe('-10');
  });

  it('holds the sum of the signed fills, whatever their order', () => {
    fc.assert(
      fc.property(
        randomFills.chain((fills) => fc.shuffledSubarray([...fills], { minLength: fills.length })),
        (fills) => {
          let position: Position | null = null;
          let sum = ZERO;
          for (const fill of fills) {
            position = applyFill(position, fill, 'D-1').position;
            sum = fill.side === 'buy' ? sum.plus(decimal(fill.quantity)) : sum.minus(decimal(fill.quantity));
          }
          const held =
            position === null ? ZERO : position.direction === 'long' ? position.quantity : position.quantity.negated();
          expect(decimalText(held)).toBe(decimalText(sum));
        },
      ),
    );
  });

  it('tells of a closed life exactly what it realised: notional out − notional in', () => {
    fc.assert(
      fc.property(randomFills, (fills) => {
        let position: Position | null = null;
        for (const fill of fills) {
          const effect = applyFill(position, fill, 'D-1');
          position = effect.position;
          if (effect.closed === null) continue;
          const { direction, realised, openedNotional, closedNotional, openedQuantity, closedQuantity, cost } =
            effect.closed;
          const gain = closedNotional.minus(openedNotional);
          expect(decimalText(openedQuantity)).toBe(decimalText(closedQuantity));
          expect(cost.isZero()).toBe(true);
          expect(decimalText(realised)).toBe(decimalText(direction === 'long' ? gain : gain.negated()));
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
