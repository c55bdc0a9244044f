import type { Logger } from 'pino';
import type { Database } from '../../db/database.ts';
import { openDatabase } from '../../db/open-database.ts';
import type { AppConfig } from '../config/config.ts';

/** Locks the data directory of a configuration and opens its database. */
export function openAppDatabase(config: AppConfig, logger: Logger): Promise<Database> {
  const { url } = config.database;
  return openDatabase({
    dataDirectory: config.data.directory,
    ...(url === null ? {} : { databaseUrl: url }),
    logger,
  });
}
