import type { Decimal } from '../../../engine/domain/decimal.ts';
import { ZERO } from '../../../engine/domain/decimal.ts';
import { placesOf } from './binance-market-routes.ts';
import { statusWord, timeInForceWord, typeWord } from './binance-order-params.ts';
import type { VenueCore } from './core.ts';
import type { CoreAccount, CoreMarket, CoreOrder, CorePosition, CoreTrade } from './core-types.ts';

const MAINTENANCE = '0.005';

/** `GET /fapi/v1/order`; of a triggered algo order, the order that it became. */
export function usdmOrder(core: VenueCore, order: CoreOrder) {
  const market = core.market(order.symbol);
  const { price, quantity } = placesOf('usdm', market);
  const triggered = order.actualOrderId !== null;
  return {
    orderId: Number(order.actualOrderId ?? order.id),
    symbol: market.id,
    status: statusWord(order),
    clientOrderId: order.memo.bookClientId ?? order.clientId,
    price: (order.price ?? ZERO).toFixed(price),
    avgPrice: averageOf(order).toFixed(5),
    origQty: order.quantity.toFixed(quantity),
    executedQty: order.filled.toFixed(quantity),
    cumQuote: order.filledQuote.toFixed(5),
    timeInForce: timeInForceWord(order),
    type: triggered ? actualType(order) : typeWord(order),
    reduceOnly: order.reduceOnly || order.closePosition,
    closePosition: order.closePosition,
    side: order.side.toUpperCase(),
    positionSide: order.positionSide,
    stopPrice: (order.triggerPrice ?? ZERO).toFixed(price),
    workingType: order.memo.workingType ?? 'CONTRACT_PRICE',
    priceMatch: 'NONE',
    selfTradePreventionMode: 'EXPIRE_MAKER',
    goodTillDate: 0,
    priceProtect: false,
    origType: typeWord(order),
    time: order.createdAt,
    updateTime: order.updatedAt,
  };
}

/** The answer to a new, amended or cancelled order; `ACK` knows nothing of fills yet. */
export function usdmPlaced(core: VenueCore, order: CoreOrder, shape: string) {
  const { time: _time, ...shown } = usdmOrder(core, order);
  const placed = { ...shown, cumQty: shown.executedQty };
  if (shape !== 'ACK') return placed;
  const nothing = ZERO.toFixed(placesOf('usdm', core.market(order.symbol)).quantity);
  return { ...placed, status: 'NEW', executedQty: nothing, cumQty: nothing, cumQuote: '0.00000', avgPrice: '0.00' };
}

export function algoStatus(order: CoreOrder): string {
  if (order.state === 'open') return order.waiting ? 'NEW' : 'TRIGGERED';
  if (order.state === 'rejected') return 'REJECTED';
  if (order.state === 'filled' || !order.filled.isZero()) return 'FINISHED';
  if (order.state === 'canceled') return order.actualOrderId === null ? 'CANCELED' : 'FINISHED';
  return 'EXPIRED';
}

/** `GET /fapi/v1/algoOrder`. */
export function algoOrder(core: VenueCore, order: CoreOrder) {
  const market = core.market(order.symbol);
  const { price, quantity } = placesOf('usdm', market);
  return {
    algoId: Number(order.id),
    clientAlgoId: order.clientId,
    algoType: 'CONDITIONAL',
    orderType: typeWord(order),
    symbol: market.id,
    side: order.side.toUpperCase(),
    positionSide: order.positionSide,
    timeInForce: timeInForceWord(order),
    quantity: order.quantity.toFixed(quantity),
    algoStatus: algoStatus(order),
    actualOrderId: order.actualOrderId ?? '',
    actualPrice: averageOf(order).toFixed(5),
    triggerPrice: (order.triggerPrice ?? ZERO).toFixed(price),
    price: (order.price ?? ZERO).toFixed(price),
    icebergQuantity: null,
    selfTradePreventionMode: 'EXPIRE_MAKER',
    workingType: order.memo.workingType ?? 'CONTRACT_PRICE',
    priceMatch: 'NONE',
    closePosition: order.closePosition,
    priceProtect: false,
    reduceOnly: order.reduceOnly,
    createTime: order.createdAt,
    updateTime: order.updatedAt,
    triggerTime: order.actualOrderId === null ? 0 : order.updatedAt,
    goodTillDate: 0,
  };
}

