import type { Instrument, InstrumentSymbol } from '../../domain/instrument.ts';
import { baseOf } from '../../domain/instrument.ts';
import type { VenueName } from './venue-name.ts';

const MARKETS: Readonly<Record<VenueName, { readonly quote: string; readonly kind: Instrument['kind'] }>> = {
  binance: { quote: 'USDT', kind: 'spot' },
  binanceusdm: { quote: 'USDT', kind: 'perpetual' },
  upbit: { quote: 'KRW', kind: 'spot' },
  bithumb: { quote: 'KRW', kind: 'spot' },
};

/** Returns the one currency in which an account at this venue is counted; KRW and USDT never mix. */
export function quoteCurrencyOf(venue: VenueName): string {
  return MARKETS[venue].quote;
}

/** Returns what is traded there. */
export function kindOf(venue: VenueName): Instrument['kind'] {
  return MARKETS[venue].kind;
}

/** Returns the unified symbol of a coin at a venue: `BTC` → `BTC/USDT:USDT`. */
export function symbolOf(venue: VenueName, coin: string): InstrumentSymbol {
  const { quote, kind } = MARKETS[venue];
  return kind === 'perpetual' ? `${coin}/${quote}:${quote}` : `${coin}/${quote}`;
}

/** Returns the venue's own name of a market: `BTCUSDT`, `KRW-BTC`. */
export function marketIdOf(venue: VenueName, symbol: InstrumentSymbol): string {
  const { quote } = MARKETS[venue];
  return quote === 'KRW' ? `KRW-${baseOf(symbol)}` : `${baseOf(symbol)}${quote}`;
}

/** Returns the unified symbol of a market id, or null for a market in another currency or of another kind. */
export function symbolOfMarketId(venue: VenueName, id: string): InstrumentSymbol | null {
  const { quote } = MARKETS[venue];
  const coin = (quote === 'KRW' ? /^KRW-(.+)$/ : /^([A-Z0-9]+)USDT$/).exec(id)?.[1];
  return coin === undefined ? null : symbolOf(venue, coin);
}
