import path from 'node:path';
import { ConfigError, InvariantError } from '../engine/domain/errors.ts';
import type { Database } from './database.ts';
import { shortMessage } from './database-errors.ts';
import { type DirectoryLock, lockDirectory } from './directory-lock.ts';
import { migrate } from './migrate.ts';
import { damagedDirectory, openPgliteDatabase } from './pglite-database.ts';
import { openPostgresDatabase } from './postgres-database.ts';

/** The slice of a logger that opening needs. */
export interface OpenLogger {
  info(fields: object, message: string): void;
}

export interface OpenDatabaseOptions {
  /** Locked for as long as the database is open, because the journal files lie there too. */
  readonly dataDirectory: string;
  /** Without it the embedded database in the data directory is used. */
  readonly databaseUrl?: string;
  readonly logger?: OpenLogger;
}

/** Locks the data directory, opens its database and brings the schema up to date. */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  const lock = lockDirectory(options.dataDirectory);
  try {
    return await openLocked(options, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function openLocked(options: OpenDatabaseOptions, lock: DirectoryLock): Promise<Database> {
  const directory = path.join(options.dataDirectory, 'pglite');
  const database = options.databaseUrl
    ? await openPostgresDatabase(options.databaseUrl)
    : await openPgliteDatabase(directory);
  try {
    const migrations = await migrate(database);
    options.logger?.info({ migrations, durable: database.durable }, `Opened ${database.describe()}.`);
  } catch (error) {
    await database.close();
    if (options.databaseUrl || error instanceof ConfigError) throw error;
    throw error instanceof InvariantError ? damagedDirectory(directory, shortMessage(error), error) : error;
  }
  return {
    durable: database.durable,
    query: database.query,
    transaction: database.transaction,
    describe: database.describe,
    async close() {
      try {
        await database.close();
      } finally {
        lock.release();
      }
    },
  };
}
