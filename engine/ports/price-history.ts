import type { InstrumentSymbol } from '../domain/instrument.ts';

/** What markets cost in the past. */
export interface PriceHistory {
  readonly symbols: readonly InstrumentSymbol[];
  /**
   * Returns the price at a moment: the open of the minute that begins then, else the close of the last one before it;
   * null before the first, after the last, and for what has not happened yet.
   */
  priceAt(symbol: InstrumentSymbol, at: number): number | null;
}
