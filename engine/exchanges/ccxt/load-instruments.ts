import type { Instrument, InstrumentSymbol } from '../../domain/instrument.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LiveLoop } from '../system-event-loop.ts';
import { OWN_ADDRESS, type VenueAddress, type VenueName } from '../venues/venue-name.ts';
import { createFillBook } from './fill-book.ts';
import { createOrderIds } from './order-ids.ts';
import { protocolOf } from './protocol-of.ts';
import { createRequestBudget } from './request-budget.ts';
import { createVenueClient } from './venue-client.ts';

export interface LoadInstrumentsOptions {
  readonly venue: VenueName;
  readonly symbols: readonly InstrumentSymbol[];
  readonly address?: VenueAddress;
  readonly clock: Clock;
  readonly loop: LiveLoop;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;

/** Asks a venue for its markets without a key, for paper; fees are the public ones. */
export async function loadInstruments(options: LoadInstrumentsOptions): Promise<readonly Instrument[]> {
  const { venue, symbols, address = OWN_ADDRESS, clock, loop, timeoutMs = TIMEOUT_MS } = options;
  const budget = createRequestBudget(venue, loop);
  const now = () => clock.now();
  const client = createVenueClient({ venue, keys: null, address, budget, loop, timeoutMs, venueTime: now });
  try {
    const protocol = protocolOf(venue, {
      ...{ venue, symbols, reads: client, orders: client, ids: createOrderIds(), fills: createFillBook(), now },
      sleep: (ms) => loop.sleep(ms, new AbortController().signal),
      leverage: 1,
      marginMode: 'isolated',
      instrument: () => null,
      keyless: true,
    });
    return await protocol.instruments();
  } finally {
    client.close();
  }
}
