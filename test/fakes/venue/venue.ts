import type { VenueName } from '../../../engine/exchanges/venues/venue-name.ts';

/** A venue of our own on loopback: the real protocol, a market that the test moves, and a ledger that is the oracle. */
export interface FakeVenue {
  readonly name: VenueName;
  /** `http://127.0.0.1:PORT`; what `VenueAddress.rest` takes. */
  readonly restUrl: string;
  /** `ws://127.0.0.1:PORT`; what `VenueAddress.stream` takes. */
  readonly streamUrl: string;
  readonly market: FakeMarket;
  readonly ledger: VenueOracle;
  readonly faults: VenueFaults;
  readonly accounts: FakeAccounts;
  close(): Promise<void>;
}

export interface FakeMarket {
  /** Unified symbols that are listed. */
  readonly symbols: readonly string[];
  /** The venue's time; moves with real time unless it is set. */
  now(): number;
  /** Puts the venue's clock ahead (or behind) of ours by so much. */
  setClockOffset(ms: number): void;
  /** Puts the book of a symbol around `price` (a default spread and depth), as strangers' orders; crosses what rests. */
  setPrice(symbol: string, price: number): void;
  /** A stranger's resting order; null price is a market order. */
  strangerOrder(symbol: string, side: 'buy' | 'sell', quantity: string, price: string | null): void;
  /** A closed candle of the past, for REST history. */
  addCandle(
    symbol: string,
    candle: readonly [openTime: number, o: number, h: number, l: number, c: number, v: number],
  ): void;
  setTrading(symbol: string, trading: boolean): void;
  setFilters(symbol: string, filters: Partial<FakeFilters>): void;
  /** Settles funding on a perpetual at `rate` now. */
  settleFunding(symbol: string, rate: string): void;
  /** Takes positions over as a liquidation or ADL does: a fill that nobody of ours asked for. */
  forceFill(symbol: string, side: 'buy' | 'sell', quantity: string, accountKey?: string): void;
}

export interface FakeFilters {
  readonly tickSize: string;
  readonly lotSize: string;
  readonly minQuantity: string;
  readonly maxQuantity: string;
  readonly minNotional: string;
}

/** One order as the venue recorded it; decimal strings. */
export interface LedgerOrderRow {
  readonly id: string;
  readonly clientId: string;
  readonly accountKey: string;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly type: 'market' | 'limit' | 'stop-market' | 'take-profit-market';
  readonly quantity: string;
  readonly price: string | null;
  readonly triggerPrice: string | null;
  readonly reduceOnly: boolean;
  readonly closePosition: boolean;
  readonly algo: boolean;
  readonly state: 'open' | 'filled' | 'canceled' | 'expired' | 'rejected';
  readonly filled: string;
  readonly arrivedAt: number;
}

export interface LedgerTradeRow {
  readonly tradeId: string;
  readonly orderId: string;
  readonly clientId: string;
  readonly accountKey: string;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly price: string;
  readonly quantity: string;
  readonly fee: string;
  readonly feeCurrency: string;
  readonly maker: boolean;
  readonly at: number;
}

/** What really happened, whatever anybody was told. */
export interface VenueOracle {
  /** Every order that was accepted, in the order of arrival. */
  orders(accountKey?: string): readonly LedgerOrderRow[];
  trades(accountKey?: string): readonly LedgerTradeRow[];
  /** Free and locked by currency. */
  balances(accountKey?: string): Readonly<Record<string, { readonly free: string; readonly locked: string }>>;
  /** Signed position by symbol (futures); on spot the base balance. */
  positions(accountKey?: string): Readonly<Record<string, string>>;
  /** Requests seen so far, with weight and time, for checks of limits and of order of arrival. */
  requests(): readonly {
    readonly at: number;
    readonly method: string;
    readonly path: string;
    readonly weight: number;
    readonly status: number;
  }[];
  /** Σ of every currency over all accounts and strangers never changes but by deposits and fees: throws where it did. */
  checkConservation(): void;
}

export interface FakeAccounts {
  /** Opens an account; `accountKey` is its API key. */
  open(account: {
    readonly apiKey: string;
    readonly secret: string;
    readonly balances: Readonly<Record<string, string>>;
    readonly canTrade?: boolean;
    readonly canWithdraw?: boolean;
    readonly ipBound?: boolean;
    readonly expiresAt?: number | null;
    readonly leverage?: number;
    readonly marginMode?: 'isolated' | 'cross';
    readonly hedgeMode?: boolean;
  }): void;
  revoke(apiKey: string): void;
  deposit(apiKey: string, currency: string, amount: string): void;
  /** An order placed by hand in the venue's app, by the account's owner. */
  byHand(
    apiKey: string,
    order: {
      readonly symbol: string;
      readonly side: 'buy' | 'sell';
      readonly quantity: string;
      readonly price: string | null;
    },
  ): void;
}

/** Which requests a fault is for; every field that is given must match. */
export interface FaultMatch {
  readonly kind?:
    | 'order'
    | 'algo-order'
    | 'cancel'
    | 'query'
    | 'open-orders'
    | 'account'
    | 'trades'
    | 'market'
    | 'clock'
    | 'any';
  readonly method?: string;
  readonly path?: RegExp;
}

/**
 * What goes wrong with a request. Those that begin with `accept-` do what was asked first; the others do nothing.
 * Statuses and bodies are the venue's own.
 */
export type RequestFault =
  | 'accept-then-reset'
  | 'accept-then-silence'
  | 'accept-then-503'
  | 'accept-then-502-html'
  | 'accept-then-504'
  | 'accept-then-unknown-code'
  | 'accept-then-200-html'
  | 'accept-then-200-truncated'
  | 'accept-then-200-empty'
  | 'reset'
  | 'silence'
  | '503'
  | '502-html'
  | '403-waf'
  | '429'
  | '418'
  | '200-html'
  | '200-empty'
  | 'clock-error'
  | 'key-revoked'
  | 'no-permission'
  | 'maintenance'
  | 'overloaded'
  | 'insufficient-funds'
  | 'duplicate-id'
  | 'filter-reject'
  | 'halted'
  | 'hide-algo-orders'
  | { readonly delayMs: number }
  | {
      readonly status: number;
      readonly body: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly accept: boolean;
    };

export type StreamFault = 'duplicate' | 'drop' | 'reorder' | 'garbage' | { readonly delayMs: number };

export interface VenueFaults {
  /** The next `times` requests that match (default 1) meet the fault. */
  onRequest(fault: RequestFault, match?: FaultMatch, times?: number): void;
  /** The next `times` messages of the public or user streams meet the fault. */
  onStream(fault: StreamFault, stream: 'public' | 'user', times?: number): void;
  /** Every connection: no data though pings are answered · nothing at all, not even pongs (half-open) · closed now. */
  silenceStreams(stream: 'public' | 'user' | 'both', how: 'no-data' | 'half-open'): void;
  closeStreams(stream: 'public' | 'user' | 'both'): void;
  /** Refuses new stream connections until healed; counts them. */
  refuseStreams(): void;
  readonly streamConnects: number;
  /** Ends all faults. */
  heal(): void;
}
