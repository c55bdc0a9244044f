import { decimal } from '../domain/decimal.ts';
import { AssentError, InvariantError } from '../domain/errors.ts';
import type { Fill } from '../domain/fill.ts';
import type { JournalEvent } from '../domain/journal-entry.ts';
import type { Leg, Order, OrderIntent, OrderRequest, OrderState, RiskApproved } from '../domain/order.ts';
import { TERMINAL_ORDER_STATES } from '../domain/order.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import type { AccountEvent, CancelOutcome, Execution, SendOutcome } from '../ports/execution.ts';
import { clientIdOf } from './client-id.ts';
import { createOrderUpdates, type ForeignFill, type OrderUpdatesOptions } from './order-updates.ts';
import { DUPLICATE_CLIENT_ID } from './venue-reason.ts';

export interface OrderManagerOptions extends OrderUpdatesOptions {
  readonly account: string;
  readonly execution: Execution;
}

export interface OrderPlacement {
  readonly decisionId: string;
  readonly leg: Leg;
  /** 0 unless an earlier attempt of the leg ended; see `nextAttempt`. */
  readonly attempt?: number | undefined;
  readonly request: RiskApproved<OrderRequest>;
  /**
   * Set for the parts of an entry that is sent in slices: the quantity that was approved as a whole. A further part may
   * be sent once every earlier one has ended, and never more than the whole less what they filled.
   */
  readonly sliceOf?: RiskApproved<OrderRequest> | undefined;
  /** Events that belong to the same moment, journalled before the intent and with it. */
  readonly alongside?: readonly JournalEvent[] | undefined;
}

/** Carries orders to the venue at most once each, and what comes back into the records. */
export interface OrderManager {
  /** Journals the intent, sends it, journals the answer. An order that was recorded before is returned, not sent. */
  place(placement: OrderPlacement): Promise<Order>;
  /** Journals that an intended order was not sent, and why; the same identity is never sent afterwards. */
  withhold(placement: OrderPlacement, why: Reason): Order;
  /** Asks the venue how an order stands, whatever we believe; null when there is no such order. */
  refresh(clientId: string): Promise<Order | null>;
  /** Asks the venue to cancel; returns the order as it then is, or null when there is no such order. */
  cancel(clientId: string): Promise<Order | null>;
  /** Cancels every open order that the filter picks; without one, all. */
  cancelAll(filter?: (order: Order) => boolean): Promise<readonly Order[]>;
  /** Takes in what the venue reports by itself; the venue's subscriber. */
  onAccountEvent(event: AccountEvent): void;
  /** Asks the venue about every order whose outcome is unknown; returns those orders as they then are. */
  resolveUnknown(): Promise<readonly Order[]>;
  /** The first attempt of a leg that was never recorded. */
  nextAttempt(decisionId: string, leg: Leg): number;
  /** Fills of orders that we never recorded, kept until someone explains them. */
  unmatchedFills(): readonly Fill[];
  /** Those of them that somebody else made, with the time at which they were heard of. */
  foreignFills(): readonly ForeignFill[];
  /** Forgets a foreign fill that was adopted. */
  forget(fill: Fill): void;
  /** True while the answer to an order's sending is awaited: nobody else may judge its absence meanwhile. */
  isInFlight(clientId: string): boolean;
}

const DOUBTFUL: ReadonlySet<OrderState> = new Set(['SENDING', 'UNKNOWN', 'STUCK']);
const SAFE_TO_REPEAT: ReadonlySet<OrderState> = new Set(['REJECTED', 'NOT_PLACED']);

