import type { Decimal, DecimalText } from '../domain/decimal.ts';
import { decimal, decimalText, roundDownTo } from '../domain/decimal.ts';
import type { Instrument } from '../domain/instrument.ts';
import { tickSizeAt } from '../domain/instrument.ts';
import type { OrderRequest } from '../domain/order.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';

/** Returns why a venue would reject a request that does not fit its grid or its minimum, or null when it fits. */
export function gridFault(request: OrderRequest, instrument: Instrument, lastPrice: Decimal | null): Reason | null {
  const faults = [
    quantityFault(request, instrument),
    priceFault('price', request.price, request.type === 'limit', instrument),
    priceFault('triggerPrice', request.triggerPrice, isTriggerType(request), instrument),
  ];
  return faults.find((fault) => fault !== null) ?? notionalFault(request, instrument, lastPrice);
}

function isTriggerType(request: OrderRequest): boolean {
  return request.type === 'stop-market' || request.type === 'take-profit-market';
}

function quantityFault({ quantity, type }: OrderRequest, instrument: Instrument): Reason | null {
  const { lotSize, minQuantity, maxQuantity, maxMarketQuantity } = instrument;
  if (!isOnGrid(quantity, lotSize)) return reason('venue.quantity-off-grid', { quantity, lotSize });
  const maximum = type === 'limit' ? maxQuantity : (maxMarketQuantity ?? maxQuantity);
  if (minQuantity !== undefined && decimal(quantity).lessThan(decimal(minQuantity)))
    return reason('venue.quantity-below-minimum', { quantity, minimum: minQuantity });
  if (maximum !== undefined && decimal(quantity).greaterThan(decimal(maximum)))
    return reason('venue.quantity-above-maximum', { quantity, maximum });
  return null;
}

function priceFault(
  field: 'price' | 'triggerPrice',
  price: DecimalText | null,
  wanted: boolean,
  instrument: Instrument,
): Reason | null {
  if (price === null) return wanted ? reason('venue.price-missing', { field }) : null;
  if (!wanted) return reason('venue.price-not-allowed', { field, price });
  const tickSize = tickAround(price, instrument);
  return isOnGrid(price, tickSize) ? null : reason('venue.price-off-grid', { field, price, tickSize });
}

function tickAround(price: DecimalText, instrument: Instrument): DecimalText {
  try {
    return tickSizeAt(instrument, price);
  } catch {
    return instrument.tickSize;
  }
}

/** An order that only reduces is exempt: a remainder must always be able to leave. */
function notionalFault(request: OrderRequest, instrument: Instrument, lastPrice: Decimal | null): Reason | null {
  const price = request.price ?? request.triggerPrice ?? lastPrice;
  if (request.reduceOnly || price === null) return null;
  const notional = decimal(price).times(decimal(request.quantity));
  if (notional.greaterThanOrEqualTo(decimal(instrument.minNotional))) return null;
  return reason('venue.min-notional', { notional: decimalText(notional), minimum: instrument.minNotional });
}

function isOnGrid(text: DecimalText, step: DecimalText): boolean {
  try {
    const value = decimal(text);
    return value.greaterThan(0) && roundDownTo(value, step).equals(value);
  } catch {
    // Text that is no plain number lies on no grid.
    return false;
  }
}
