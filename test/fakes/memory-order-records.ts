import { decimal } from '../../engine/domain/decimal.ts';
import type { JournalEvent } from '../../engine/domain/journal-entry.ts';
import type { Order } from '../../engine/domain/order.ts';
import { TERMINAL_ORDER_STATES } from '../../engine/domain/order.ts';
import { emptyPortfolio, foldFill, foldFunding, type Portfolio } from '../../engine/domain/portfolio.ts';
import { foldOrder, isOrderEvent, orderClientId } from '../../engine/execution/fold-order.ts';
import type { Clock } from '../../engine/ports/clock.ts';
import type { OrderRecords } from '../../engine/ports/order-records.ts';

export interface RecordedBatch {
  readonly at: number;
  readonly events: readonly JournalEvent[];
  readonly durable: boolean;
}

/** Order records in memory, folded as the desk folds them, with all that was journalled laid open. */
export interface MemoryOrderRecords extends OrderRecords {
  readonly batches: readonly RecordedBatch[];
  orders(): readonly Order[];
  portfolio(): Portfolio;
}

/** Returns records that start from `history`, as a process does that was killed after writing it. */
export function createMemoryOrderRecords(clock: Clock, history: readonly RecordedBatch[] = []): MemoryOrderRecords {
  const orders = new Map<string, Order>();
  const fills = new Set<string>();
  const fundings = new Set<string>();
  const batches: RecordedBatch[] = [];
  let portfolio = emptyPortfolio(decimal('100000'));

  function fold(batch: RecordedBatch): void {
    batches.push(batch);
    for (const event of batch.events) {
      if (event.type === 'funding.settled') {
        fundings.add(`${event.funding.venue}|${event.funding.id}`);
        portfolio = foldFunding(portfolio, event.funding);
      }
      if (!isOrderEvent(event)) continue;
      const clientId = orderClientId(event);
      const order = foldOrder(orders.get(clientId) ?? null, batch.at, event);
      if (order !== null) orders.set(clientId, order);
      if (event.type !== 'order.filled') continue;
      const { fill } = event;
      fills.add(`${fill.venue}|${fill.symbol}|${fill.tradeId}`);
      portfolio = foldFill(portfolio, fill, event.decisionId).portfolio;
    }
  }
  for (const batch of history) fold(batch);

  return {
    batches,
    orders: () => [...orders.values()],
    portfolio: () => portfolio,
    order: (clientId) => orders.get(clientId) ?? null,
    openOrders: () => [...orders.values()].filter((order) => !TERMINAL_ORDER_STATES.has(order.state)),
    position: (symbol) => portfolio.positions.get(symbol) ?? null,
    hasFill: (venue, symbol, tradeId) => fills.has(`${venue}|${symbol}|${tradeId}`),
    hasFunding: (venue, id) => fundings.has(`${venue}|${id}`),
    nextOrderNumber: () => orders.size + 1,
    nextFillNumber: () => fills.size + 1,
    record(events, options = {}) {
      fold({ at: clock.now(), events: [...events], durable: options.durable === true });
    },
  };
}
