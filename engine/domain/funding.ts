import type { DecimalText } from './decimal.ts';
import type { InstrumentSymbol } from './instrument.ts';

/** Interest between longs and shorts of a perpetual, paid at fixed hours. */
export interface FundingPayment {
  /** Unique at the venue: a payment seen twice counts once. */
  readonly id: string;
  readonly venue: string;
  readonly symbol: InstrumentSymbol;
  /** Signed, in `currency`: above zero was received. */
  readonly amount: DecimalText;
  readonly currency: string;
  readonly rateFraction: number | null;
  readonly at: number;
}
