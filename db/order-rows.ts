import type { Leg, Order, OrderState, OrderType, Side } from '../engine/domain/order.ts';
import type { Reason } from '../engine/domain/reason.ts';

/** A row of `client_order` as the driver gives it: numeric as text. */
export interface OrderRow {
  readonly client_id: string;
  readonly number: number;
  readonly decision_id: string;
  readonly leg: Leg;
  readonly attempt: number;
  readonly symbol: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly quantity: string;
  readonly price: string | null;
  readonly trigger_price: string | null;
  readonly reduce_only: boolean;
  readonly state: OrderState;
  readonly filled_quantity: string;
  readonly average_price: string | null;
  readonly venue_order_id: string | null;
  readonly created_at: number;
  readonly sent_at: number | null;
  readonly updated_at: number;
  readonly reason: Reason | null;
}

export function orderRow(order: Order) {
  const { request } = order;
  return {
    client_id: order.clientId,
    number: order.number,
    decision_id: order.decisionId,
    leg: order.leg,
    attempt: order.attempt,
    symbol: request.symbol,
    side: request.side,
    type: request.type,
    quantity: request.quantity,
    price: request.price,
    trigger_price: request.triggerPrice,
    reduce_only: request.reduceOnly,
    state: order.state,
    filled_quantity: order.filledQuantity,
    average_price: order.averagePrice,
    venue_order_id: order.venueOrderId,
    created_at: order.at,
    sent_at: order.sentAt,
    updated_at: order.updatedAt,
    reason: order.reason,
  };
}

export function orderFromRow(row: OrderRow): Order {
  return {
    clientId: row.client_id,
    number: row.number,
    decisionId: row.decision_id,
    leg: row.leg,
    attempt: row.attempt,
    at: row.created_at,
    request: {
      symbol: row.symbol,
      side: row.side,
      type: row.type,
      quantity: row.quantity,
      price: row.price,
      triggerPrice: row.trigger_price,
      reduceOnly: row.reduce_only,
    },
    state: row.state,
    filledQuantity: row.filled_quantity,
    averagePrice: row.average_price,
    venueOrderId: row.venue_order_id,
    sentAt: row.sent_at,
    updatedAt: row.updated_at,
    reason: row.reason,
  };
}
