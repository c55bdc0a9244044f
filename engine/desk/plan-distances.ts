import { decimal, estimateOf } from '../domain/decimal.ts';
import type { Direction } from '../domain/signal.ts';

interface NamedPrices {
  readonly direction: Direction;
  readonly stopPrice: string | null;
  readonly targetPrice: string | null;
}

/** No position goes without a stop: who names none gets the desk's own distance. */
export function stopDistance(
  { stopPrice, direction }: NamedPrices,
  reference: number,
  defaultFraction: number,
): number | null {
  if (stopPrice === null) return reference * defaultFraction;
  return distance(stopPrice, reference, direction === 'long' ? 1 : -1);
}

/** Returns how far a target lies on the winning side of the reference, or null where none is named. */
export function targetDistance({ targetPrice, direction }: NamedPrices, reference: number): number | null {
  return distance(targetPrice, reference, direction === 'long' ? -1 : 1);
}

/** Returns how far a price lies on the wanted side of the reference; at or beyond it, a distance that fails. */
function distance(priceText: string | null, reference: number, sign: 1 | -1): number | null {
  if (priceText === null) return null;
  return sign * (reference - estimateOf(decimal(priceText)));
}