export function createOrderManager(options: OrderManagerOptions): OrderManager {
  const { account, clock, execution, records } = options;
  const updates = createOrderUpdates({ absenceProof: execution.abilities.absenceProof, ...options });
  // Orders whose answer this process still waits for: nobody else may judge their absence meanwhile.
  const inFlight = new Map<string, Promise<Order>>();
  let resolving: Promise<readonly Order[]> | null = null;

  async function place(placement: OrderPlacement): Promise<Order> {
    const intent = intentOf(placement);
    const { clientId } = intent;
    const existing = records.order(clientId);
    if (existing !== null) return inFlight.get(clientId) ?? existing;
    const { request, alongside = [] } = placement;
    if (!request.reduceOnly) requireEarlierAttemptsDead(placement);
    records.record([...alongside, intended(intent, records.nextOrderNumber()), sending(intent)], { durable: true });
    updates.claimFills(clientId);
    const answered = sendIntent(intent);
    inFlight.set(clientId, answered);
    return answered.finally(() => inFlight.delete(clientId));
  }

  function intentOf({ decisionId, leg, attempt = 0, request }: OrderPlacement): OrderIntent {
    const clientId = clientIdOf({ account, decisionId, leg, attempt });
    return { clientId, decisionId, leg, attempt, request, at: clock.now() };
  }

  function withhold(placement: OrderPlacement, why: Reason): Order {
    const intent = intentOf(placement);
    const existing = records.order(intent.clientId);
    if (existing !== null) return existing;
    const { alongside = [] } = placement;
    // In one piece: an intent alone would look like an order that may still be sent.
    const events = [...alongside, intended(intent, records.nextOrderNumber()), withheld(intent, why)];
    records.record(events, { durable: true });
    const order = records.order(intent.clientId);
    if (order === null) throw new InvariantError(`Order ${intent.clientId} was withheld and is not in the records.`);
    return order;
  }

  /** Two attempts of one entry may not both live: a second one needs proof that the first never will. */
  function requireEarlierAttemptsDead({ decisionId, leg, attempt = 0, request, sliceOf }: OrderPlacement): void {
    let rest = decimal(sliceOf?.quantity ?? request.quantity);
    for (let earlier = 0; earlier < attempt; earlier += 1) {
      const order = records.order(clientIdOf({ account, decisionId, leg, attempt: earlier }));
      if (order === null) continue;
      rest = rest.minus(decimal(order.filledQuantity));
      const isOver = sliceOf === undefined ? SAFE_TO_REPEAT : TERMINAL_ORDER_STATES;
      if (isOver.has(order.state)) continue;
      throw new InvariantError(`Attempt ${attempt} of ${decisionId} ${leg} while attempt ${earlier} may have traded.`);
    }
    if (decimal(request.quantity).greaterThan(rest)) {
      throw new InvariantError(`The parts of ${decisionId} ${leg} add up to more than was approved.`);
    }
  }

  async function sendIntent(intent: OrderIntent): Promise<Order> {
    const { clientId } = intent;
    const outcome = await sendOutcome(execution, intent);
    switch (outcome.outcome) {
      case 'acknowledged':
        return updates.note(clientId, { type: 'acknowledged', venueOrderId: outcome.venueOrderId });
      case 'unknown':
        return updates.note(clientId, { type: 'outcome-lost', reason: outcome.reason });
      case 'rejected':
        return noteRejection(clientId, outcome.reason);
    }
  }

  function noteRejection(clientId: string, why: Reason): Order {
    if (why.code === DUPLICATE_CLIENT_ID) return updates.note(clientId, { type: 'outcome-lost', reason: why });
    const order = updates.note(clientId, { type: 'rejected', reason: why });
    if (order.state !== 'REJECTED') {
      updates.incident(reason('order.rejected-after-fill', { clientId, state: order.state }));
    }
    return order;
  }

  async function cancel(clientId: string): Promise<Order | null> {
    await inFlight.get(clientId);
    const order = records.order(clientId);
    if (order === null || TERMINAL_ORDER_STATES.has(order.state)) return order;
    // Whether there is anything to cancel must be known first: a cancel may overtake an order that is still on its way.
    const rests = DOUBTFUL.has(order.state) ? await ask(order) : order;
    if (TERMINAL_ORDER_STATES.has(rests.state) || DOUBTFUL.has(rests.state)) return rests;
    updates.note(clientId, { type: 'cancel-requested' });
    const outcome = await cancelOutcome(execution, order);
    switch (outcome.outcome) {
      case 'canceled':
        return updates.note(clientId, { type: 'canceled', reason: reason('order.canceled-on-request') });
      case 'unknown':
        return updates.note(clientId, { type: 'outcome-lost', reason: outcome.reason });
      case 'not-open':
        // It filled or was cancelled in the meantime; only the venue knows which.
        return ask(order);
    }
  }

  /** Asks the venue about one order and brings it in line; a question that fails answers nothing. */
  async function ask(order: Order): Promise<Order> {
    const { clientId, request } = order;
    try {
      const found = await execution.findOrder(clientId, request.symbol);
      const fills = await execution.fillsOf(clientId, request.symbol);
      const isDoubted = found === null && order.venueOrderId !== null;
      return updates.settle(clientId, found, fills, isDoubted ? await isListed(clientId) : null);
    } catch (fault) {
      return updates.leaveUnknown(clientId, reason('order.query-failed', { clientId, fault: faultName(fault) }));
    }
  }

  async function isListed(clientId: string): Promise<boolean> {
    return (await execution.openOrders()).some((resting) => resting.clientId === clientId);
  }

  async function resolveAll(): Promise<readonly Order[]> {
    const doubtful = records
      .openOrders()
      .filter(({ clientId, state }) => DOUBTFUL.has(state) && !inFlight.has(clientId));
    const resolved: Order[] = [];
    for (const order of doubtful) resolved.push(await ask(order));
    return resolved;
  }

  return {
    place,
    withhold,
    async refresh(clientId) {
      await inFlight.get(clientId);
      const order = records.order(clientId);
      return order === null || TERMINAL_ORDER_STATES.has(order.state) ? order : ask(order);
    },
    cancel,
    async cancelAll(filter = () => true) {
      const picked = records.openOrders().filter(filter);
      const canceled = await Promise.all(picked.map(({ clientId }) => cancel(clientId)));
      return canceled.filter((order) => order !== null);
    },
    onAccountEvent(event) {
      if (event.type === 'fill.received') {
        updates.applyFill(event.fill);
        return;
      }
      if (event.type === 'funding.settled') {
        const { funding } = event;
        if (!records.hasFunding(funding.venue, funding.id)) records.record([{ type: 'funding.settled', funding }]);
        return;
      }
      // The state of the stream is no order's news.
      if (event.type !== 'order.canceled-by-venue') return;
      const { clientId } = event;
      if (records.order(clientId) === null && options.foreignFills === 'keep') return;
      if (records.order(clientId) === null) updates.incident(reason('order.cancel-unmatched', { clientId }));
      else updates.note(clientId, { type: 'canceled', reason: event.reason });
    },
    resolveUnknown() {
      resolving ??= resolveAll().finally(() => {
        resolving = null;
      });
      return resolving;
    },
    nextAttempt(decisionId, leg) {
      let attempt = 0;
      while (records.order(clientIdOf({ account, decisionId, leg, attempt })) !== null) attempt += 1;
      return attempt;
    },
    unmatchedFills: updates.unmatchedFills,
    foreignFills: updates.foreignFills,
    forget: updates.forget,
    isInFlight: (clientId) => inFlight.has(clientId),
  };
}

