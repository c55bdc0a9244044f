import { type Decimal, decimal } from '../../../engine/domain/decimal.ts';

/** From this price on, prices move in steps of the second. */
type Ladder = readonly (readonly [from: string, tick: string])[];

/** https://docs.upbit.com/kr/docs/krw-market-info, in force since 2025-07-31. Written down apart from the engine's. */
export const UPBIT_KRW_LADDER: Ladder = [
  ['1000000', '1000'],
  ['500000', '500'],
  ['100000', '100'],
  ['50000', '50'],
  ['10000', '10'],
  ['5000', '5'],
  ['100', '1'],
  ['10', '0.1'],
  ['1', '0.01'],
  ['0.1', '0.001'],
  ['0.01', '0.0001'],
  ['0.001', '0.00001'],
  ['0.0001', '0.000001'],
  ['0.00001', '0.0000001'],
  ['0', '0.00000001'],
];

/** https://support.bithumb.com/hc/ko/articles/51036972377241, as read in September 2026. Written down apart from the engine's. */
export const BITHUMB_KRW_LADDER: Ladder = [
  ['1000000', '1000'],
  ['500000', '500'],
  ['100000', '100'],
  ['50000', '50'],
  ['10000', '10'],
  ['5000', '5'],
  ['1000', '1'],
  ['100', '1'],
  ['10', '0.01'],
  ['1', '0.001'],
  ['0', '0.0001'],
];

/** Returns by how much prices may differ at a price. */
export function tickAt(ladder: Ladder, price: Decimal): string {
  return (ladder.find(([from]) => price.gte(decimal(from))) ?? ladder.at(-1)!)[1];
}

/** https://docs.upbit.com/docs/usdt-market-info, in force since 2024-08-19. */
export const UPBIT_USDT_LADDER: Ladder = [
  ['10', '0.01'],
  ['1', '0.001'],
  ['0.1', '0.0001'],
  ['0.01', '0.00001'],
  ['0.001', '0.000001'],
  ['0.0001', '0.0000001'],
  ['0', '0.00000001'],
];
