import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { ConfigError } from '../engine/domain/errors.ts';
import type { Database, Transaction } from './database.ts';

/** One step of the schema. A released one is never edited: a change is the next file. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

/** Any number will do, as long as every Assent takes the same: two of them starting at once must queue here. */
const MIGRATION_LOCK = 4_147_301;

/** Returns the migrations this program carries, in order. */
export function loadMigrations(folder = new URL('./migrations/', import.meta.url)): Migration[] {
  return readdirSync(folder)
    .filter((file) => /^\d{4}-.+\.sql$/.test(file))
    .sort()
    .map((file) => {
      const sql = readFileSync(new URL(file, folder), 'utf8');
      return { version: Number(file.slice(0, 4)), name: file.slice(5, -4), sql, sha256: sha256(sql) };
    });
}

/** Brings the schema up to date and returns the names of what was run; each migration commits whole or not at all. */
export async function migrate(
  database: Database,
  migrations: readonly Migration[] = loadMigrations(),
): Promise<string[]> {
  const applied = await database.transaction(async (tx) => {
    await lockMigrations(tx);
    return readApplied(tx);
  });
  refuseUnknown(applied, migrations);
  const done: string[] = [];
  for (const migration of migrations) {
    if (!applied.has(migration.version) && (await applyOnce(database, migration))) done.push(migration.name);
  }
  return done;
}

interface AppliedMigration {
  readonly version: number;
  readonly name: string;
  readonly sha256: string;
}

async function applyOnce(database: Database, migration: Migration): Promise<boolean> {
  return database.transaction(async (tx) => {
    await lockMigrations(tx);
    // Another process may have run it while this one waited for the lock.
    if ((await readApplied(tx)).has(migration.version)) return false;
    await tx.query(migration.sql);
    await tx.query('insert into schema_migration (version, name, sha256, applied_at) values ($1, $2, $3, $4)', [
      migration.version,
      migration.name,
      migration.sha256,
      Date.now(),
    ]);
    return true;
  });
}

async function lockMigrations(tx: Transaction): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
  const [found] = await tx.query<{ there: boolean }>(`select to_regclass('schema_migration') is not null as there`, []);
  if (found?.there) return;
  await tx.query(
    'create table schema_migration (version int primary key, name text not null, sha256 text not null, applied_at bigint not null)',
  );
}

async function readApplied(tx: Transaction): Promise<Map<number, AppliedMigration>> {
  const rows = await tx.query<AppliedMigration>(
    'select version, name, sha256 from schema_migration order by version',
    [],
  );
  return new Map(rows.map((row) => [row.version, row]));
}

function refuseUnknown(applied: ReadonlyMap<number, AppliedMigration>, migrations: readonly Migration[]): void {
  const known = new Map(migrations.map((migration) => [migration.version, migration]));
  const newest = Math.max(0, ...known.keys());
  for (const row of applied.values()) {
    if (row.version > newest) {
      throw new ConfigError(
        `This database was written by a newer Assent: it has schema ${row.version} (${row.name}), this program knows ${newest}.`,
        { hint: 'Start the newer version, or restore a backup from before the upgrade.' },
      );
    }
    const migration = known.get(row.version);
    if (migration?.sha256 !== row.sha256) {
      throw new ConfigError(`Migration ${row.version} (${row.name}) is not the one this database was built with.`, {
        hint: 'Restore the original file in db/migrations; a change to the schema is a new file.',
      });
    }
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