/** Whatever is thrown while sending, the order may have arrived. */
async function sendOutcome(execution: Execution, intent: OrderIntent): Promise<SendOutcome> {
  try {
    return await execution.send(intent);
  } catch (fault) {
    return { outcome: 'unknown', reason: reason('order.send-failed', { fault: faultName(fault) }) };
  }
}

async function cancelOutcome(execution: Execution, { clientId, request }: Order): Promise<CancelOutcome> {
  try {
    return await execution.cancel(clientId, request.symbol);
  } catch (fault) {
    return { outcome: 'unknown', reason: reason('order.cancel-failed', { fault: faultName(fault) }) };
  }
}

/** Messages of foreign errors may hold URLs and signatures; their names do not. */
function faultName(fault: unknown): string {
  if (fault instanceof AssentError) return fault.code;
  return fault instanceof Error ? fault.name : typeof fault;
}

function intended(intent: OrderIntent, number: number): JournalEvent {
  return { type: 'order.intended', number, intent };
}

function sending({ clientId, decisionId, request }: OrderIntent): JournalEvent {
  const { symbol } = request;
  return { type: 'order.changed', clientId, decisionId, symbol, state: 'SENDING', venueOrderId: null, reason: null };
}

function withheld({ clientId, decisionId, request }: OrderIntent, why: Reason): JournalEvent {
  const { symbol } = request;
  return { type: 'order.changed', clientId, decisionId, symbol, state: 'NOT_PLACED', venueOrderId: null, reason: why };
}
