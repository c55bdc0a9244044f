import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectionBudget } from '../../engine/exchanges/feeds/connection-budget.ts';
import { createLiveMarketData } from '../../engine/exchanges/feeds/live-market-data.ts';
import { SystemClock } from '../../engine/exchanges/system-clock.ts';
import { SYSTEM_LOOP } from '../../engine/exchanges/system-event-loop.ts';
import type { AppConfig } from '../config/config.ts';
import { VENUE_KEY_VARIABLES } from '../config/config-secrets-venue.ts';
import type { DoctorCheck } from '../doctor/finding.ts';
import { venueChecks } from '../doctor/venue.ts';
import { createFormat } from '../i18n/format.ts';
import { reasonText } from '../i18n/reason-text.ts';
import { lookAtAccount } from './venue-account.ts';

const STREAM_PATIENCE_MS = 10_000;
const POLL_MS = 50;

/** Returns the checks of `assent doctor --venue NAME`. Nothing that they ask changes anything at the venue. */
export function appVenueChecks(config: AppConfig): readonly DoctorCheck[] {
  const { name, keys, quoteCurrency } = config.venue;
  return venueChecks({
    venue: name,
    keys: { names: VENUE_KEY_VARIABLES[name === 'binanceusdm' ? 'binance' : name], set: keys[name] !== null },
    look: () => lookAtAccount(config),
    reachStreams: () => reachStreams(config),
    sayReason: (reason, language) =>
      reasonText(reason, createFormat({ language, zone: 'UTC', now: Date.now(), instruments: [], quoteCurrency })),
    now: Date.now,
  });
}

async function reachStreams({ venue }: AppConfig): Promise<boolean> {
  const market = createLiveMarketData({
    ...{ venue: venue.name, address: venue.addresses[venue.name], symbols: venue.symbols.slice(0, 1) },
    ...{ clock: new SystemClock(), loop: SYSTEM_LOOP, budget: new ConnectionBudget({ loop: SYSTEM_LOOP }) },
  });
  const running = market.run();
  try {
    for (let waited = 0; waited < STREAM_PATIENCE_MS; waited += POLL_MS) {
      const lines = market.health().venues.flatMap((one) => one.lines);
      if (lines.length > 0 && lines.every(({ state }) => state === 'open')) return true;
      await sleep(POLL_MS);
    }
    return false;
  } finally {
    await market.stop();
    await running;
  }
}
