import { createHash } from 'node:crypto';
import { type Decimal, decimal, decimalText, ZERO } from '../../../engine/domain/decimal.ts';
import type { VenueCore } from './core.ts';
import type { CoreMarket, CoreOrder, CoreTrade } from './core-types.ts';
import type { Shape } from './upbit-market-shapes.ts';
import { koreanTime, koreanTimeWithMs } from './upbit-time.ts';

/** Returns the n-th id of a kind; always the same ones, so that a failing seed can be looked at again. */
export function uuidOf(kind: 'order' | 'trade' | 'asset', count: number | string): string {
  const hash = createHash('sha256').update(`${kind} ${count}`).digest('hex');
  const version = `4${hash.slice(13, 16)}`;
  const variant = `a${hash.slice(17, 20)}`;
  return [hash.slice(0, 8), hash.slice(8, 12), version, variant, hash.slice(20, 32)].join('-');
}

/** `wait` and `watch` are open; what gives back a rest ends in `cancel`, though it may have fills. */
export type KoreanState = 'wait' | 'done' | 'cancel';

/** Returns the state that both Korean venues show. */
export function stateOf(order: Readonly<CoreOrder>): KoreanState {
  if (order.state === 'open') return 'wait';
  if (order.state !== 'filled') return 'cancel';
  return order.quoteAmount !== null && order.filledQuote.lt(order.quoteAmount) ? 'cancel' : 'done';
}

/** The fields that both venues give an order, as decimals. */
export interface OrderFigures {
  readonly volume: Decimal | null;
  readonly remaining: Decimal | null;
  readonly executed: Decimal;
  readonly funds: Decimal;
  readonly price: Decimal | null;
  readonly reservedFee: Decimal;
  readonly remainingFee: Decimal;
  readonly paidFee: Decimal;
  readonly locked: Decimal;
}

/** Returns an order's figures; `fresh` as on arrival, whatever has been filled since. */
export function figuresOf(market: CoreMarket, order: Readonly<CoreOrder>, fresh = false): OrderFigures {
  const amount = amountOf(order);
  const volume = amount === null ? order.quantity : null;
  const notional = amount ?? (order.price === null ? ZERO : order.price.times(order.quantity));
  const isOpen = fresh || order.state === 'open';
  const reservedFee = order.side === 'buy' ? notional.times(decimal(market.takerFee)) : ZERO;
  const paidFee = fresh ? ZERO : (order.fees.get(market.quote) ?? ZERO);
  const executed = fresh ? ZERO : order.filled;
  const onArrival = order.side === 'buy' ? notional.plus(reservedFee) : order.quantity;
  return {
    volume,
    remaining: volume === null ? null : volume.minus(executed),
    executed,
    funds: fresh ? ZERO : order.filledQuote,
    price: amount ?? order.price,
    reservedFee,
    remainingFee: isOpen && order.side === 'buy' ? reservedFee.minus(paidFee) : ZERO,
    paidFee,
    locked: fresh ? onArrival : order.locked,
  };
}

/** The KRW that a buy is to spend, where it is told in those. */
function amountOf(order: Readonly<CoreOrder>): Decimal | null {
  return order.memo.amount === undefined ? order.quoteAmount : decimal(order.memo.amount);
}

/** Returns an order without its trades, as the lists have it. */
export function orderShape(core: VenueCore, order: Readonly<CoreOrder>, fresh = false): Shape {
  const market = core.markets.get(order.symbol)!;
  const figures = figuresOf(market, order, fresh);
  return {
    uuid: order.id,
    side: order.side === 'buy' ? 'bid' : 'ask',
    ord_type: ordTypeOf(order),
    price: text(priceShown(order, figures)),
    state: fresh ? 'wait' : stateOf(order),
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
    trades_count: fresh ? 0 : tradesOf(core, order).length,
    prevented_volume: '0',
    prevented_locked: '0',
    ...(order.memo.timeInForce === undefined ? {} : { time_in_force: order.memo.timeInForce }),
    ...(order.memo.identifier === undefined ? {} : { identifier: order.memo.identifier }),
  };
}

