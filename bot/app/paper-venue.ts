import { join } from 'node:path';
import type { PaperExecution } from '../../engine/exchanges/paper/paper-execution.ts';
import { createPaperExecution } from '../../engine/exchanges/paper/paper-execution.ts';
import { openPublicVenue } from '../../engine/exchanges/paper/public-venue.ts';
import type { OpenedVenue, VenueOpening } from './venue-opening.ts';

/** A paper venue, which knows how sure its fills are. */
export interface PaperVenue extends OpenedVenue {
  readonly paper: PaperExecution;
}

/** What it never took, it does not know: one question proves it. */
const ANSWERS_FROM_MEMORY = { queries: 1, afterMs: 0 } as const;
const REFRESH_MS = 30 * 60_000;

/** Opens a paper venue with the instruments and the abilities of the real one, whose key it does not need. */
export async function openPaperVenue({ config, logger, clock, loop, market }: VenueOpening): Promise<PaperVenue> {
  const { name, addresses, symbols, leverage } = config.venue;
  const real = openPublicVenue({ venue: name, symbols, address: addresses[name], clock, loop });
  const paper = createPaperExecution({
    ...{ market, clock, loop, venue: name, leverage },
    ...{ seed: config.account.seed, startingCash: config.account.startingCash },
    instruments: await real.instruments(),
    abilities: { ...real.abilities, amends: false, absenceProof: ANSWERS_FROM_MEMORY },
    directory: join(config.data.directory, 'venue'),
  });
  const refresh = setInterval(() => {
    real
      .instruments()
      .then(paper.setInstruments, (fault: unknown) =>
        logger.warn({ err: fault }, 'The rules of the venue could not be read anew.'),
      );
  }, REFRESH_MS);
  refresh.unref();
  return {
    ...{ paper, execution: paper },
    entryBlock: () => null,
    async close() {
      clearInterval(refresh);
      real.close();
      paper.close();
    },
  };
}
