import { decimal, decimalFromEstimate } from '../../engine/domain/decimal.ts';
import type { Instrument, InstrumentSymbol } from '../../engine/domain/instrument.ts';
import { tickSizeAt } from '../../engine/domain/instrument.ts';

/** Returns how many digits the prices of a market have around `price`; null where neither is known. */
export function priceDigitsAt(
  instruments: readonly Instrument[],
  symbol: InstrumentSymbol,
  price: number | undefined,
): number | null {
  const instrument = instruments.find((listed) => listed.symbol === symbol);
  if (instrument === undefined || price === undefined || !Number.isFinite(price)) return null;
  return decimal(tickSizeAt(instrument, decimalFromEstimate(price, instrument.tickSize))).decimalPlaces();
}
