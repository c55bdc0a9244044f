import type { DecimalText } from '../domain/decimal.ts';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { Side } from '../domain/order.ts';
import type { CancelOutcome, SendOutcome, VenueAccount } from './execution.ts';

/** An order that rests at the venue, as the emergency path needs to know it. */
export interface RestingOrder {
  readonly symbol: InstrumentSymbol;
  readonly venueOrderId: string;
  readonly clientId: string | null;
  readonly side: Side;
  /** A stop or take-profit: it goes last, when the position is proven gone. */
  readonly protective: boolean;
  readonly reduceOnly: boolean;
}

export interface EmergencyOrder {
  readonly clientId: string;
  readonly symbol: InstrumentSymbol;
  readonly side: Side;
  readonly quantity: DecimalText;
}

/** What a venue says of an order by its client id. */
export type FoundState = 'open' | 'filled' | 'ended' | 'absent';

export interface OrderProgress {
  readonly state: FoundState;
  readonly filled: DecimalText;
}

/** `too-small` is dust, which nobody can sell; of a market that is `not-traded` here nobody knows, so it is never dust. */
export type Sellable =
  | { readonly outcome: 'sellable'; readonly quantity: DecimalText }
  | { readonly outcome: 'too-small' }
  | { readonly outcome: 'not-traded' };

/**
 * One account at one venue as the fast path sees it: an instance of its own, with markets loaded beforehand, that
 * shares no queue with anything else. A failed question throws; it never looks like an empty account.
 */
export interface EmergencyVenue {
  readonly venue: string;
  readonly account: string;
  readonly kind: 'spot' | 'perpetual';
  readonly quoteCurrency: string;
  /** Loads markets and opens a connection, so that the first order need not. */
  prepare(): Promise<void>;
  state(): Promise<VenueAccount>;
  /** The account, asked for over the lines that orders take, so that these stand open and what it says is at hand. */
  keepWarm(): Promise<VenueAccount>;
  /** Regular and conditional orders. */
  restingOrders(): Promise<readonly RestingOrder[]>;
  cancel(order: RestingOrder): Promise<CancelOutcome>;
  /** A market order that only reduces: reduce-only on futures, a sell of what is free on spot. */
  flatten(order: EmergencyOrder): Promise<SendOutcome>;
  /** Whether an order of that client id is at the venue. */
  find(clientId: string, symbol: InstrumentSymbol): Promise<FoundState>;
  /** The same with how much of it was filled; zero of what is absent. */
  progressOf(clientId: string, symbol: InstrumentSymbol): Promise<OrderProgress>;
  /** The largest part of `quantity` that the venue takes as a market order. */
  sellable(symbol: InstrumentSymbol, quantity: DecimalText): Sellable;
  close(): Promise<void>;
}
