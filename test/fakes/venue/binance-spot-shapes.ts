import { ZERO } from '../../../engine/domain/decimal.ts';
import { statusWord, timeInForceWord, typeWord } from './binance-order-params.ts';
import type { VenueCore } from './core.ts';
import type { CoreAccount, CoreOrder, CoreTrade } from './core-types.ts';

/** `GET /api/v3/order`. */
export function spotOrder(core: VenueCore, order: CoreOrder) {
  return {
    symbol: core.market(order.symbol).id,
    orderId: Number(order.id),
    orderListId: -1,
    clientOrderId: order.clientId,
    price: (order.price ?? ZERO).toFixed(8),
    origQty: shownQuantity(order).toFixed(8),
    executedQty: order.filled.toFixed(8),
    cummulativeQuoteQty: order.filledQuote.toFixed(8),
    status: statusWord(order),
    timeInForce: timeInForceWord(order),
    type: typeWord(order),
    side: order.side.toUpperCase(),
    stopPrice: (order.triggerPrice ?? ZERO).toFixed(8),
    icebergQty: '0.00000000',
    time: order.createdAt,
    updateTime: order.updatedAt,
    isWorking: !order.waiting,
    workingTime: order.waiting ? -1 : order.createdAt,
    origQuoteOrderQty: (order.quoteAmount ?? ZERO).toFixed(8),
    selfTradePreventionMode: 'EXPIRE_MAKER',
  };
}

/** The answer to a new order, by `newOrderRespType`. */
export function spotPlaced(core: VenueCore, order: CoreOrder, shape: string) {
  const acknowledged = {
    symbol: core.market(order.symbol).id,
    orderId: Number(order.id),
    orderListId: -1,
    clientOrderId: order.clientId,
    transactTime: order.createdAt,
  };
  if (shape === 'ACK') return acknowledged;
  const {
    price,
    origQty,
    executedQty,
    origQuoteOrderQty,
    cummulativeQuoteQty,
    status,
    timeInForce,
    type,
    side,
    workingTime,
  } = spotOrder(core, order);
  const stop = order.triggerPrice === null ? {} : { stopPrice: order.triggerPrice.toFixed(8) };
  const result = {
    ...acknowledged,
    price,
    origQty,
    executedQty,
    origQuoteOrderQty,
    cummulativeQuoteQty,
    status,
    timeInForce,
    type,
    side,
    ...stop,
    workingTime,
  };
  if (shape === 'RESULT') return { ...result, selfTradePreventionMode: 'EXPIRE_MAKER' };
  const fills = core.tradesOf(order.account).filter((trade) => trade.order === order);
  return {
    ...result,
    fills: fills.map((trade) => ({
      price: trade.price.toFixed(8),
      qty: trade.quantity.toFixed(8),
      commission: trade.fee.toFixed(8),
      commissionAsset: trade.feeCurrency,
      tradeId: trade.sequence,
    })),
    selfTradePreventionMode: 'EXPIRE_MAKER',
  };
}

/** The answer to a cancel: it has a client id of its own. */
export function spotCanceled(core: VenueCore, order: CoreOrder) {
  const {
    symbol,
    orderId,
    orderListId,
    price,
    origQty,
    executedQty,
    origQuoteOrderQty,
    cummulativeQuoteQty,
    status,
    timeInForce,
    type,
    side,
  } = spotOrder(core, order);
  return {
    symbol,
    origClientOrderId: order.clientId,
    orderId,
    orderListId,
    clientOrderId: `cancel${orderId}`,
    transactTime: order.updatedAt,
    price,
    origQty,
    executedQty,
    origQuoteOrderQty,
    cummulativeQuoteQty,
    status,
    timeInForce,
    type,
    side,
    selfTradePreventionMode: 'EXPIRE_MAKER',
  };
}

/** `GET /api/v3/myTrades`. */
export function spotTrade(core: VenueCore, trade: CoreTrade) {
  return {
    symbol: core.market(trade.symbol).id,
    id: trade.sequence,
    orderId: Number(trade.orderId),
    orderListId: -1,
    price: trade.price.toFixed(8),
    qty: trade.quantity.toFixed(8),
    quoteQty: trade.price.times(trade.quantity).toFixed(8),
    commission: trade.fee.toFixed(8),
    commissionAsset: trade.feeCurrency,
    time: trade.at,
    isBuyer: trade.side === 'buy',
    isMaker: trade.maker,
    isBestMatch: true,
  };
}

/** `GET /api/v3/account`. */
export function spotAccount(account: CoreAccount, now: number, omitZero: boolean) {
  const balances = [...account.balances]
    .filter(([, { free, locked }]) => !omitZero || !free.plus(locked).isZero())
    .map(([asset, { free, locked }]) => ({ asset, free: free.toFixed(8), locked: locked.toFixed(8) }));
  return {
    makerCommission: 10,
    takerCommission: 10,
    buyerCommission: 0,
    sellerCommission: 0,
    commissionRates: { maker: '0.00100000', taker: '0.00100000', buyer: '0.00000000', seller: '0.00000000' },
    canTrade: account.canTrade,
    canWithdraw: true,
    canDeposit: true,
    brokered: false,
    requireSelfTradePrevention: false,
    preventSor: false,
    updateTime: now,
    accountType: 'SPOT',
    balances,
    permissions: ['SPOT'],
    uid: 354_937_868,
  };
}

/** `GET /sapi/v1/account/apiRestrictions`. */
export function apiRestrictions(account: CoreAccount) {
  return {
    ipRestrict: account.ipBound,
    createTime: 1_698_645_219_000,
    enableReading: true,
    enableWithdrawals: account.canWithdraw,
    enableInternalTransfer: account.canWithdraw,
    enableMargin: false,
    enableFutures: account.canTrade,
    permitsUniversalTransfer: false,
    enableVanillaOptions: false,
    enableFixApiTrade: false,
    enableFixReadOnly: true,
    enableSpotAndMarginTrading: account.canTrade,
    enablePortfolioMarginTrading: false,
    ...(account.expiresAt === null ? {} : { tradingAuthorityExpirationTime: account.expiresAt }),
  };
}

/** An order by quote amount shows what it bought as its quantity. */
function shownQuantity(order: CoreOrder) {
  return order.quoteAmount === null ? order.quantity : order.filled;
}
