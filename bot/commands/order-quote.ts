import type { Decimal, DecimalText } from '../../engine/domain/decimal.ts';
import {
  decimal,
  decimalFromEstimate,
  decimalText,
  estimateOf,
  roundDownTo,
  ZERO,
} from '../../engine/domain/decimal.ts';
import type { MarketContext } from '../../engine/domain/evidence.ts';
import type { Instrument } from '../../engine/domain/instrument.ts';
import { priceBelow } from '../../engine/domain/instrument.ts';
import type { AskedSize, Direction } from '../../engine/domain/signal.ts';
import type { OrderLine, PriceWish } from '../parse/order-line.ts';

/** What an order would come to at the prices of this moment: for the person's eyes, the engine sizes it anew. */
export interface OrderQuote {
  readonly instrument: Instrument;
  readonly direction: Direction;
  readonly size: AskedSize;
  readonly price: Decimal;
  readonly quantity: Decimal;
  readonly notional: Decimal;
  readonly equityFraction: number;
  readonly limitPrice: DecimalText | null;
  readonly stopPrice: DecimalText;
  readonly targetPrice: DecimalText | null;
  /** Loss at the stop with the fees of both sides. */
  readonly worstLoss: Decimal;
}

export interface QuoteRequest {
  readonly instrument: Instrument;
  readonly direction: Direction;
  readonly size: AskedSize;
  readonly line: Pick<OrderLine, 'limit' | 'stop' | 'target'>;
  readonly market: MarketContext;
  readonly equity: Decimal;
  /** Distance of the stop when none is named, as a fraction of price. */
  readonly defaultStopFraction: number;
}

/** Returns the quote, or the name of the price that lies on the wrong side of the trade. */
export function quoteOrder(request: QuoteRequest): OrderQuote | 'stop' | 'target' | 'limit' {
  const { instrument, direction, size, line, market } = request;
  const touch = decimalFromEstimate(direction === 'long' ? market.ask : market.bid, instrument.tickSize);
  const below = direction === 'long' ? -1 : 1;
  const limit = line.limit === null ? null : priceAt(line.limit, touch, below, instrument);
  const price = limit ?? touch;
  const stop = priceAt(line.stop ?? defaultStop(request), price, below, instrument);
  const target = line.target === null ? null : priceAt(line.target, price, -below, instrument);
  if (price.lessThanOrEqualTo(ZERO)) return 'limit';
  if (!liesOn(stop, price, below)) return 'stop';
  if (target !== null && !liesOn(target, price, -below)) return 'target';
  const quantity = quantityOf(size, price, request.equity, instrument);
  const notional = quantity.times(price);
  return {
    instrument,
    direction,
    size,
    price,
    quantity,
    notional,
    equityFraction: request.equity.greaterThan(ZERO)
      ? estimateOf(notional.div(request.equity))
      : Number.POSITIVE_INFINITY,
    limitPrice: textOf(limit),
    stopPrice: decimalText(stop),
    targetPrice: textOf(target),
    worstLoss: lossAt(stop, price, quantity, instrument),
  };
}

function defaultStop({ defaultStopFraction }: QuoteRequest): PriceWish {
  return { type: 'distance', fraction: defaultStopFraction };
}

/** Returns the price wished for on the tick grid; a distance is taken in the direction given. */
function priceAt(wish: PriceWish, from: Decimal, sign: number, instrument: Instrument): Decimal {
  if (wish.type === 'price') return priceBelow(instrument, decimal(wish.price));
  return priceBelow(instrument, from.times(1 + sign * wish.fraction));
}

function liesOn(price: Decimal, from: Decimal, sign: number): boolean {
  return price.greaterThan(ZERO) && (sign < 0 ? price.lessThan(from) : price.greaterThan(from));
}

function quantityOf(size: AskedSize, price: Decimal, equity: Decimal, instrument: Instrument): Decimal {
  switch (size.type) {
    case 'quantity':
      return decimal(size.quantity);
    case 'notional':
      return roundDownTo(decimal(size.notional).div(price), instrument.lotSize);
    case 'fraction':
      return roundDownTo(equity.times(size.fraction).div(price), instrument.lotSize);
  }
}

function lossAt(stop: Decimal, price: Decimal, quantity: Decimal, instrument: Instrument): Decimal {
  const fees = price.plus(stop).times(quantity).times(decimal(instrument.takerFeeFraction));
  return price.minus(stop).abs().times(quantity).plus(fees);
}

function textOf(price: Decimal | null): DecimalText | null {
  return price === null ? null : decimalText(price);
}
