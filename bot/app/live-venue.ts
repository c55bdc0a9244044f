import { ConfigError } from '../../engine/domain/errors.ts';
import { createCcxtExecution } from '../../engine/exchanges/ccxt/ccxt-execution.ts';
import type { OpenedVenue, VenueOpening } from './venue-opening.ts';

/** Opens the real venue: clock, instruments and user stream stand when it returns. */
export async function openLiveVenue({ config, logger, clock, loop }: VenueOpening): Promise<OpenedVenue> {
  const { name, addresses, keys, symbols, leverage, marginMode } = config.venue;
  const own = keys[name];
  if (own === null) throw new ConfigError(`There is no key of ${name}.`);
  let heard: (answered: boolean) => void = () => undefined;
  const execution = createCcxtExecution({
    ...{ venue: name, account: config.account.name, keys: own, symbols, address: addresses[name] },
    ...{ leverage, marginMode, clock, loop },
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
