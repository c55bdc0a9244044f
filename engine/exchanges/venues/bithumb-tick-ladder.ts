import type { TickStep } from '../../domain/instrument.ts';

/**
 * Bithumb's KRW ticks by its trading policy (https://support.bithumb.com/hc/ko/articles/51036972377241, updated
 * 2026-08-11), read at second hand: others wrote its table down in September 2026. Programs older than that have 0.1
 * between 100 and 1,000 KRW. `orders/chance` is asked for the step at the current price and believed.
 */
const STEPS: readonly (readonly [from: string, tick: string])[] = [
  ['0', '0.0001'],
  ['1', '0.001'],
  ['10', '0.01'],
  ['100', '1'],
  ['5000', '5'],
  ['10000', '10'],
  ['50000', '50'],
  ['100000', '100'],
  ['500000', '500'],
  ['1000000', '1000'],
];

/** Returns the ladder of Bithumb's KRW markets. */
export function bithumbTickLadder(): readonly TickStep[] {
  return STEPS.map(([from, tickSize]) => ({ from, tickSize }));
}
