import type { DecimalText } from '../domain/decimal.ts';
import type { Fill } from '../domain/fill.ts';
import type { FundingPayment } from '../domain/funding.ts';
import type { Instrument, InstrumentSymbol } from '../domain/instrument.ts';
import type { OrderIntent, OrderType, TimeInForce } from '../domain/order.ts';
import type { Reason } from '../domain/reason.ts';

/** What a venue says of an order sent to it. `unknown`: it may rest there; ask by client id, never send again. */
export type SendOutcome =
  | { readonly outcome: 'acknowledged'; readonly venueOrderId: string }
  | { readonly outcome: 'rejected'; readonly reason: Reason }
  | { readonly outcome: 'unknown'; readonly reason: Reason };

export type CancelOutcome =
  | { readonly outcome: 'canceled' }
  | { readonly outcome: 'not-open' }
  | { readonly outcome: 'unknown'; readonly reason: Reason };

/** A venue's own view of one order. */
export interface VenueOrder {
  readonly clientId: string;
  readonly venueOrderId: string;
  readonly symbol: InstrumentSymbol;
  readonly state: 'OPEN' | 'PARTIAL' | 'FILLED' | 'CANCELED';
  readonly filledQuantity: DecimalText;
}

/** What is at the account in one currency. */
export interface VenueBalance {
  readonly currency: string;
  readonly free: DecimalText;
  /** Held by open orders. */
  readonly locked: DecimalText;
}

/** A position as a futures venue tells it. */
export interface VenuePosition {
  readonly symbol: InstrumentSymbol;
  /** Signed base quantity: above zero is long. */
  readonly quantity: DecimalText;
  readonly entryPrice: DecimalText | null;
  readonly leverage: number | null;
  readonly marginMode: 'isolated' | 'cross' | null;
}

/** The venue's own view of the account at one moment. Spot venues have balances and no positions. */
export interface VenueAccount {
  readonly at: number;
  readonly balances: readonly VenueBalance[];
  readonly positions: readonly VenuePosition[];
}

/** Up to which fill the records are complete. */
export interface FillCursor {
  readonly tradeId: string;
  readonly symbol: InstrumentSymbol;
  readonly at: number;
}

/** A moment instead of a fill, for records that hold none, or none of late; fills of that moment are told too. */
export interface FillMoment {
  readonly tradeId: null;
  readonly at: number;
}

/**
 * When "no such order" proves that none was placed: after so many successful queries, the last one so long after
 * sending. A venue that answers in the order in which it was asked needs one; over a network a request may still be on
 * its way (Binance: 3 queries, receive window + clock error + 2 s).
 */
export interface AbsenceProof {
  readonly queries: number;
  readonly afterMs: number;
}

/** What a venue can do by itself; what it cannot, the engine does. */
export interface VenueAbilities {
  /** Order types that rest at or are taken by the venue; a stop that is not among them is watched by the engine. */
  readonly orderTypes: ReadonlySet<OrderType>;
  readonly timeInForce: ReadonlySet<TimeInForce>;
  /** Whether an order can be marked to never open a position. */
  readonly reduceOnly: boolean;
  readonly shorts: boolean;
  /** Whether an open order's price or quantity can be changed in place. */
  readonly amends: boolean;
  /** Whether the resting quantity of a sell is locked and must be freed before an exit (spot). */
  readonly locksInventory: boolean;
  readonly absenceProof: AbsenceProof;
}

export type AccountEvent =
  | { readonly type: 'fill.received'; readonly at: number; readonly fill: Fill }
  | {
      readonly type: 'order.canceled-by-venue';
      readonly at: number;
      readonly clientId: string;
      readonly reason: Reason;
    }
  | { readonly type: 'funding.settled'; readonly at: number; readonly funding: FundingPayment }
  /** The user stream was lost or is back: between the two, only questions tell what happened. */
  | { readonly type: 'stream.lost' | 'stream.restored'; readonly at: number; readonly reason: Reason };

export type AccountListener = (event: AccountEvent) => void;

/** A place that executes orders. A failed query throws; it never looks like an empty answer. */
export interface Execution {
  readonly venue: string;
  readonly abilities: VenueAbilities;
  /** As of the last refresh; the venue may change its rules while the desk runs. */
  readonly instruments: readonly Instrument[];
  subscribe(listener: AccountListener): void;
  send(intent: OrderIntent): Promise<SendOutcome>;
  cancel(clientId: string, symbol: InstrumentSymbol): Promise<CancelOutcome>;
  /** Returns the venue's order, or null when the venue says that it has none of that id. */
  findOrder(clientId: string, symbol: InstrumentSymbol): Promise<VenueOrder | null>;
  openOrders(): Promise<readonly VenueOrder[]>;
  /**
   * Fills after the cursor or from the moment on (null: all that the venue still tells), in the order in which they
   * happened; throws where the venue does not know the cursor's trade.
   */
  fillsSince(since: FillCursor | FillMoment | null): Promise<readonly Fill[]>;
  /** All fills of one order. */
  fillsOf(clientId: string, symbol: InstrumentSymbol): Promise<readonly Fill[]>;
  account(): Promise<VenueAccount>;
}
