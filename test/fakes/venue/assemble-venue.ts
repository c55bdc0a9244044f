import type { VenueName } from '../../../engine/exchanges/venues/venue-name.ts';
import type { VenueCore } from './core.ts';
import { createOracle } from './core-oracle.ts';
import { startVenueServer } from './server.ts';
import type { VenueWire } from './server-types.ts';
import type { FakeVenue } from './venue.ts';
import type { VenueClock } from './venue-clock.ts';

export interface VenueParts {
  readonly name: VenueName;
  readonly core: VenueCore;
  readonly clock: VenueClock;
  readonly wire: VenueWire;
  readonly pingIntervalMs?: number;
}

/** Puts a core behind a wire and a server. */
export async function assembleVenue({ name, core, clock, wire, pingIntervalMs }: VenueParts): Promise<FakeVenue> {
  const server = await startVenueServer({
    wire,
    now: clock.trueNow,
    ...(pingIntervalMs === undefined ? {} : { pingIntervalMs }),
  });
  const rolling = setInterval(() => core.rollCandles(), 250);
  rolling.unref();
  return {
    name,
    restUrl: server.restUrl,
    streamUrl: server.streamUrl,
    market: {
      symbols: [...core.markets.keys()],
      now: () => core.now(),
      setClockOffset(ms) {
        clock.setOffset(ms);
        core.rollCandles();
      },
      setPrice: (symbol, price) => core.setPrice(symbol, price),
      strangerOrder: (symbol, side, quantity, price) => core.strangerOrder(symbol, side, quantity, price),
      addCandle: (symbol, [openTime, o, h, l, c, v]) => core.addCandle(symbol, [openTime, o, h, l, c, v]),
      setTrading: (symbol, trading) => core.setTrading(symbol, trading),
      setFilters: (symbol, filters) => core.setFilters(symbol, filters),
      settleFunding: (symbol, rate) => core.settleFunding(symbol, rate),
      forceFill: (symbol, side, quantity, accountKey) => core.forceFill(symbol, side, quantity, accountKey),
    },
    ledger: createOracle(core, server.requests),
    faults: server.faults,
    accounts: {
      open(account) {
        core.openAccount(account);
      },
      revoke(apiKey) {
        core.accounts.get(apiKey).revoked = true;
      },
      deposit: (apiKey, currency, amount) => core.deposit(apiKey, currency, amount),
      byHand(apiKey, order) {
        core.byHand(apiKey, order);
      },
    },
    async close() {
      clearInterval(rolling);
      await server.close();
    },
  };
}
