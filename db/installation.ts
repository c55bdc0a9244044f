import type { Database } from './database.ts';

/** Returns when the tables of this database were made, in epoch milliseconds: it tells one database from another. */
export async function installedAt(database: Database): Promise<number> {
  const [row] = await database.query<{ at: number | null }>('select min(applied_at) as at from schema_migration', []);
  return row?.at ?? 0;
}
