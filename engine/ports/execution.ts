import type { DecimalText } from '../domain/decimal.ts';
import type { Fill } from '../domain/fill.ts';
import type { Instrument, InstrumentSymbol } from '../domain/instrument.ts';
import type { OrderIntent } from '../domain/order.ts';
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

export type AccountEvent =
  | { readonly type: 'fill.received'; readonly at: number; readonly fill: Fill }
  | {
      readonly type: 'order.canceled-by-venue';
      readonly at: number;
      readonly clientId: string;
      readonly reason: Reason;
    };

export type AccountListener = (event: AccountEvent) => void;

/** A place that executes orders. A failed query throws; it never looks like an empty answer. */
export interface Execution {
  readonly venue: string;
  readonly instruments: readonly Instrument[];
  subscribe(listener: AccountListener): void;
  send(intent: OrderIntent): Promise<SendOutcome>;
  cancel(clientId: string, symbol: InstrumentSymbol): Promise<CancelOutcome>;
  /** Returns the venue's order, or null when the venue says that it has none of that id. */
  findOrder(clientId: string, symbol: InstrumentSymbol): Promise<VenueOrder | null>;
  openOrders(): Promise<readonly VenueOrder[]>;
  /** Fills after `sinceTradeId` (null: all), in the order in which they happened. */
  fillsSince(sinceTradeId: string | null): Promise<readonly Fill[]>;
}