/** `GET /fapi/v1/userTrades`. */
export function usdmTrade(core: VenueCore, trade: CoreTrade) {
  const market = core.market(trade.symbol);
  const { price, quantity } = placesOf('usdm', market);
  return {
    symbol: market.id,
    id: trade.sequence,
    orderId: Number(trade.orderId),
    side: trade.side.toUpperCase(),
    price: trade.price.toFixed(price),
    qty: trade.quantity.toFixed(quantity),
    realizedPnl: trade.realized.toFixed(8),
    quoteQty: trade.price.times(trade.quantity).toFixed(8),
    commission: trade.fee.toFixed(8),
    commissionAsset: trade.feeCurrency,
    time: trade.at,
    positionSide: trade.positionSide,
    buyer: trade.side === 'buy',
    maker: trade.maker,
  };
}

export interface PositionFigures {
  readonly market: CoreMarket;
  readonly position: CorePosition;
  readonly entry: Decimal;
  readonly mark: Decimal;
  readonly notional: Decimal;
  readonly profit: Decimal;
  readonly initialMargin: Decimal;
  readonly leverage: number;
  readonly isolated: boolean;
}

export function figuresOf(core: VenueCore, account: CoreAccount, position: CorePosition): PositionFigures {
  const market = core.market(position.symbol);
  const mark = core.lastPrice(position.symbol);
  const notional = position.quantity.times(mark);
  const leverage = core.accounts.leverageOf(account, position.symbol);
  return {
    market,
    position,
    entry: position.quantity.isZero() ? ZERO : position.openCost.div(position.quantity),
    mark,
    notional,
    profit: notional.minus(position.openCost),
    initialMargin: notional.abs().div(leverage),
    leverage,
    isolated: core.accounts.marginModeOf(account, position.symbol) === 'isolated',
  };
}

/** A row of `GET /fapi/v3/positionRisk`; v2 says leverage and margin mode as well. */
export function positionRisk(figures: PositionFigures, version: 2 | 3) {
  const { market, position, entry, mark, notional, profit, initialMargin, leverage, isolated } = figures;
  const { quantity } = placesOf('usdm', market);
  const margin = isolated && !position.quantity.isZero() ? position.openCost.abs().div(leverage).plus(profit) : ZERO;
  const shared = {
    symbol: market.id,
    positionSide: position.positionSide,
    positionAmt: position.quantity.toFixed(quantity),
    entryPrice: entry.toFixed(8),
    breakEvenPrice: entry.toFixed(8),
    markPrice: mark.toFixed(8),
    unRealizedProfit: profit.toFixed(8),
    liquidationPrice: liquidation(figures).toFixed(8),
    isolatedMargin: margin.toFixed(8),
    notional: notional.toFixed(8),
    isolatedWallet: margin.minus(isolated ? profit : ZERO).toFixed(8),
    updateTime: position.updatedAt,
  };
  if (version === 2) {
    return {
      ...shared,
      leverage: String(leverage),
      maxNotionalValue: '100000000',
      marginType: isolated ? 'isolated' : 'cross',
      isAutoAddMargin: 'false',
      adlQuantile: 1,
    };
  }
  const held = initialMargin.toFixed(8);
  return {
    ...shared,
    marginAsset: market.quote,
    initialMargin: held,
    maintMargin: notional.abs().times(MAINTENANCE).toFixed(8),
    positionInitialMargin: held,
    openOrderInitialMargin: '0',
    adl: 1,
    bidNotional: '0',
    askNotional: '0',
  };
}

