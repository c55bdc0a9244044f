import type { Decimal } from '../../../engine/domain/decimal.ts';
import type { FakeFilters } from './venue.ts';

export type CoreSide = 'buy' | 'sell';
export type CoreOrderType =
  | 'market'
  | 'limit'
  | 'stop-market'
  | 'take-profit-market'
  | 'stop-limit'
  | 'take-profit-limit';
export type CoreTimeInForce = 'GTC' | 'IOC' | 'FOK' | 'post-only';
export type PositionSide = 'BOTH' | 'LONG' | 'SHORT';
export type CoreOrderState = 'open' | 'filled' | 'canceled' | 'expired' | 'rejected';

/** What is listed: fixed facts, and those that a test may change. */
export interface CoreMarket {
  /** Unified, `BTC/USDT:USDT`. */
  readonly symbol: string;
  /** As the venue writes it: `BTCUSDT`, `KRW-BTC`. */
  readonly id: string;
  readonly base: string;
  readonly quote: string;
  readonly kind: 'spot' | 'perpetual';
  filters: FakeFilters;
  trading: boolean;
  /** Fractions. */
  makerFee: string;
  takerFee: string;
  /** The tick where it depends on the price; else `filters.tickSize` holds. */
  readonly tickAt?: (price: Decimal) => string;
}

export interface CoreOptions {
  readonly markets: readonly CoreMarket[];
  /** Uniqueness of client ids per account: among open orders, over the whole history (a refused request burns it too), or not at all. */
  readonly clientIds: 'open' | 'history' | 'none';
  /** Spot fees: in what is received (Binance) or always in the quote currency (Upbit, Bithumb). Futures pay in the quote. */
  readonly feeIn: 'received' | 'quote';
  /** Decimal places to which a fee is cut. Default 8. */
  readonly feePlaces?: number;
  /** Whether a resting buy locks its fee as well (Upbit, Bithumb). */
  readonly locksFee?: boolean;
  /** The venue's id of its n-th order; default: the number itself, from 1,000,000. */
  readonly orderIdOf?: (count: number) => string;
  /** The venue's id of a symbol's n-th trade; default: the number. */
  readonly tradeIdOf?: (count: number, symbol: string) => string;
  /** Client id given to an order that has none. */
  readonly clientIdOf?: (count: number) => string;
  readonly clock: CoreClock;
  /** Whether a stop of a perpetual is an algo order that gets an order id of its own when it is triggered. */
  readonly algoStops?: boolean;
  /** Whether accounts pay spot fees in BNB while they have some. */
  readonly feesInBnb?: boolean;
  /** What happens to a post-only order that would take, and to a fill-or-kill that cannot fill: refused or accepted and expired. */
  readonly impossible?: { readonly postOnly: 'refuse' | 'expire'; readonly fillOrKill: 'refuse' | 'expire' };
}

export interface CoreClock {
  /** The venue's time, offset included: what goes over the wire. */
  now(): number;
  /** Time without the offset: what the ledger notes, so that it compares with the clocks of our tests. */
  trueNow(): number;
}

export interface NewOrder {
  readonly account: string;
  readonly symbol: string;
  readonly side: CoreSide;
  readonly type: CoreOrderType;
  /** Base quantity; null for `quoteAmount` and for closePosition. */
  readonly quantity: string | null;
  /** A market order worth so much of the quote currency. */
  readonly quoteAmount?: string | null;
  readonly price?: string | null;
  readonly triggerPrice?: string | null;
  readonly timeInForce?: CoreTimeInForce;
  readonly clientId?: string | null;
  readonly reduceOnly?: boolean;
  readonly closePosition?: boolean;
  readonly positionSide?: PositionSide;
  /** What the wire wants to remember (the venue's own words for the type, say). */
  readonly memo?: Readonly<Record<string, string>>;
}

export interface CoreOrder {
  readonly id: string;
  readonly clientId: string;
  readonly account: string;
  readonly symbol: string;
  readonly side: CoreSide;
  readonly type: CoreOrderType;
  readonly timeInForce: CoreTimeInForce;
  /** Zero while a closePosition order waits and for orders by quote amount. */
  quantity: Decimal;
  readonly quoteAmount: Decimal | null;
  price: Decimal | null;
  readonly triggerPrice: Decimal | null;
  readonly reduceOnly: boolean;
  readonly closePosition: boolean;
  readonly positionSide: PositionSide;
  readonly algo: boolean;
  readonly memo: Record<string, string>;
  state: CoreOrderState;
  /** Rests untriggered. */
  waiting: boolean;
  /** The order that a triggered algo order became; null before, and for all other orders (theirs is `id`). */
  actualOrderId: string | null;
  filled: Decimal;
  filledQuote: Decimal;
  /** What is still locked for it on spot, in `lockedCurrency`. */
  locked: Decimal;
  readonly lockedCurrency: string;
  /** Fees paid so far, by currency. */
  readonly fees: Map<string, Decimal>;
  /** Venue time. */
  readonly createdAt: number;
  updatedAt: number;
  /** True time. */
  readonly arrivedAt: number;
}

