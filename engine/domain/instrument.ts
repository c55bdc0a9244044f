import type { DecimalText } from './decimal.ts';

/** A unified symbol as ccxt spells it: `BTC/USDT` is spot, `BTC/USDT:USDT` a USDT-margined perpetual. */
export type InstrumentSymbol = string;

/** What can be traded on one venue, with the venue's own grid. */
export interface Instrument {
  readonly symbol: InstrumentSymbol;
  readonly base: string;
  readonly quote: string;
  readonly venue: string;
  readonly kind: 'spot' | 'perpetual';
  readonly tickSize: DecimalText;
  readonly lotSize: DecimalText;
  readonly minNotional: DecimalText;
  readonly makerFeeFraction: DecimalText;
  readonly takerFeeFraction: DecimalText;
}

/** Returns the coin's short name, as people say it: `BTC/USDT:USDT` → `BTC`. */
export function baseOf(symbol: InstrumentSymbol): string {
  const slash = symbol.indexOf('/');
  return slash < 0 ? symbol : symbol.slice(0, slash);
}
