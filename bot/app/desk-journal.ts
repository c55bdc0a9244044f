import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database } from '../../db/database.ts';
import { JournalProjection } from '../../db/journal-projection.ts';
import type { AwayPolicy } from '../../db/persistent-journal.ts';
import { PersistentJournal } from '../../db/persistent-journal.ts';
import { openWriteAheadJournal } from '../../db/write-ahead-journal.ts';
import type { AppConfig } from '../config/config.ts';
import type { Licence } from './live-arming.ts';

export interface DeskJournalParts {
  readonly config: AppConfig;
  readonly logger: Pick<Logger, 'error' | 'info'>;
  readonly database: Database;
  readonly licence: Licence | null;
  /** Called with what the desk cannot survive. */
  readonly end: (cause: unknown) => void;
}

/** Opens the journal of a desk: the file in its data folder, and the tables that show it. */
export function openDeskJournal({ config, logger, database, licence, end }: DeskJournalParts): PersistentJournal {
  return new PersistentJournal({
    file: openWriteAheadJournal({ directory: join(config.data.directory, 'journal') }),
    projection: new JournalProjection(database),
    onFault: (fault) => {
      if (licence === null) end(fault);
      else void causeOf(fault, licence).then(end);
    },
    // The embedded database is a thread of this process: once it is gone it does not come back.
    whileAway: config.database.url === null ? null : awayPolicy(logger, licence),
  });
}

/** Returns the licence as the order path asks it: a desk whose records the database does not take enters nothing. */
export function licenceWith(journal: Pick<PersistentJournal, 'away'>, licence: Licence | null): Licence | null {
  if (licence === null) return null;
  return {
    ...licence,
    verify: async (patienceMs) => {
      const ownership = await licence.verify(patienceMs);
      return ownership === 'held' && journal.away ? 'unsure' : ownership;
    },
  };
}

function awayPolicy(logger: DeskJournalParts['logger'], licence: Licence | null): AwayPolicy {
  return {
    onAway: (fault) =>
      logger.error({ err: fault }, 'The database is away; the journal file has every entry, and it is tried again.'),
    onBack: () => logger.info({}, 'The database is back and takes what was journalled meanwhile.'),
    mayRepeat: async () => licence === null || (await licence.verify()) !== 'lost',
    sleep: (ms, signal) => sleep(ms, undefined, { signal }),
  };
}

/** Whose account was taken finds its records changed by the heir, too: that it is another's now is what to tell. */
async function causeOf(fault: unknown, { verify, lost }: Licence): Promise<unknown> {
  if ((await verify()) !== 'lost') return fault;
  return lost.catch((cause: unknown) => cause);
}
