import type { Decimal, DecimalText } from './decimal.ts';
import { decimal, roundDownTo, roundToTick } from './decimal.ts';

/** A unified symbol as ccxt spells it: `BTC/USDT` is spot, `BTC/USDT:USDT` a USDT-margined perpetual. */
export type InstrumentSymbol = string;

/** From this price on, prices move in steps of `tickSize`. */
export interface TickStep {
  readonly from: DecimalText;
  readonly tickSize: DecimalText;
}

/** What can be traded on one venue, with the venue's own grid. */
export interface Instrument {
  readonly symbol: InstrumentSymbol;
  readonly base: string;
  readonly quote: string;
  readonly venue: string;
  readonly kind: 'spot' | 'perpetual';
  /** The finest tick; where `tickLadder` is given, ask `tickSizeAt` (venue-rules and sizing do). */
  readonly tickSize: DecimalText;
  /** Of a venue whose ticks grow with the price, such as Upbit's KRW markets; by `from`, lowest first. */
  readonly tickLadder?: readonly TickStep[];
  readonly lotSize: DecimalText;
  readonly minNotional: DecimalText;
  /** Limits of one order's quantity, where the venue has any. */
  readonly minQuantity?: DecimalText;
  readonly maxQuantity?: DecimalText;
  readonly maxMarketQuantity?: DecimalText;
  readonly makerFeeFraction: DecimalText;
  readonly takerFeeFraction: DecimalText;
  /** False while the venue has halted or delisted it: nothing may be entered. Left out: it trades. */
  readonly trading?: boolean;
}

/** Returns the coin's short name, as people say it: `BTC/USDT:USDT` → `BTC`. */
export function baseOf(symbol: InstrumentSymbol): string {
  const slash = symbol.indexOf('/');
  return slash < 0 ? symbol : symbol.slice(0, slash);
}

/** Returns the currency that prices are in: `BTC/USDT:USDT` → `USDT`; empty where a symbol names none. */
export function quoteOf(symbol: InstrumentSymbol): string {
  const slash = symbol.indexOf('/');
  if (slash < 0) return '';
  const colon = symbol.indexOf(':', slash);
  return colon < 0 ? symbol.slice(slash + 1) : symbol.slice(slash + 1, colon);
}

/** Says whether a symbol is a perpetual's, whose position is a contract and no coins. */
export function isPerpetual(symbol: InstrumentSymbol): boolean {
  return symbol.includes(':');
}

type TickGrid = Pick<Instrument, 'tickSize' | 'tickLadder'>;

/** Returns the step in which the prices around `price` move. */
export function tickSizeAt({ tickSize, tickLadder }: TickGrid, price: Decimal | DecimalText): DecimalText {
  if (tickLadder === undefined) return tickSize;
  const value = decimal(price);
  const step = tickLadder.findLast(({ from }) => value.greaterThanOrEqualTo(decimal(from)));
  return step?.tickSize ?? tickSize;
}

/** Returns the price of the instrument's grid that is nearest; ties to even. */
export function nearestPrice(instrument: TickGrid, price: Decimal): Decimal {
  return roundToTick(price, tickSizeAt(instrument, price));
}

/** Returns the highest price of the instrument's grid that is not above `price`. */
export function priceBelow(instrument: TickGrid, price: Decimal): Decimal {
  return roundDownTo(price, tickSizeAt(instrument, price));
}
