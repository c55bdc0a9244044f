import { decimal, decimalText } from '../domain/decimal.ts';
import { InvariantError } from '../domain/errors.ts';
import { reason } from '../domain/reason.ts';
import type { Execution, VenueOrder } from '../ports/execution.ts';
import { isOpen, type LedgerOrder, type VenueLedger } from './venue-ledger.ts';

/** What a venue that keeps its own ledger answers from nothing but that. */
export type LedgerAnswers = Pick<Execution, 'cancel' | 'findOrder' | 'openOrders' | 'fillsSince' | 'fillsOf'>;

/** Answers questions, and takes orders back, out of a ledger; `cursorOf` is the time that a cancel is noted with. */
export function ledgerAnswers(ledger: VenueLedger, cursorOf: (symbol: string) => number): LedgerAnswers {
  return {
    async cancel(clientId, symbol) {
      const order = ledger.order(clientId);
      if (order === null || order.intent.request.symbol !== symbol || !isOpen(order)) return { outcome: 'not-open' };
      const why = reason('order.canceled-on-request');
      ledger.record({ type: 'canceled', symbol, cursor: cursorOf(symbol), clientId, reason: why });
      ledger.flush();
      return { outcome: 'canceled' };
    },
    async findOrder(clientId, symbol) {
      const order = ledger.order(clientId);
      return order === null || order.intent.request.symbol !== symbol ? null : venueOrderOf(order);
    },
    async openOrders() {
      return ledger.allOpenOrders().map(venueOrderOf);
    },
    async fillsSince(since) {
      if (since === null) return [...ledger.fills()];
      if (since.tradeId === null) return ledger.fills().filter(({ at }) => at >= since.at);
      const index = ledger.fills().findIndex(({ tradeId }) => tradeId === since.tradeId);
      if (index >= 0) return ledger.fills().slice(index + 1);
      // "Nothing since a trade that never was" would look like an empty answer.
      throw new InvariantError(`The venue knows no trade ${since.tradeId.slice(0, 40)}, which the journal has.`, {
        hint: 'Its ledger (venue/venue-ledger.jsonl in the data folder) was removed or replaced: put it back, or start in a new data folder with --data.',
      });
    },
    async fillsOf(clientId) {
      return ledger.fills().filter((fill) => fill.clientId === clientId);
    },
  };
}

function venueOrderOf(order: LedgerOrder): VenueOrder {
  const { intent, venueOrderId, filled } = order;
  const { clientId, request } = intent;
  return { clientId, venueOrderId, symbol: request.symbol, state: stateOf(order), filledQuantity: decimalText(filled) };
}

function stateOf(order: LedgerOrder): VenueOrder['state'] {
  if (order.filled.greaterThanOrEqualTo(decimal(order.intent.request.quantity))) return 'FILLED';
  if (order.canceled) return 'CANCELED';
  return order.filled.isZero() ? 'OPEN' : 'PARTIAL';
}