export interface CoreTrade {
  readonly id: string;
  readonly sequence: number;
  /** Of the side whose fill this is; strangers' fills are not recorded singly. */
  readonly order: CoreOrder;
  /** The order id that the venue shows for it: of the triggered order where it was an algo order. */
  readonly orderId: string;
  readonly account: string;
  readonly symbol: string;
  readonly side: CoreSide;
  readonly positionSide: PositionSide;
  readonly price: Decimal;
  readonly quantity: Decimal;
  readonly fee: Decimal;
  readonly feeCurrency: string;
  readonly maker: boolean;
  readonly realized: Decimal;
  /** Venue time. */
  readonly at: number;
  readonly trueAt: number;
}

/** A trade as everybody sees it on the tape. */
export interface TapeTrade {
  readonly id: string;
  readonly sequence: number;
  readonly symbol: string;
  readonly price: Decimal;
  readonly quantity: Decimal;
  /** True: the resting order bought, so the taker sold. */
  readonly buyerMaker: boolean;
  readonly at: number;
}

export interface CorePosition {
  readonly symbol: string;
  readonly positionSide: PositionSide;
  /** Signed. */
  quantity: Decimal;
  /** Σ price × signed quantity that is still open: entry price = openCost / quantity. */
  openCost: Decimal;
  updatedAt: number;
}

export interface CoreBalance {
  free: Decimal;
  locked: Decimal;
}

export interface CoreAccount {
  readonly key: string;
  readonly secret: string;
  readonly balances: Map<string, CoreBalance>;
  /** By `symbol|positionSide`. */
  readonly positions: Map<string, CorePosition>;
  canTrade: boolean;
  canWithdraw: boolean;
  ipBound: boolean;
  expiresAt: number | null;
  revoked: boolean;
  hedgeMode: boolean;
  /** Pays spot fees in BNB, a quarter cheaper, while it has some. */
  feesInBnb: boolean;
  readonly leverage: Map<string, number>;
  readonly marginMode: Map<string, 'isolated' | 'cross'>;
  readonly defaultLeverage: number;
  readonly defaultMarginMode: 'isolated' | 'cross';
}

export type RefusalCode =
  | 'unknown-symbol'
  | 'halted'
  | 'cannot-trade'
  | 'duplicate-id'
  | 'tick-size'
  | 'lot-size'
  | 'min-quantity'
  | 'max-quantity'
  | 'min-notional'
  | 'price-missing'
  | 'insufficient-funds'
  | 'insufficient-margin'
  | 'reduce-only'
  | 'would-trigger'
  | 'would-take'
  | 'cannot-fill'
  | 'close-position-exists'
  | 'position-side'
  | 'no-liquidity'
  | 'not-found'
  | 'not-open';

export type CoreResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: RefusalCode };

export interface LevelChange {
  readonly side: 'bid' | 'ask';
  readonly price: Decimal;
  /** What is left at the price; zero: the level is gone. */
  readonly quantity: Decimal;
}

export type Execution = 'new' | 'trade' | 'canceled' | 'expired' | 'rejected' | 'amended' | 'triggered';

/** Told in the order in which it happened, synchronously, after the state is consistent. */
export type CoreEvent =
  | {
      readonly type: 'book';
      readonly symbol: string;
      readonly first: number;
      readonly last: number;
      readonly changes: readonly LevelChange[];
      readonly at: number;
    }
  | { readonly type: 'tape'; readonly trade: TapeTrade }
  | {
      readonly type: 'order';
      readonly execution: Execution;
      readonly order: Readonly<CoreOrder>;
      readonly trade: CoreTrade | null;
      readonly at: number;
    }
  | {
      readonly type: 'balances';
      readonly account: string;
      readonly reason: 'order' | 'deposit' | 'funding';
      readonly currencies: readonly string[];
      readonly symbols: readonly string[];
      readonly at: number;
    }
  | {
      readonly type: 'funding';
      readonly account: string;
      readonly symbol: string;
      readonly amount: Decimal;
      readonly currency: string;
      readonly rate: string;
      readonly id: string;
      readonly at: number;
    }
  | { readonly type: 'candle'; readonly symbol: string; readonly candle: CoreCandle; readonly closed: boolean }
  | { readonly type: 'settings'; readonly account: string; readonly symbol: string; readonly leverage: number };

export interface CoreCandle {
  /** Of one minute. */
  readonly openTime: number;
  readonly open: number;
  high: number;
  low: number;
  close: number;
  volume: Decimal;
  quoteVolume: Decimal;
  takerBuyVolume: Decimal;
  takerBuyQuote: Decimal;
  trades: number;
  firstTradeId: string;
  lastTradeId: string;
}
