import type { Database } from '../../db/database.ts';

/** A database that takes everything and holds nothing. */
export const NO_DATABASE: Database = {
  durable: false,
  query: async () => [],
  transaction: <T>() => Promise.resolve(undefined as T),
  describe: () => 'none',
  close: async () => undefined,
};
