import type { Decimal } from '../domain/decimal.ts';
import { decimal, roundDownTo } from '../domain/decimal.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { Position } from '../domain/position.ts';

/** Returns the part of a quantity that makes whole lots: what can be sold of it. */
export function tradable(quantity: Decimal, { lotSize }: Pick<Instrument, 'lotSize'>): Decimal {
  return roundDownTo(quantity, lotSize);
}

/**
 * True when a position is too small to get out of: less than a lot or, on spot, worth less than the venue's minimum.
 * A futures venue lets a reduce-only order of any value through. Without a price only the lot counts.
 */
export function isDust(position: Pick<Position, 'quantity'>, instrument: Instrument, price: Decimal | null): boolean {
  const sellable = tradable(position.quantity, instrument);
  if (sellable.isZero()) return true;
  if (instrument.minQuantity !== undefined && sellable.lessThan(decimal(instrument.minQuantity))) return true;
  if (instrument.kind !== 'spot' || price === null) return false;
  return sellable.times(price).lessThan(decimal(instrument.minNotional));
}
