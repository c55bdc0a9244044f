import { InvariantError } from '../domain/errors.ts';
import type { JournalEvent } from '../domain/journal-entry.ts';
import type { Order } from '../domain/order.ts';
import { TERMINAL_ORDER_STATES } from '../domain/order.ts';
import { ORDER_TRANSITIONS, withFill } from './order-state.ts';

/** The journal's events that make up an order. */
export type OrderJournalEvent = Extract<
  JournalEvent,
  { readonly type: 'order.intended' | 'order.changed' | 'order.filled' }
>;

/** Says whether an event belongs to an order. */
export function isOrderEvent(event: JournalEvent): event is OrderJournalEvent {
  return event.type === 'order.intended' || event.type === 'order.changed' || event.type === 'order.filled';
}

/** Returns the client id of the order that an event belongs to. */
export function orderClientId(event: OrderJournalEvent): string {
  switch (event.type) {
    case 'order.intended':
      return event.intent.clientId;
    case 'order.changed':
      return event.clientId;
    case 'order.filled':
      return event.fill.clientId;
  }
}

/**
 * Returns the order after a journal event of its own, journalled at `at`. An order that was never intended stays null.
 * Throws InvariantError for a step that no order takes: then the journal contradicts itself.
 */
export function foldOrder(order: Order | null, at: number, event: OrderJournalEvent): Order | null {
  switch (event.type) {
    case 'order.intended':
      if (order !== null) throw new InvariantError(`Order ${event.intent.clientId} is intended twice in the journal.`);
      return {
        ...event.intent,
        number: event.number,
        state: 'INTENT',
        filledQuantity: '0',
        averagePrice: null,
        venueOrderId: null,
        sentAt: null,
        updatedAt: at,
        reason: null,
      };
    case 'order.filled':
      return order === null ? null : withFill(order, event.fill.quantity, event.fill.price, at);
    case 'order.changed':
      return order === null ? null : changed(order, at, event);
  }
}

type Changed = Extract<OrderJournalEvent, { readonly type: 'order.changed' }>;

function changed(order: Order, at: number, { state, venueOrderId, reason }: Changed): Order {
  const stays = state === order.state && !TERMINAL_ORDER_STATES.has(state);
  if (!stays && !ORDER_TRANSITIONS[order.state].has(state)) {
    throw new InvariantError(`Order ${order.clientId} goes from ${order.state} to ${state} in the journal.`);
  }
  return {
    ...order,
    state,
    venueOrderId: venueOrderId ?? order.venueOrderId,
    sentAt: state === 'SENDING' ? at : order.sentAt,
    updatedAt: at,
    reason,
  };
}
