import type { DecimalText } from './decimal.ts';
import type { InstrumentSymbol } from './instrument.ts';
import type { Side } from './order.ts';

/** A trade of ours at a venue. `(venue, symbol, tradeId)` is unique: a fill seen twice counts once. */
export interface Fill {
  readonly tradeId: string;
  readonly clientId: string;
  readonly venue: string;
  readonly symbol: InstrumentSymbol;
  readonly side: Side;
  readonly quantity: DecimalText;
  readonly price: DecimalText;
  readonly fee: DecimalText;
  readonly feeCurrency: string;
  readonly liquidity: 'maker' | 'taker';
  readonly at: number;
}
