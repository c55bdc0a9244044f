import { ConfigError } from '../../engine/domain/errors.ts';
import type { JournalEntry } from '../../engine/domain/journal-entry.ts';
import { createCcxtExecution } from '../../engine/exchanges/ccxt/ccxt-execution.ts';
import type { OpenedVenue, VenueOpening } from './venue-opening.ts';

/** Opens the real venue: clock, instruments and user stream stand when it returns. */
export async function openLiveVenue({ config, logger, entries, clock, loop }: VenueOpening): Promise<OpenedVenue> {
  const { name, addresses, keys, symbols, leverage, marginMode } = config.venue;
  const own = keys[name];
  if (own === null) throw new ConfigError(`There is no key of ${name}.`);
  let heard: (answered: boolean) => void = () => undefined;
  const execution = createCcxtExecution({
    ...{ venue: name, account: config.account.name, keys: own, symbols, address: addresses[name] },
    ...{ leverage, marginMode, clock, loop, fundedSince: fundedSince(entries) },
    onReach: (answered) => heard(answered),
    warn: (warning) => logger.warn({ component: 'venue', reason: warning }, 'The venue.'),
  });
  try {
    await execution.start();
  } catch (error) {
    await execution.close();
    throw error;
  }
  return {
    execution,
    entryBlock: (symbol) => execution.haltReason() ?? execution.entryBlock(symbol),
    onAnswers(listener) {
      heard = listener;
    },
    close: () => execution.close(),
  };
}

/** Payments of one settlement may come apart; what is told twice counts once. */
const SETTLEMENT_MS = 3_600_000;

/** Returns from when on funding may be missing in the journal: what was settled while no process ran is told by nobody else. */
export function fundedSince(entries: readonly JournalEntry[]): number | undefined {
  const startedAt = entries.find(({ event }) => event.type === 'desk.started')?.at;
  if (startedAt === undefined) return undefined;
  const settledAt = entries.flatMap(({ event }) => (event.type === 'funding.settled' ? event.funding.at : []));
  return settledAt.reduce((latest, at) => Math.max(latest, at - SETTLEMENT_MS), startedAt);
}
