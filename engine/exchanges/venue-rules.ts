import type { Decimal, DecimalText } from '../domain/decimal.ts';
import { decimal, decimalText, roundDownTo } from '../domain/decimal.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { OrderRequest } from '../domain/order.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';

/** Returns why a venue would reject a request that does not fit its grid or its minimum, or null when it fits. */
export function gridFault(request: OrderRequest, instrument: Instrument, lastPrice: Decimal | null): Reason | null {
  const faults = [
    quantityFault(request.quantity, instrument),
    priceFault('price', request.price, request.type === 'limit', instrument),
    priceFault('triggerPrice', request.triggerPrice, isTriggerType(request), instrument),
  ];
  return faults.find((fault) => fault !== null) ?? notionalFault(request, instrument, lastPrice);
}

function isTriggerType(request: OrderRequest): boolean {
  return request.type === 'stop-market' || request.type === 'take-profit-market';
}

function quantityFault(quantity: DecimalText, { lotSize }: Instrument): Reason | null {
  return isOnGrid(quantity, lotSize) ? null : reason('venue.quantity-off-grid', { quantity, lotSize });
}

function priceFault(
  field: 'price' | 'triggerPrice',
  price: DecimalText | null,
  wanted: boolean,
  { tickSize }: Instrument,
): Reason | null {
  if (price === null) return wanted ? reason('venue.price-missing', { field }) : null;
  if (!wanted) return reason('venue.price-not-allowed', { field, price });
  return isOnGrid(price, tickSize) ? null : reason('venue.price-off-grid', { field, price, tickSize });
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
