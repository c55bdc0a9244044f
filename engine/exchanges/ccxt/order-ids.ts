import { forgetOldest } from './forget-oldest.ts';

/** Where an order of ours is kept at the venue. */
export interface KnownOrder {
  readonly clientId: string;
  readonly venueOrderId: string | null;
  /** Kept with the conditional orders (Binance futures). */
  readonly algo: boolean;
}

/** Which venue id belongs to which client id, as far as this process has seen; only a memory, the venue is asked otherwise. */
export interface OrderIds {
  remember(order: KnownOrder): void;
  /** Notes that a conditional order waits no more: it ended, or the order that it became is known. */
  settle(clientId: string): void;
  /** Conditional orders of ours that the venue took and that may have become another order since. */
  waiting(): readonly string[];
  /** Several venue ids may belong to one client id: a conditional order and what it became. */
  link(venueOrderId: string, clientId: string): void;
  byClientId(clientId: string): KnownOrder | null;
  clientIdOf(venueOrderId: string): string | null;
}

export const KEPT_IDS = 20_000;

/** Returns an empty memory that forgets the oldest first. */
export function createOrderIds(): OrderIds {
  const byClient = new Map<string, KnownOrder>();
  const byVenue = new Map<string, string>();
  const settled = new Set<string>();

  function link(venueOrderId: string, clientId: string): void {
    byVenue.set(venueOrderId, clientId);
    forgetOldest(byVenue, KEPT_IDS);
  }

  return {
    remember(order) {
      const known = byClient.get(order.clientId);
      byClient.set(order.clientId, { ...order, venueOrderId: order.venueOrderId ?? known?.venueOrderId ?? null });
      forgetOldest(byClient, KEPT_IDS);
      if (order.venueOrderId !== null) link(order.venueOrderId, order.clientId);
    },
    link,
    settle(clientId) {
      settled.add(clientId);
      forgetOldest(settled, KEPT_IDS);
    },
    waiting: () =>
      [...byClient.values()].flatMap(({ clientId, venueOrderId, algo }) =>
        algo && venueOrderId !== null && !settled.has(clientId) ? clientId : [],
      ),
    byClientId: (clientId) => byClient.get(clientId) ?? null,
    clientIdOf: (venueOrderId) => byVenue.get(venueOrderId) ?? null,
  };
}