/** `GET /fapi/v3/account` and, with the settings, `/fapi/v2/account`. */
export function usdmAccount(core: VenueCore, account: CoreAccount, version: 2 | 3) {
  const held = [...account.positions.values()].map((position) => figuresOf(core, account, position));
  const sum = (of: (figures: PositionFigures) => Decimal) =>
    held.reduce((total, figures) => total.plus(of(figures)), ZERO);
  const wallet = account.balances.get('USDT')?.free ?? ZERO;
  const [profit, margin] = [sum(({ profit }) => profit), sum(({ initialMargin }) => initialMargin)];
  const available = positive(core.availableMargin(account.key, 'USDT'));
  const maintenance = sum(({ notional }) => notional.abs()).times(MAINTENANCE);
  const totals = {
    totalInitialMargin: margin.toFixed(8),
    totalMaintMargin: maintenance.toFixed(8),
    totalWalletBalance: wallet.toFixed(8),
    totalUnrealizedProfit: profit.toFixed(8),
    totalMarginBalance: wallet.plus(profit).toFixed(8),
    totalPositionInitialMargin: margin.toFixed(8),
    totalOpenOrderInitialMargin: '0.00000000',
    totalCrossWalletBalance: wallet.toFixed(8),
    totalCrossUnPnl: profit.toFixed(8),
    availableBalance: available.toFixed(8),
    maxWithdrawAmount: available.toFixed(8),
  };
  const assets = [...account.balances].map(([asset, { free }]) => {
    const usdt = asset === 'USDT';
    return {
      asset,
      walletBalance: free.toFixed(8),
      unrealizedProfit: (usdt ? profit : ZERO).toFixed(8),
      marginBalance: (usdt ? free.plus(profit) : free).toFixed(8),
      maintMargin: (usdt ? maintenance : ZERO).toFixed(8),
      initialMargin: (usdt ? margin : ZERO).toFixed(8),
      positionInitialMargin: (usdt ? margin : ZERO).toFixed(8),
      openOrderInitialMargin: '0.00000000',
      crossWalletBalance: free.toFixed(8),
      crossUnPnl: (usdt ? profit : ZERO).toFixed(8),
      availableBalance: (usdt ? available : free).toFixed(8),
      maxWithdrawAmount: (usdt ? available : free).toFixed(8),
      marginAvailable: true,
      updateTime: core.now(),
    };
  });
  const positions = held
    .filter(({ position }) => version === 2 || !position.quantity.isZero())
    .map((figures) => ({
      symbol: figures.market.id,
      positionSide: figures.position.positionSide,
      positionAmt: figures.position.quantity.toFixed(placesOf('usdm', figures.market).quantity),
      unrealizedProfit: figures.profit.toFixed(8),
      isolatedMargin: (figures.isolated ? figures.initialMargin : ZERO).toFixed(8),
      notional: figures.notional.toFixed(8),
      isolatedWallet: (figures.isolated ? figures.initialMargin : ZERO).toFixed(8),
      initialMargin: figures.initialMargin.toFixed(8),
      maintMargin: figures.notional.abs().times(MAINTENANCE).toFixed(8),
      updateTime: figures.position.updatedAt,
      ...(version === 2
        ? {
            leverage: String(figures.leverage),
            isolated: figures.isolated,
            entryPrice: figures.entry.toFixed(8),
            maxNotional: '100000000',
          }
        : {}),
    }));
  const settings = {
    feeTier: 0,
    canTrade: account.canTrade,
    canDeposit: true,
    canWithdraw: true,
    multiAssetsMargin: false,
    tradeGroupId: -1,
    updateTime: 0,
  };
  return { ...(version === 2 ? settings : {}), ...totals, assets, positions };
}

/** `GET /fapi/v3/balance`. */
export function usdmBalances(core: VenueCore, account: CoreAccount) {
  return usdmAccount(core, account, 3).assets.map(
    ({ asset, walletBalance, crossWalletBalance, crossUnPnl, availableBalance, maxWithdrawAmount, updateTime }) => ({
      accountAlias: 'SgsR',
      asset,
      balance: walletBalance,
      crossWalletBalance,
      crossUnPnl,
      availableBalance,
      maxWithdrawAmount,
      marginAvailable: true,
      updateTime,
    }),
  );
}

export function averageOf(order: CoreOrder): Decimal {
  return order.filled.isZero() ? ZERO : order.filledQuote.div(order.filled);
}

/** What a triggered order is called in the book. */
export function actualType(order: CoreOrder): string {
  return order.type.endsWith('-limit') ? 'LIMIT' : 'MARKET';
}

function liquidation({ position, entry, leverage }: PositionFigures): Decimal {
  if (position.quantity.isZero()) return ZERO;
  const distance = entry.div(leverage).minus(entry.times(MAINTENANCE));
  return positive(position.quantity.gt(0) ? entry.minus(distance) : entry.plus(distance));
}

function positive(value: Decimal): Decimal {
  return value.isNeg() ? ZERO : value;
}
