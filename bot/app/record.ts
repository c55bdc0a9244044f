import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../../db/database.ts';
import { DirectoryHeldError } from '../../db/directory-lock.ts';
import { JournalProjection } from '../../db/journal-projection.ts';
import { openDatabase } from '../../db/open-database.ts';
import { PersistentJournal } from '../../db/persistent-journal.ts';
import { RecordsStore } from '../../db/records-store.ts';
import { openWriteAheadJournal } from '../../db/write-ahead-journal.ts';
import { ConfigError } from '../../engine/domain/errors.ts';
import type { JournalEntry } from '../../engine/domain/journal-entry.ts';
import type { Records } from '../../engine/ports/records.ts';
import type { AppConfig } from '../config/config.ts';

/** The record of a desk that does not run now. */
export interface DeskRecord {
  readonly records: Records;
  /** Oldest first. */
  readonly entries: readonly JournalEntry[];
  readonly database: Database;
}

/**
 * Opens the record of the desk in the data folder for as long as the work lasts. Throws ConfigError where there is no
 * desk, or while one runs there.
 */
export async function withDeskRecord<T>(config: AppConfig, work: (record: DeskRecord) => Promise<T>): Promise<T> {
  const { directory } = config.data;
  requireDesk(directory);
  const database = await openRecord(config);
  try {
    const journal = new PersistentJournal({
      file: openWriteAheadJournal({ directory: join(directory, 'journal') }),
      projection: new JournalProjection(database),
      onFault: () => undefined,
    });
    try {
      const entries = await journal.recover();
      return await work({ records: new RecordsStore(database, journal), entries, database });
    } finally {
      journal.close();
    }
  } finally {
    await database.close();
  }
}

/** Looking must not begin a desk where there is none. */
function requireDesk(dataDirectory: string): void {
  if (existsSync(join(dataDirectory, 'journal'))) return;
  throw new ConfigError(`There is no desk in ${dataDirectory}.`, {
    hint: 'Name the data folder of the desk that decided: --data DIR.',
  });
}

async function openRecord({ data, database }: AppConfig): Promise<Database> {
  try {
    return await openDatabase({
      dataDirectory: data.directory,
      ...(database.url === null ? {} : { databaseUrl: database.url }),
    });
  } catch (error) {
    if (!(error instanceof DirectoryHeldError)) throw error;
    throw new ConfigError(error.message, {
      cause: error,
      hint: 'The record can be read when the desk that writes it has ended: leave it with Ctrl-D, then ask once more.',
    });
  }
}
