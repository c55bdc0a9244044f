import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { Order } from '../domain/order.ts';
import type { OrderRecords } from '../ports/order-records.ts';

/**
 * True while an order that gets out of the symbol has not ended. One of which nobody could learn anything for two
 * minutes holds no other back: what only reduces does no harm twice.
 */
export function exitUnderWay(records: Pick<OrderRecords, 'openOrders'>, symbol: InstrumentSymbol): boolean {
  return records.openOrders().some((order) => order.request.symbol === symbol && leaves(order));
}

function leaves({ leg, state }: Order): boolean {
  return (leg === 'exit' || leg === 'emergency') && state !== 'STUCK';
}
