import { decimalText } from '../../../engine/domain/decimal.ts';
import type { VenueCore } from './core.ts';
import type { CoreOrder, CoreTrade } from './core-types.ts';
import type { Shape } from './upbit-market-shapes.ts';
import { figuresOf, type KoreanState, ordTypeOf, tradeShape, tradesOf } from './upbit-order-shapes.ts';
import { koreanTime } from './upbit-time.ts';

/** Returns the n-th order's number: `C0101000003152350309`. */
export function bithumbOrderId(count: number): string {
  return `C0101${String(3_000_000_000 + count).padStart(15, '0')}`;
}

/** Returns the number of a market's n-th trade; no two markets share one. */
export function bithumbTradeId(count: number, market: number): string {
  return `C01${String(market + 10)}${String(count).padStart(15, '0')}`;
}

/** A buy by amount that has spent what it could is `done` here. */
export function bithumbState(order: Readonly<CoreOrder>): KoreanState {
  if (order.state === 'open') return 'wait';
  return order.state === 'filled' ? 'done' : 'cancel';
}

/** By the owner, or because it could not rest. */
function cancelTypeOf(order: Readonly<CoreOrder>): string | undefined {
  if (bithumbState(order) !== 'cancel') return undefined;
  return order.state === 'canceled' ? 'user' : 'tif_cancel';
}

/** Returns an order without its trades. */
export function bithumbOrder(core: VenueCore, order: Readonly<CoreOrder>): Shape {
  const market = core.market(order.symbol);
  const figures = figuresOf(market, order);
  const text = (value: typeof figures.volume) => (value === null ? undefined : decimalText(value));
  return present({
    uuid: order.id,
    client_order_id: order.memo.identifier,
    side: order.side === 'buy' ? 'bid' : 'ask',
    ord_type: ordTypeOf(order),
    price: text(figures.price),
    state: bithumbState(order),
    market: market.id,
    created_at: koreanTime(order.createdAt),
    volume: text(figures.volume),
    remaining_volume: text(figures.remaining),
    reserved_fee: decimalText(figures.reservedFee),
    remaining_fee: decimalText(figures.remainingFee),
    paid_fee: decimalText(figures.paidFee),
    locked: decimalText(figures.locked),
    executed_volume: decimalText(figures.executed),
    executed_funds: decimalText(figures.funds),
    trades_count: tradesOf(core, order).length,
    time_in_force: order.memo.timeInForce,
    stp_type: 'cancel_taker',
    cancel_type: cancelTypeOf(order),
  });
}

/** Returns an order with its trades. */
export function bithumbOrderWithTrades(core: VenueCore, order: Readonly<CoreOrder>): Shape {
  const trades = tradesOf(core, order).map((trade) => {
    const { trend: _, ...shape } = tradeShape(core, trade);
    return { ...shape, created_at: koreanTime(trade.at) };
  });
  return { ...bithumbOrder(core, order), trades };
}

/** Returns the answer to a new order, or one of the answers to a batch. */
export function acceptedOrder(core: VenueCore, order: Readonly<CoreOrder>): Shape {
  return present({
    order_id: order.id,
    client_order_id: order.memo.identifier,
    market: core.market(order.symbol).id,
    side: order.side === 'buy' ? 'bid' : 'ask',
    order_type: ordTypeOf(order),
    time_in_force: order.memo.timeInForce,
    created_at: koreanTime(order.createdAt),
    stp_type: 'cancel_taker',
  });
}

/** Returns what myOrder of `/websocket/v2/private` tells; fields that have no value are left out. */
export function myOrderFrameV2(
  core: VenueCore,
  order: Readonly<CoreOrder>,
  state: KoreanState | 'trade',
  trade: CoreTrade | null,
): Shape {
  const market = core.market(order.symbol);
  const figures = figuresOf(market, order);
  const amount =
    figures.volume === null || figures.price === null ? figures.price : figures.price.times(figures.volume);
  return present({
    type: 'myOrder',
    code: market.id,
    order_id: order.id,
    client_order_id: order.memo.identifier,
    side: order.side,
    order_type: ordTypeOf(order),
    time_in_force: order.memo.timeInForce,
    state,
    order_price: figures.price?.toNumber(),
    order_quantity: figures.volume?.toNumber(),
    order_amount: amount?.toNumber() ?? 0,
    remaining_quantity: figures.remaining?.toNumber(),
    executed_quantity: figures.executed.toNumber(),
    executed_amount: figures.funds.toNumber(),
    reserved_fee: figures.reservedFee.toNumber(),
    remaining_fee: figures.remainingFee.toNumber(),
    paid_fee: figures.paidFee.toNumber(),
    cancel_type: state === 'cancel' ? cancelTypeOf(order) : undefined,
    order_timestamp: order.createdAt,
    timestamp: core.now(),
    ...(trade === null ? {} : tradeFields(trade)),
  });
}

function tradeFields(trade: CoreTrade): Shape {
  return {
    trade_id: trade.id,
    trade_price: trade.price.toNumber(),
    trade_quantity: trade.quantity.toNumber(),
    trade_amount: trade.price.times(trade.quantity).toNumber(),
    trade_timestamp: trade.at,
  };
}

/** Returns what myOrder of `/websocket/v1/private`, which is about to end, tells. */
export function myOrderFrameV1(
  core: VenueCore,
  order: Readonly<CoreOrder>,
  state: KoreanState | 'trade',
  trade: CoreTrade | null,
): Shape {
  const market = core.market(order.symbol);
  const figures = figuresOf(market, order);
  return present({
    type: 'myOrder',
    code: market.id,
    uuid: order.id,
    client_order_id: order.memo.identifier,
    ask_bid: order.side === 'buy' ? 'BID' : 'ASK',
    order_type: ordTypeOf(order),
    state,
    trade_uuid: trade?.id,
    price: (trade?.price ?? figures.price)?.toNumber(),
    volume: (trade?.quantity ?? figures.volume)?.toNumber(),
    remaining_volume: figures.remaining?.toNumber(),
    executed_volume: figures.executed.toNumber(),
    trades_count: tradesOf(core, order).length,
    reserved_fee: figures.reservedFee.toNumber(),
    remaining_fee: figures.remainingFee.toNumber(),
    paid_fee: figures.paidFee.toNumber(),
    executed_funds: figures.funds.toNumber(),
    cancel_type: state === 'cancel' ? cancelTypeOf(order) : undefined,
    trade_timestamp: trade?.at,
    order_timestamp: order.createdAt,
    timestamp: core.now(),
  });
}

function present(shape: Shape): Shape {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined));
}
