import type { Fill } from '../../domain/fill.ts';
import type { FundingPayment } from '../../domain/funding.ts';
import type { Reason } from '../../domain/reason.ts';
import { isClientId } from '../../execution/client-id.ts';
import type { AccountEvent, AccountListener } from '../../ports/execution.ts';
import type { LiveLoop } from '../system-event-loop.ts';

/** What happened on the account, each thing told once and never before the order's own answer. */
export interface AccountEvents {
  subscribe(listener: AccountListener): void;
  emit(event: AccountEvent): void;
  fill(fill: Fill): void;
  funding(payment: FundingPayment): void;
  canceled(clientId: string, at: number, why: Reason): void;
  /** We are taking this order back ourselves; the returned function says that it did not work. */
  expectCancel(clientId: string): () => void;
  /** Holds what is heard of an order until whoever sent it knows what became of the sending. */
  holding<T>(clientId: string, sending: () => Promise<T>): Promise<T>;
}

const KEPT = 50_000;

/** Returns the door through which an adapter's events leave. */
export function createAccountEvents(loop: LiveLoop): AccountEvents {
  const listeners: AccountListener[] = [];
  const held = new Map<string, AccountEvent[]>();
  const told = new Set<string>();
  const expected = new Set<string>();

  function emit(event: AccountEvent): void {
    for (const listener of listeners) listener(event);
  }

  function once(key: string): boolean {
    if (told.has(key)) return false;
    told.add(key);
    const [oldest] = told;
    if (told.size > KEPT && oldest !== undefined) told.delete(oldest);
    return true;
  }

  function ofOrder(clientId: string, event: AccountEvent): void {
    const waiting = held.get(clientId);
    if (waiting === undefined) emit(event);
    else waiting.push(event);
  }

  return {
    subscribe(listener) {
      listeners.push(listener);
    },
    emit,
    fill(fill) {
      const key = `fill ${fill.symbol} ${fill.tradeId}`;
      const owned = `${key} owned`;
      // Told under another's name before it was known to be ours, it is told once more; never the other way round.
      const isNews = isClientId(fill.clientId) ? once(owned) : !told.has(owned) && once(key);
      if (isNews) ofOrder(fill.clientId, { type: 'fill.received', at: fill.at, fill });
    },
    funding(payment) {
      if (once(`funding ${payment.id}`)) emit({ type: 'funding.settled', at: payment.at, funding: payment });
    },
    canceled(clientId, at, why) {
      if (expected.delete(clientId)) return;
      if (once(`canceled ${clientId}`))
        ofOrder(clientId, { type: 'order.canceled-by-venue', at, clientId, reason: why });
    },
    expectCancel(clientId) {
      expected.add(clientId);
      const [oldest] = expected;
      if (expected.size > KEPT && oldest !== undefined) expected.delete(oldest);
      return () => expected.delete(clientId);
    },
    async holding(clientId, sending) {
      held.set(clientId, []);
      try {
        return await sending();
      } finally {
        // Whoever waits for the answer goes first.
        void loop.yieldTurn().then(() => {
          const events = held.get(clientId) ?? [];
          held.delete(clientId);
          for (const event of events) emit(event);
        });
      }
    },
  };
}
