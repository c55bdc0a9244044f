import type { DecimalText } from './decimal.ts';
import type { InstrumentSymbol } from './instrument.ts';
import type { Reason } from './reason.ts';

/**
 * `trade` somebody traded on this account by hand or by another program · `forced` the venue closed or reduced it
 * itself (liquidation, ADL) · `unexplained` the venue holds something else than the fills add up to, and no trade
 * tells why.
 */
export type ExternalKind = 'trade' | 'forced' | 'unexplained';

/** `take-over` the desk guards and manages it · `leave` the desk keeps its hands off · `close` it gets out. */
export const EXTERNAL_ANSWERS = ['take-over', 'leave', 'close'] as const;
export type ExternalAnswer = (typeof EXTERNAL_ANSWERS)[number];

/** What somebody else, or nobody we know, did to the account; asked of a person, one open question a symbol. */
export interface ExternalChange {
  /** `X-3`, as cited. */
  readonly id: string;
  readonly symbol: InstrumentSymbol;
  readonly kind: ExternalKind;
  /** Signed base quantity that the desk holds after it, adopted trades included. */
  readonly deskQuantity: DecimalText;
  /** Signed, at the venue; null where it was not asked. */
  readonly venueQuantity: DecimalText | null;
  /** The price at which an unexplained quantity would be taken over; null while none is known. */
  readonly price: DecimalText | null;
  readonly reason: Reason;
}
