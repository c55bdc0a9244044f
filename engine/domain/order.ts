import type { DecimalText } from './decimal.ts';
import type { InstrumentSymbol } from './instrument.ts';
import type { Reason } from './reason.ts';

export type Side = 'buy' | 'sell';
export type OrderType = 'market' | 'limit' | 'stop-market' | 'take-profit-market';
/** Which part of a decision an order carries out. */
export type Leg = 'entry' | 'stop' | 'target' | 'exit' | 'emergency';

/** How long a limit order waits. `GTC` until cancelled · `IOC` takes what is there now · `FOK` all now or nothing · `post-only` never takes. */
export type TimeInForce = 'GTC' | 'IOC' | 'FOK' | 'post-only';

/** What is asked of a venue, in the venue's own grid. */
export interface OrderRequest {
  readonly symbol: InstrumentSymbol;
  readonly side: Side;
  readonly type: OrderType;
  readonly quantity: DecimalText;
  /** Limit price; null for market and stop orders. */
  readonly price: DecimalText | null;
  /** Trigger price of a stop or take-profit; null otherwise. */
  readonly triggerPrice: DecimalText | null;
  readonly reduceOnly: boolean;
  /** Of limit orders; GTC where it is left out. */
  readonly timeInForce?: TimeInForce;
  /** A stop or take-profit that closes the whole position, whatever its size is by then; futures only. */
  readonly closePosition?: true;
}

declare const riskApproved: unique symbol;

/** Only the risk gate makes one (engine/decision/risk-gate.ts): a type that says the rules were asked. */
export type RiskApproved<T> = T & { readonly [riskApproved]: true };

/** A request with the identity that makes it at-most-once: account, decision, leg and attempt fix the client id. */
export interface OrderIntent {
  readonly clientId: string;
  readonly decisionId: string;
  readonly leg: Leg;
  readonly attempt: number;
  readonly request: OrderRequest;
  readonly at: number;
}

/** RELIABILITY section 3. */
export type OrderState =
  | 'INTENT'
  | 'SENDING'
  | 'OPEN'
  | 'PARTIAL'
  | 'PENDING_CANCEL'
  | 'FILLED'
  | 'CANCELED'
  | 'REJECTED'
  | 'UNKNOWN'
  | 'NOT_PLACED'
  | 'STUCK';

export const TERMINAL_ORDER_STATES: ReadonlySet<OrderState> = new Set(['FILLED', 'CANCELED', 'REJECTED', 'NOT_PLACED']);

export interface Order extends OrderIntent {
  /** Counts from 1 in the order of intents; people see it as `O-5`. */
  readonly number: number;
  readonly state: OrderState;
  readonly filledQuantity: DecimalText;
  readonly averagePrice: DecimalText | null;
  readonly venueOrderId: string | null;
  readonly sentAt: number | null;
  readonly updatedAt: number;
  readonly reason: Reason | null;
}
