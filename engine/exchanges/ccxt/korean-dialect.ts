import type { TickStep } from '../../domain/instrument.ts';
import { bithumbTickLadder } from '../venues/bithumb-tick-ladder.ts';
import { upbitTickLadder } from '../venues/upbit-tick-ladder.ts';

/** In what Upbit and Bithumb differ: their REST is otherwise the same. */
export interface KoreanDialect {
  readonly venue: 'upbit' | 'bithumb';
  /** ccxt's names of the endpoints. */
  readonly endpoints: {
    readonly markets: string;
    /** Null where the venue does not publish its ticks. */
    readonly ticks: string | null;
    readonly ticker: string;
    readonly orderBook: string;
    readonly chance: string;
    readonly accounts: string;
    readonly order: string;
    readonly openOrders: string;
    readonly closedOrders: string;
    readonly place: string;
    readonly cancel: string;
    readonly apiKeys: string;
    readonly withdrawalChance: string;
  };
  readonly clientIdField: 'identifier' | 'client_order_id';
  readonly typeField: 'ord_type' | 'order_type';
  readonly cancelIdField: 'uuid' | 'order_id';
  readonly placedIdField: 'uuid' | 'order_id';
  /** Whether ended orders can be asked for by time; else they are paged by state, newest first. */
  readonly closedByTime: boolean;
  tickLadder(coin: string, at: number): readonly TickStep[];
}

export const UPBIT: KoreanDialect = {
  venue: 'upbit',
  endpoints: {
    markets: 'publicGetMarketAll',
    ticks: 'publicGetOrderbookInstruments',
    ticker: 'publicGetTicker',
    orderBook: 'publicGetOrderbook',
    chance: 'privateGetOrdersChance',
    accounts: 'privateGetAccounts',
    order: 'privateGetOrder',
    openOrders: 'privateGetOrdersOpen',
    closedOrders: 'privateGetOrdersClosed',
    place: 'privatePostOrders',
    cancel: 'privateDeleteOrder',
    apiKeys: 'privateGetApiKeys',
    withdrawalChance: 'privateGetWithdrawsChance',
  },
  clientIdField: 'identifier',
  typeField: 'ord_type',
  cancelIdField: 'uuid',
  placedIdField: 'uuid',
  closedByTime: true,
  tickLadder: upbitTickLadder,
};

export const BITHUMB: KoreanDialect = {
  venue: 'bithumb',
  endpoints: {
    markets: 'publicGetV1MarketAll',
    ticks: null,
    ticker: 'publicGetV1Ticker',
    orderBook: 'publicGetV1Orderbook',
    chance: 'privateGetV1OrdersChance',
    accounts: 'privateGetV1Accounts',
    order: 'privateGetV1Order',
    openOrders: 'privateGetV1Orders',
    closedOrders: 'privateGetV1Orders',
    place: 'privatePostV2Orders',
    cancel: 'privateDeleteV2Order',
    apiKeys: 'privateGetV1ApiKeys',
    withdrawalChance: 'privateGetV1WithdrawsChance',
  },
  clientIdField: 'client_order_id',
  typeField: 'order_type',
  cancelIdField: 'order_id',
  placedIdField: 'order_id',
  closedByTime: false,
  tickLadder: bithumbTickLadder,
};
