import { decimal } from '../domain/decimal.ts';
import type { Fill } from '../domain/fill.ts';
import type { JournalEvent } from '../domain/journal-entry.ts';
import type { Order } from '../domain/order.ts';
import { TERMINAL_ORDER_STATES } from '../domain/order.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import type { Clock } from '../ports/clock.ts';
import type { AbsenceProof, VenueOrder } from '../ports/execution.ts';
import type { OrderRecords } from '../ports/order-records.ts';
import { advance, type OrderNews } from './order-state.ts';

/** How long an outcome may stay unknown before a person is called (RELIABILITY section 3). */
export const STUCK_AFTER_MS = 120_000;

/** Enough for a venue that answers in the order in which it was asked, as the simulated one does. */
export const ORDERED_VENUE_PROOF: AbsenceProof = { queries: 1, afterMs: 0 };

/** A fill counted, seen before, or of no order that we know. */
export type FillResult = 'applied' | 'duplicate' | 'unmatched';

/** A trade on the account that no order of ours made, as far as is known by now. */
export interface ForeignFill {
  readonly fill: Fill;
  readonly heardAt: number;
}

export interface OrderUpdatesOptions {
  readonly clock: Clock;
  readonly records: OrderRecords;
  readonly absenceProof?: AbsenceProof | undefined;
  /**
   * What a trade of an order that nobody here placed is: at a venue of our own an incident, at a real one the person's
   * who owns the account, and then it waits in `foreignFills` until somebody adopts it.
   */
  readonly foreignFills?: 'incident' | 'keep' | undefined;
  /** Told of what should not have happened and was survived; the desk decides whether entries halt. */
  readonly onIncident?: ((incident: Reason) => void) | undefined;
}

/** Writes what is learnt of orders into the records, in legal steps only; shared by the order manager and reconciliation. */
export interface OrderUpdates {
  /** Takes the step if the order's state allows it, and returns the order as it then is. */
  note(clientId: string, news: OrderNews): Order;
  applyFill(fill: Fill): FillResult;
  /**
   * Brings an order in line with what the venue answered about it; `fills` are the venue's, known ones included.
   * `listed` says whether the venue's list of open orders shows it, null where that was not asked: an order that the
   * venue once took is gone only when both say so.
   */
  settle(clientId: string, found: VenueOrder | null, fills: readonly Fill[], listed?: boolean | null): Order;
  /** The venue could not be asked: the outcome stays unknown, and a person is called when that lasts. */
  leaveUnknown(clientId: string, why: Reason): Order;
  /** Fills of orders that we do not know, in the order of arrival. */
  unmatchedFills(): readonly Fill[];
  /** Trades of orders that nobody here placed, with the time at which they were heard of; oldest first. */
  foreignFills(): readonly ForeignFill[];
  /** Forgets a foreign fill that was adopted. */
  forget(fill: Fill): void;
  /** Counts the fills that came before their order was known. */
  claimFills(clientId: string): void;
  incident(incident: Reason): void;
}

