import fc from 'fast-check';
import type { Fill } from '../../../engine/domain/fill.ts';
import { BTC } from '../../fakes/market.ts';

/** Returns a fill of BTC; `index` makes its trade id and its time. */
export function fillOf(index: number, changes: Partial<Fill>): Fill {
  return {
    tradeId: `t-${index}`,
    clientId: `c-${index}`,
    venue: 'v',
    symbol: BTC,
    side: 'buy',
    quantity: '1',
    price: '100',
    fee: '0',
    feeCurrency: 'USDT',
    liquidity: 'taker',
    at: index,
    ...changes,
  };
}

/** Random fills in one symbol, on a grid as venues have it, with fees of as many digits as there are. */
export const randomFills: fc.Arbitrary<readonly Fill[]> = fc
  .array(
    fc.record({
      side: fc.constantFrom<Fill['side']>('buy', 'sell'),
      lots: fc.integer({ min: 1, max: 9_999 }),
      ticks: fc.integer({ min: 1, max: 2_000_000 }),
      fee: fc.integer({ min: -1_000_000, max: 9_000_000 }),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((items) =>
    items.map(({ side, lots, ticks, fee }, index) =>
      fillOf(index + 1, {
        side,
        quantity: (lots / 1_000).toString(),
        price: (ticks / 10).toString(),
        fee: (fee / 1_000_000).toFixed(6),
      }),
    ),
  );
