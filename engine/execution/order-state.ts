import type { Decimal, DecimalText } from '../domain/decimal.ts';
import { decimal, decimalText } from '../domain/decimal.ts';
import type { Order, OrderState } from '../domain/order.ts';
import { TERMINAL_ORDER_STATES } from '../domain/order.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';

/** What we learn of an order, from the venue or from ourselves. */
export type OrderEvent = { readonly at: number } & OrderNews;

export type OrderNews =
  | { readonly type: 'sent' }
  | { readonly type: 'acknowledged'; readonly venueOrderId: string }
  | { readonly type: 'rejected'; readonly reason: Reason }
  /** Nobody can say at this moment how it stands at the venue. */
  | { readonly type: 'outcome-lost'; readonly reason: Reason }
  | { readonly type: 'filled'; readonly quantity: DecimalText; readonly price: DecimalText }
  | { readonly type: 'cancel-requested' }
  | { readonly type: 'canceled'; readonly reason: Reason }
  | { readonly type: 'found-open'; readonly venueOrderId: string }
  | { readonly type: 'proven-absent'; readonly reason: Reason }
  | { readonly type: 'stuck'; readonly reason: Reason };

export type Advance = { readonly order: Order } | { readonly refused: Reason };

/** Every step that an order may take (RELIABILITY section 3). A terminal state has none. */
export const ORDER_TRANSITIONS: Readonly<Record<OrderState, ReadonlySet<OrderState>>> = {
  INTENT: new Set(['SENDING', 'NOT_PLACED']),
  SENDING: new Set(['OPEN', 'PARTIAL', 'FILLED', 'CANCELED', 'REJECTED', 'UNKNOWN', 'NOT_PLACED']),
  OPEN: new Set(['PARTIAL', 'FILLED', 'PENDING_CANCEL', 'CANCELED', 'UNKNOWN']),
  PARTIAL: new Set(['FILLED', 'PENDING_CANCEL', 'CANCELED', 'UNKNOWN']),
  PENDING_CANCEL: new Set(['OPEN', 'PARTIAL', 'FILLED', 'CANCELED', 'UNKNOWN']),
  UNKNOWN: new Set(['OPEN', 'PARTIAL', 'FILLED', 'CANCELED', 'NOT_PLACED', 'STUCK']),
  STUCK: new Set(['OPEN', 'PARTIAL', 'FILLED', 'CANCELED', 'NOT_PLACED']),
  FILLED: new Set(),
  CANCELED: new Set(),
  REJECTED: new Set(),
  NOT_PLACED: new Set(),
};

type Target = OrderState | 'OPEN_OR_PARTIAL';

const STEPS: Readonly<Record<Exclude<OrderNews['type'], 'filled'>, Readonly<Partial<Record<OrderState, Target>>>>> = {
  sent: { INTENT: 'SENDING' },
  acknowledged: {
    SENDING: 'OPEN_OR_PARTIAL',
    UNKNOWN: 'OPEN_OR_PARTIAL',
    STUCK: 'OPEN_OR_PARTIAL',
    // The acknowledgement may come after the first fills; then it only brings the venue's id.
    OPEN: 'OPEN',
    PARTIAL: 'PARTIAL',
    PENDING_CANCEL: 'PENDING_CANCEL',
  },
  rejected: { SENDING: 'REJECTED' },
  'outcome-lost': { SENDING: 'UNKNOWN', OPEN: 'UNKNOWN', PARTIAL: 'UNKNOWN', PENDING_CANCEL: 'UNKNOWN' },
  'cancel-requested': { OPEN: 'PENDING_CANCEL', PARTIAL: 'PENDING_CANCEL' },
  canceled: {
    SENDING: 'CANCELED',
    OPEN: 'CANCELED',
    PARTIAL: 'CANCELED',
    PENDING_CANCEL: 'CANCELED',
    UNKNOWN: 'CANCELED',
    STUCK: 'CANCELED',
  },
  'found-open': {
    SENDING: 'OPEN_OR_PARTIAL',
    OPEN: 'OPEN_OR_PARTIAL',
    PARTIAL: 'PARTIAL',
    PENDING_CANCEL: 'OPEN_OR_PARTIAL',
    UNKNOWN: 'OPEN_OR_PARTIAL',
    STUCK: 'OPEN_OR_PARTIAL',
  },
  'proven-absent': { INTENT: 'NOT_PLACED', SENDING: 'NOT_PLACED', UNKNOWN: 'NOT_PLACED', STUCK: 'NOT_PLACED' },
  stuck: { UNKNOWN: 'STUCK' },
};

