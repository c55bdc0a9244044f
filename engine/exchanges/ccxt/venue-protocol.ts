import type { DecimalText } from '../../domain/decimal.ts';
import type { Fill } from '../../domain/fill.ts';
import type { FundingPayment } from '../../domain/funding.ts';
import type { Instrument, InstrumentSymbol } from '../../domain/instrument.ts';
import type { OrderIntent } from '../../domain/order.ts';
import type { Reason } from '../../domain/reason.ts';
import type { RestingOrder } from '../../ports/emergency-venue.ts';
import type {
  CancelOutcome,
  FillCursor,
  FillMoment,
  VenueAbilities,
  VenueAccount,
  VenueOrder,
} from '../../ports/execution.ts';
import type { VenueName } from '../venues/venue-name.ts';
import type { FillBook } from './fill-book.ts';
import type { OrderIds } from './order-ids.ts';
import type { CallPriority } from './request-budget.ts';
import type { VenueCall, VenueClient } from './venue-client.ts';

/** What every venue's protocol is given. */
export interface ProtocolParts {
  readonly venue: VenueName;
  readonly symbols: readonly InstrumentSymbol[];
  /** Questions, and orders with cancels: two instances that share no queue. */
  readonly reads: VenueClient;
  readonly orders: VenueClient;
  readonly ids: OrderIds;
  readonly fills: FillBook;
  /** The venue's time. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly leverage: number;
  readonly marginMode: 'isolated' | 'cross';
  readonly instrument: (symbol: InstrumentSymbol) => Instrument | null;
  /** Without keys only the market can be asked; fees are then the public ones. */
  readonly keyless?: boolean;
  /** With which claim on the budget orders and cancels go out; emergency for the fast path. */
  readonly urgency?: CallPriority;
}

export interface Amendment {
  readonly price: DecimalText;
  readonly quantity: DecimalText;
}

/** What a key may do and how it is guarded, as far as the venue tells; null where it does not. */
export interface KeyRights {
  readonly canTrade: boolean | null;
  readonly canWithdraw: boolean | null;
  readonly ipBound: boolean | null;
  readonly expiresAt: number | null;
}

export interface PositionSettings {
  readonly positionMode: 'one-way' | 'hedge' | null;
  readonly leverage: readonly {
    readonly symbol: InstrumentSymbol;
    readonly leverage: number;
    readonly marginMode: 'isolated' | 'cross';
  }[];
}

/** One venue's words for what every venue does. Questions throw UnavailableError; they never look empty. */
export interface VenueProtocol {
  readonly abilities: VenueAbilities;
  serverTime(): Promise<number>;
  instruments(): Promise<readonly Instrument[]>;
  /** Returns the one request that places an order; pure but for a price that it may have to ask for first. */
  placement(intent: OrderIntent): Promise<VenueCall>;
  /** Returns the venue's id out of its acknowledgement; throws where there is none. */
  placedId(body: unknown): string;
  cancel(clientId: string, symbol: InstrumentSymbol): Promise<CancelOutcome>;
  cancelAll(symbol: InstrumentSymbol): Promise<void>;
  /** Null where the venue cannot change an open order. */
  amendment(clientId: string, symbol: InstrumentSymbol, change: Amendment): Promise<VenueCall | null>;
  findOrder(clientId: string, symbol: InstrumentSymbol): Promise<VenueOrder | null>;
  openOrders(): Promise<readonly VenueOrder[]>;
  restingOrders(): Promise<readonly RestingOrder[]>;
  cancelResting(order: RestingOrder): Promise<CancelOutcome>;
  fillsOf(clientId: string, symbol: InstrumentSymbol): Promise<readonly Fill[]>;
  fillsSince(since: FillCursor | FillMoment | null): Promise<readonly Fill[]>;
  account(): Promise<VenueAccount>;
  /** Returns whose order a venue's order id is: ours, or the venue's own word for it. */
  clientIdOf(venueOrderId: string, symbol: InstrumentSymbol): Promise<string>;
  fundingSince(at: number): Promise<readonly FundingPayment[]>;
  /** Brings leverage, margin mode and position mode of a symbol to what was asked for; null when they are. */
  assertSettings(symbol: InstrumentSymbol): Promise<Reason | null>;
  keyRights(): Promise<KeyRights>;
  settings(): Promise<PositionSettings>;
}