/** Returns an order with its trades, oldest first. */
export function orderWithTrades(core: VenueCore, order: Readonly<CoreOrder>): Shape {
  const { executed_funds: _, ...shape } = orderShape(core, order);
  return { ...shape, trades: tradesOf(core, order).map((trade) => tradeShape(core, trade)) };
}

/** Returns the fills of an order. */
export function tradesOf(core: VenueCore, order: Readonly<CoreOrder>): readonly CoreTrade[] {
  return core.tradesOf(order.account).filter((trade) => trade.order.id === order.id);
}

/** Returns a fill as an order lists it: without a fee of its own. */
export function tradeShape(core: VenueCore, trade: CoreTrade): Shape {
  return {
    market: core.markets.get(trade.symbol)!.id,
    uuid: trade.id,
    price: decimalText(trade.price),
    volume: decimalText(trade.quantity),
    funds: decimalText(trade.price.times(trade.quantity)),
    trend: trade.side === 'buy' ? 'up' : 'down',
    created_at: koreanTimeWithMs(trade.at),
    side: trade.side === 'buy' ? 'bid' : 'ask',
  };
}

/** limit · price (buy at market for an amount) · market (sell at market) · best. */
export function ordTypeOf(order: Readonly<CoreOrder>): string {
  if (order.memo.ordType !== undefined) return order.memo.ordType;
  if (order.type === 'limit') return 'limit';
  return order.side === 'buy' ? 'price' : 'market';
}

/** A best order has no price of its own; for a buy the field holds the amount. */
function priceShown(order: Readonly<CoreOrder>, figures: OrderFigures): Decimal | null {
  return ordTypeOf(order) === 'best' && order.side === 'sell' ? null : figures.price;
}

function text(value: Decimal | null): string | null {
  return value === null ? null : decimalText(value);
}

/** Returns what myOrder tells of an order, or of one of its fills. */
export function myOrderFrame(
  core: VenueCore,
  order: Readonly<CoreOrder>,
  state: KoreanState | 'trade',
  trade: CoreTrade | null,
): Shape {
  const market = core.markets.get(order.symbol)!;
  const figures = figuresOf(market, order);
  const { price, volume } = trade === null ? { price: figures.price, volume: figures.volume } : pieceOf(trade);
  return {
    type: 'myOrder',
    code: market.id,
    uuid: order.id,
    ask_bid: order.side === 'buy' ? 'BID' : 'ASK',
    order_type: ordTypeOf(order),
    state,
    trade_uuid: trade?.id ?? null,
    price: price?.toNumber() ?? null,
    avg_price: order.filled.isZero() ? 0 : order.filledQuote.div(order.filled).toNumber(),
    volume: volume?.toNumber() ?? null,
    remaining_volume: figures.remaining?.toNumber() ?? null,
    executed_volume: figures.executed.toNumber(),
    trades_count: tradesOf(core, order).length,
    reserved_fee: figures.reservedFee.toNumber(),
    remaining_fee: figures.remainingFee.toNumber(),
    paid_fee: figures.paidFee.toNumber(),
    locked: figures.locked.toNumber(),
    executed_funds: figures.funds.toNumber(),
    time_in_force: order.memo.timeInForce ?? null,
    trade_fee: trade?.fee.toNumber() ?? null,
    is_maker: trade?.maker ?? null,
    identifier: order.memo.identifier ?? null,
    smp_type: null,
    prevented_volume: 0,
    prevented_locked: 0,
    trade_timestamp: trade?.at ?? null,
    order_timestamp: order.createdAt,
    timestamp: core.now(),
  };
}

function pieceOf(trade: CoreTrade): { readonly price: Decimal; readonly volume: Decimal } {
  return { price: trade.price, volume: trade.quantity };
}