export function createOrderUpdates(options: OrderUpdatesOptions): OrderUpdates {
  const { clock, records, absenceProof = ORDERED_VENUE_PROOF, foreignFills = 'incident', onIncident } = options;
  const unmatched = new Map<string, Fill>();
  const foreign = new Map<string, ForeignFill>();
  const absences = new Map<string, number>();

  function incident(what: Reason): void {
    onIncident?.(what);
  }

  function known(clientId: string): Order {
    const order = records.order(clientId);
    if (order === null) throw new RangeError('an order is changed that was never recorded');
    return order;
  }

  function note(clientId: string, news: OrderNews): Order {
    const order = known(clientId);
    const step = advance(order, { ...news, at: clock.now() });
    if ('refused' in step) return order;
    records.record([changeOf(step.order)]);
    return known(clientId);
  }

  function applyFill(fill: Fill): FillResult {
    if (records.hasFill(fill.venue, fill.symbol, fill.tradeId)) return 'duplicate';
    const key = fillKey(fill);
    const order = records.order(fill.clientId);
    if (order === null && foreignFills === 'keep') {
      if (foreign.has(key)) return 'duplicate';
      foreign.set(key, { fill, heardAt: clock.now() });
      return 'unmatched';
    }
    const step = order === null || !belongs(fill, order) ? null : advance(order, { ...fill, type: 'filled' });
    if (order === null || step === null || 'refused' in step) {
      if (unmatched.has(key)) return 'duplicate';
      unmatched.set(key, fill);
      const { clientId, tradeId, symbol, side, quantity, price } = fill;
      incident(reason('order.fill-unmatched', { clientId, tradeId, symbol, side, quantity, price }));
      return 'unmatched';
    }
    unmatched.delete(key);
    foreign.delete(key);
    const events: JournalEvent[] = [
      { type: 'order.filled', number: records.nextFillNumber(), decisionId: order.decisionId, fill },
    ];
    if (step.order.state !== order.state) events.push(changeOf(step.order));
    records.record(events);
    reportOddFill(order, step.order, fill);
    return 'applied';
  }

  function reportOddFill(before: Order, after: Order, fill: Fill): void {
    const { clientId, state } = before;
    if (decimal(after.filledQuantity).greaterThan(decimal(after.request.quantity))) {
      const { filledQuantity, request } = after;
      incident(reason('order.overfilled', { clientId, quantity: request.quantity, filledQuantity }));
    } else if (TERMINAL_ORDER_STATES.has(state) && state !== 'CANCELED') {
      incident(reason('order.fill-after-end', { clientId, state, tradeId: fill.tradeId }));
    }
  }

  function settle(
    clientId: string,
    found: VenueOrder | null,
    fills: readonly Fill[],
    listed: boolean | null = null,
  ): Order {
    for (const fill of fills) if (fill.clientId === clientId) applyFill(fill);
    const order = known(clientId);
    if (TERMINAL_ORDER_STATES.has(order.state)) return order;
    if (found === null) return settleAbsent(order, listed);
    absences.delete(clientId);
    if (!fillsAgree(found, order)) {
      const values = { clientId, venue: found.filledQuantity, known: order.filledQuantity };
      return leaveUnknown(clientId, reason('order.fills-incomplete', values));
    }
    switch (found.state) {
      case 'OPEN':
      case 'PARTIAL':
        return noteOpen(order, found.venueOrderId);
      case 'CANCELED':
        return note(clientId, { type: 'canceled', reason: reason('order.found-canceled') });
      case 'FILLED': {
        const values = { clientId, venue: found.filledQuantity, known: order.filledQuantity };
        return leaveUnknown(clientId, reason('order.fills-incomplete', values));
      }
    }
  }

  /** An order that is known to rest and does rest is no news: the journal stays as it is. */
  function noteOpen(order: Order, venueOrderId: string): Order {
    const rests = order.state === 'OPEN' || order.state === 'PARTIAL';
    if (rests && order.venueOrderId === venueOrderId) return order;
    return note(order.clientId, { type: 'found-open', venueOrderId });
  }

  function settleAbsent(order: Order, listed: boolean | null): Order {
    const { clientId } = order;
    if (order.venueOrderId !== null || order.filledQuantity !== '0') return settleVanished(order, listed);
    const queries = (absences.get(clientId) ?? 0) + 1;
    absences.set(clientId, queries);
    const waitedMs = clock.now() - (order.sentAt ?? order.at);
    const isProven = queries >= absenceProof.queries && waitedMs >= absenceProof.afterMs;
    // A bare intent is the torn end of a journal: nothing leaves before SENDING is on disk.
    if (!isProven && order.state !== 'INTENT') {
      return leaveUnknown(clientId, reason('order.absence-unproven', { clientId, queries }));
    }
    absences.delete(clientId);
    return note(clientId, { type: 'proven-absent', reason: reason('order.proven-absent', { queries }) });
  }

  /** The venue took it once and now knows nothing of it: believed only from two sources, as often as an absence is. */
  function settleVanished(order: Order, listed: boolean | null): Order {
    const { clientId } = order;
    const vanished = reason('order.vanished', { clientId });
    if (listed !== false) {
      absences.delete(clientId);
      // Its own answer may lag behind the list: what rests there, rests.
      return listed === true && order.venueOrderId !== null
        ? noteOpen(order, order.venueOrderId)
        : leaveUnknown(clientId, vanished);
    }
    const queries = (absences.get(clientId) ?? 0) + 1;
    absences.set(clientId, queries);
    if (queries < absenceProof.queries || clock.now() - order.updatedAt < absenceProof.afterMs) {
      return leaveUnknown(clientId, vanished);
    }
    absences.delete(clientId);
    return note(clientId, { type: 'canceled', reason: reason('order.found-gone', { queries }) });
  }

  function leaveUnknown(clientId: string, why: Reason): Order {
    const order = note(clientId, { type: 'outcome-lost', reason: why });
    const unknownForMs = clock.now() - order.updatedAt;
    if (order.state !== 'UNKNOWN' || unknownForMs < STUCK_AFTER_MS) return order;
    const stuck = reason('order.stuck', { clientId, unknownForMs });
    incident(stuck);
    return note(clientId, { type: 'stuck', reason: stuck });
  }

  return {
    note,
    applyFill,
    settle,
    leaveUnknown,
    unmatchedFills: () => [...unmatched.values(), ...[...foreign.values()].map(({ fill }) => fill)],
    foreignFills: () => [...foreign.values()],
    forget: (fill) => foreign.delete(fillKey(fill)),
    claimFills(clientId) {
      const waiting = [...unmatched.values(), ...[...foreign.values()].map(({ fill }) => fill)];
      for (const fill of waiting) if (fill.clientId === clientId) applyFill(fill);
    },
    incident,
  };
}

function fillKey({ venue, symbol, tradeId }: Fill): string {
  return `${venue}|${symbol}|${tradeId}`;
}

/** An open order may have filled on between the two questions; one that ended may not. */
function fillsAgree(found: VenueOrder, order: Order): boolean {
  const atVenue = decimal(found.filledQuantity);
  const known = decimal(order.filledQuantity);
  const open = found.state === 'OPEN' || found.state === 'PARTIAL';
  return open ? atVenue.lessThanOrEqualTo(known) : atVenue.equals(known);
}

function belongs(fill: Fill, { request }: Order): boolean {
  return fill.symbol === request.symbol && fill.side === request.side;
}

function changeOf(order: Order): JournalEvent {
  const { clientId, decisionId, state, venueOrderId, request } = order;
  // Only `order.intended` makes an order an intent, and no step leads back to it.
  if (state === 'INTENT') throw new RangeError('no order becomes an intent again');
  return {
    type: 'order.changed',
    clientId,
    decisionId,
    symbol: request.symbol,
    state,
    venueOrderId,
    reason: order.reason,
  };
}
