import { UnavailableError } from '../../engine/domain/errors.ts';
import type { OrderIntent } from '../../engine/domain/order.ts';
import { reason } from '../../engine/domain/reason.ts';
import type { AccountEvent, AccountListener, Execution } from '../../engine/ports/execution.ts';

/** `accept-…` the order reaches the venue, `lose-…` it does not; what we are told is the second half. */
export type SendFault =
  | 'none'
  | 'accept-then-unknown'
  | 'accept-then-throw'
  | 'lose-then-unknown'
  | 'lose-then-throw'
  | 'reject';
export type CancelFault =
  | 'none'
  | 'accept-then-unknown'
  | 'accept-then-throw'
  | 'lose-then-unknown'
  | 'lose-then-throw';
export type QueryFault = 'none' | 'throw';
export type EventFault = 'none' | 'twice' | 'hold' | 'drop';

/** One fault for each call of its kind, in order; when the list ends there are none. */
export interface FaultScript {
  readonly send?: readonly SendFault[];
  readonly cancel?: readonly CancelFault[];
  readonly query?: readonly QueryFault[];
  readonly events?: readonly EventFault[];
}

export interface FaultyExecution extends Execution {
  /** Every order that went through to the venue behind it, in the order of arrival. */
  readonly arrivals: readonly OrderIntent[];
  /** Delivers the events that were held back, last first when `reversed`. */
  release(order?: 'in-order' | 'reversed'): void;
  /** Ends all faults. */
  heal(): void;
}

/** Stands between the engine and a venue and breaks the line as scripted. */
export function createFaultyExecution(inner: Execution, script: FaultScript): FaultyExecution {
  const faults = {
    send: [...(script.send ?? [])],
    cancel: [...(script.cancel ?? [])],
    query: [...(script.query ?? [])],
    events: [...(script.events ?? [])],
  };
  const arrivals: OrderIntent[] = [];
  const listeners: AccountListener[] = [];
  let held: AccountEvent[] = [];

  inner.subscribe((event) => {
    const fault = faults.events.shift() ?? 'none';
    if (fault === 'hold') held.push(event);
    if (fault === 'none' || fault === 'twice') deliver(event);
    if (fault === 'twice') deliver(event);
  });

  function deliver(event: AccountEvent): void {
    for (const listener of listeners) listener(event);
  }

  function beforeQuery(): void {
    if ((faults.query.shift() ?? 'none') === 'throw') throw new UnavailableError('the venue does not answer');
  }

  async function forward(intent: OrderIntent) {
    arrivals.push(intent);
    return inner.send(intent);
  }

  return {
    venue: inner.venue,
    abilities: inner.abilities,
    get instruments() {
      return inner.instruments;
    },
    arrivals,
    subscribe(listener) {
      listeners.push(listener);
    },
    async send(intent) {
      const fault = faults.send.shift() ?? 'none';
      if (fault === 'reject') return { outcome: 'rejected', reason: reason('venue.rejected-by-script') };
      const accepted = fault.startsWith('lose') ? null : await forward(intent);
      if (fault.endsWith('throw')) throw new TypeError('Unexpected token < in JSON');
      return accepted !== null && fault === 'none'
        ? accepted
        : { outcome: 'unknown', reason: reason('venue.answer-lost') };
    },
    async cancel(clientId, symbol) {
      const fault = faults.cancel.shift() ?? 'none';
      const done = fault.startsWith('lose') ? null : await inner.cancel(clientId, symbol);
      if (fault.endsWith('throw')) throw new TypeError('Unexpected end of JSON input');
      return done !== null && fault === 'none' ? done : { outcome: 'unknown', reason: reason('venue.answer-lost') };
    },
    async findOrder(clientId, symbol) {
      beforeQuery();
      return inner.findOrder(clientId, symbol);
    },
    async openOrders() {
      beforeQuery();
      return inner.openOrders();
    },
    async fillsSince(since) {
      beforeQuery();
      return inner.fillsSince(since);
    },
    async fillsOf(clientId, symbol) {
      beforeQuery();
      return inner.fillsOf(clientId, symbol);
    },
    async account() {
      beforeQuery();
      return inner.account();
    },
    release(order = 'in-order') {
      const waiting = order === 'reversed' ? held.reverse() : held;
      held = [];
      for (const event of waiting) deliver(event);
    },
    heal() {
      faults.send = [];
      faults.cancel = [];
      faults.query = [];
      faults.events = [];
    },
  };
}