/** Returns the order after an event, or why an order in that state cannot have met it. */
export function advance(order: Order, event: OrderEvent): Advance {
  if (event.type === 'filled') return advanceByFill(order, event.quantity, event.price, event.at);
  const target = STEPS[event.type][order.state];
  if (target === undefined) return refusal(order, event);
  const touched = order.venueOrderId !== null || order.filledQuantity !== '0';
  if (event.type === 'proven-absent' && touched) return refusal(order, event);
  if (event.type === 'rejected' && order.filledQuantity !== '0') return refusal(order, event);
  const state = target === 'OPEN_OR_PARTIAL' ? (order.filledQuantity === '0' ? 'OPEN' : 'PARTIAL') : target;
  return {
    order: {
      ...order,
      state,
      venueOrderId: 'venueOrderId' in event ? event.venueOrderId : order.venueOrderId,
      sentAt: event.type === 'sent' ? event.at : order.sentAt,
      updatedAt: event.at,
      reason: 'reason' in event ? event.reason : null,
    },
  };
}

/**
 * A fill counts in every state, for the money moved: after a terminal state it changes the quantity and not the state.
 * While the outcome is unknown a partial fill proves that the order was placed, not that it still rests.
 */
function advanceByFill(order: Order, quantity: DecimalText, price: DecimalText, at: number): Advance {
  if (order.state === 'INTENT') return { refused: reason('order.fill-before-sending', { clientId: order.clientId }) };
  if (!decimal(quantity).greaterThan(0)) return { refused: reason('order.fill-not-positive', { quantity }) };
  const filled = withFill(order, quantity, price, at);
  const complete = decimal(filled.filledQuantity).greaterThanOrEqualTo(decimal(order.request.quantity));
  const state = stateAfterFill(order.state, complete);
  return { order: { ...filled, state, reason: state === order.state ? order.reason : null } };
}

function stateAfterFill(state: OrderState, complete: boolean): OrderState {
  if (TERMINAL_ORDER_STATES.has(state)) return state;
  if (complete) return 'FILLED';
  return state === 'SENDING' || state === 'OPEN' ? 'PARTIAL' : state;
}

/** Prices and quantities have far fewer decimals than this; an average has 40 digits, so its product is exact again. */
const NOTIONAL_DECIMALS = 20;
const AVERAGE_DIGITS = 40;

/** Returns the order with a fill counted in; the average does not depend on the order of the fills. */
export function withFill(order: Order, quantity: DecimalText, price: DecimalText, at: number): Order {
  const before = decimal(order.filledQuantity);
  const after = before.plus(decimal(quantity));
  const notional = filledNotional(order, before).plus(decimal(price).times(decimal(quantity)));
  const average = notional.div(after).toSignificantDigits(AVERAGE_DIGITS);
  return { ...order, filledQuantity: decimalText(after), averagePrice: decimalText(average), updatedAt: at };
}

function filledNotional(order: Order, filled: Decimal): Decimal {
  return order.averagePrice === null
    ? decimal('0')
    : decimal(order.averagePrice).times(filled).toDecimalPlaces(NOTIONAL_DECIMALS);
}

function refusal(order: Order, event: OrderEvent): Advance {
  return { refused: reason('order.step-refused', { clientId: order.clientId, state: order.state, event: event.type }) };
}
