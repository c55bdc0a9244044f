import type { InstrumentSymbol } from './instrument.ts';
import type { Timeframe } from './timeframe.ts';

/** A closed bar. Prices are estimates (observed), volume is in the base coin. `closeTime` = `openTime` + bar length. */
export interface Candle {
  readonly symbol: InstrumentSymbol;
  readonly timeframe: Timeframe;
  readonly openTime: number;
  readonly closeTime: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/**
 * The last known price of an instrument. `gap` marks a price that need not have been reached through the prices
 * between (the first of a bar, or after an outage): a stop crossed by it fills at that price, not at the stop.
 */
export interface Quote {
  readonly symbol: InstrumentSymbol;
  readonly at: number;
  readonly price: number;
  readonly bid: number;
  readonly ask: number;
  /** Base-coin volume that traded since the quote before; the ground for participation limits. */
  readonly volume: number;
  readonly gap: boolean;
  /** The venue it was seen at, where that is not the desk's own: market data that goes on from a mirror. */
  readonly venue?: string;
}

export type MarketEvent =
  | { readonly type: 'candle.closed'; readonly at: number; readonly candle: Candle }
  | { readonly type: 'quote.updated'; readonly at: number; readonly quote: Quote };
