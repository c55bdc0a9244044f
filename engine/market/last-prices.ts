import { decimalFromEstimate } from '../domain/decimal.ts';
import type { Instrument, InstrumentSymbol } from '../domain/instrument.ts';
import type { PriceOf } from '../domain/portfolio.ts';
import type { MarketState } from './market-state.ts';

/** Returns how a market prices what is held: at the last quote, or the close of the last minute; null before both. */
export function lastPrices(market: MarketState, instruments: ReadonlyMap<InstrumentSymbol, Instrument>): PriceOf {
  return (symbol) => {
    const price = market.quote(symbol)?.price ?? market.candles(symbol, '1m').candle(0)?.close;
    const instrument = instruments.get(symbol);
    return price === undefined || instrument === undefined ? null : decimalFromEstimate(price, instrument.tickSize);
  };
}
