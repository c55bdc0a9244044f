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
  /** Several venue ids may belong to one client id: a conditional order and what it became. */
  link(venueOrderId: string, clientId: string): void;
  byClientId(clientId: string): KnownOrder | null;
  clientIdOf(venueOrderId: string): string | null;
}

const KEPT = 20_000;

/** Returns an empty memory that forgets the oldest first. */
export function createOrderIds(): OrderIds {
  const byClient = new Map<string, KnownOrder>();
  const byVenue = new Map<string, string>();

  function link(venueOrderId: string, clientId: string): void {
    byVenue.set(venueOrderId, clientId);
    forget(byVenue);
  }

  return {
    remember(order) {
      const known = byClient.get(order.clientId);
      byClient.set(order.clientId, { ...order, venueOrderId: order.venueOrderId ?? known?.venueOrderId ?? null });
      forget(byClient);
      if (order.venueOrderId !== null) link(order.venueOrderId, order.clientId);
    },
    link,
    byClientId: (clientId) => byClient.get(clientId) ?? null,
    clientIdOf: (venueOrderId) => byVenue.get(venueOrderId) ?? null,
  };
}

function forget(map: Map<string, unknown>): void {
  const [oldest] = map.keys();
  if (map.size > KEPT && oldest !== undefined) map.delete(oldest);
}
