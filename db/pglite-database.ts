import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { type AssentError, ConfigError, UnavailableError } from '../engine/domain/errors.ts';
import type { Database } from './database.ts';
import { shortMessage } from './database-errors.ts';
import type { PgliteJob } from './pglite-messages.ts';
import { type PgliteProcess, startPglite } from './pglite-process.ts';
import { createPoolDatabase, exactTypes } from './pool-database.ts';

/** Less than this, and PostgreSQL cannot write the files of a start: one of its log files alone takes 16 MB. */
const ROOM_TO_OPEN_BYTES = 17 * 1024 * 1024;

/** Opens the embedded database in a directory, creating it on the first start. The caller holds the directory's lock. */
export async function openPgliteDatabase(directory: string): Promise<Database> {
  if (isNew(directory)) await createCluster(directory);
  try {
    return await openOver(await startPglite({ directory }), `in ${directory}`);
  } catch (error) {
    throw damagedDirectory(directory, shortMessage(error), error);
  }
}

/** Opens a database that is gone when closed; `template` is a file written by `dumpPgliteDatabase`. */
export async function openMemoryDatabase(job: Pick<PgliteJob, 'template'> = {}): Promise<Database> {
  return openOver(await startPglite(job), 'in memory');
}

/** Fills a fresh database in memory and writes its data directory to a file: 0.4 s to start from instead of 2 s. */
export async function dumpPgliteDatabase(file: string, fill: (database: Database) => Promise<void>): Promise<void> {
  const running = await startPglite({});
  const database = await openOver(running, 'in memory');
  try {
    await fill(database);
    await running.dump(file);
  } finally {
    await database.close();
  }
}

/** The error of a data directory that cannot be used any more, with the way out of it. */
export function damagedDirectory(directory: string, problem: string, cause?: unknown): AssentError {
  // A database that finds no room complains as if it were damaged; to move it aside would not help.
  if (isDiskFull(directory)) {
    return new UnavailableError(`The disk of ${directory} is full, so the database cannot be opened.`, {
      cause,
      hint: 'Free some space and start again; nothing is lost.',
    });
  }
  return new ConfigError(`The database in ${directory} cannot be opened: ${problem}`, {
    cause,
    hint: `Move it aside (mv '${directory}' '${directory}.damaged') and start again; the journal files beside it can rebuild what it held.`,
  });
}

function isDiskFull(directory: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(directory);
    return bavail * bsize < ROOM_TO_OPEN_BYTES;
  } catch {
    return false;
  }
}

async function openOver(running: PgliteProcess, where: string): Promise<Database> {
  // One connection: PGlite has one session and runs one statement at a time, and sharing that session would mix transactions.
  const pool = new pg.Pool({
    max: 1,
    idleTimeoutMillis: 0,
    stream: () => running.connect(),
    ssl: false,
    user: 'postgres',
    password: 'none',
    database: 'postgres',
    types: exactTypes,
  });
  // The statement in flight, or the next one, is told; without a listener the process would end.
  pool.on('error', () => undefined);
  try {
    const version = await pool.query<{ server_version: string }>('show server_version');
    const description = `PGlite ${version.rows[0]?.server_version} ${where}`;
    return createPoolDatabase(pool, { description, durable: false, onClose: () => running.stop() });
  } catch (error) {
    await pool.end();
    await running.stop();
    throw error;
  }
}

/** Whether nothing is there yet. What is there but no database is refused, never overwritten. */
function isNew(directory: string): boolean {
  if (!existsSync(directory)) return true;
  if (!statSync(directory).isDirectory()) throw damagedDirectory(directory, 'it is a file, not a directory');
  const names = readdirSync(directory);
  if (names.length === 0) return true;
  for (const name of ['PG_VERSION', 'global', 'base', 'pg_wal']) {
    if (!names.includes(name)) throw damagedDirectory(directory, `${name} is missing`);
  }
  if (!existsSync(path.join(directory, 'global', 'pg_control'))) {
    throw damagedDirectory(directory, 'global/pg_control is missing');
  }
  return false;
}

/**
 * Creates the cluster beside its place and renames it, so that a kill in the middle leaves no half of one; in a process
 * of its own, because initdb takes hundreds of megabytes that a process which goes on would keep.
 */
async function createCluster(directory: string): Promise<void> {
  // A name of its own each time: the helper of a start that was killed may still be writing to the last one.
  mkdirSync(path.dirname(directory), { recursive: true, mode: 0o700 });
  removeDrafts(directory);
  const draft = mkdtempSync(`${directory}.new-`);
  const script = fileURLToPath(new URL('./pglite-create.js', import.meta.url));
  try {
    await promisify(execFile)(process.execPath, [script, draft]);
    rmSync(directory, { recursive: true, force: true });
    renameSync(draft, directory);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw cannotCreate(directory, error);
  }
}

function removeDrafts(directory: string): void {
  const prefix = `${path.basename(directory)}.new-`;
  for (const name of readdirSync(path.dirname(directory))) {
    if (!name.startsWith(prefix)) continue;
    try {
      rmSync(path.join(path.dirname(directory), name), { recursive: true, force: true });
    } catch {
      // Still being written to; the next first start finds it again.
    }
  }
}

function cannotCreate(directory: string, error: unknown): Error {
  const printed = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
  const reason = /^\S*Error.*$/m.exec(printed)?.[0].slice(0, 300) ?? shortMessage(error);
  return new ConfigError(`The database in ${directory} cannot be created: ${reason}`, {
    hint: 'Check that the disk has 100 MB free and that the folder may be written to.',
  });
}
