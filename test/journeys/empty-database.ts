import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { loadMigrations } from '../../db/migrate.ts';
import { openDatabase } from '../../db/open-database.ts';

const CACHE = 'node_modules/.cache/assent-tests';

/** Puts an empty database of today's schema into a data directory: made once, and copied, for making one takes seconds. */
export async function layDatabase(directory: string): Promise<void> {
  const made = join(CACHE, `pglite-${versionOf()}`);
  if (!existsSync(made)) await make(made);
  cpSync(made, join(directory, 'pglite'), { recursive: true });
}

async function make(target: string): Promise<void> {
  mkdirSync(CACHE, { recursive: true });
  const scratch = mkdtempSync(join(CACHE, 'new-'));
  try {
    const database = await openDatabase({ dataDirectory: scratch });
    await database.close();
    renameSync(join(scratch, 'pglite'), target);
  } catch (fault) {
    // Another worker was first: its database is as good.
    if (!existsSync(target)) throw fault;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function versionOf(): string {
  const engine = readFileSync('node_modules/@electric-sql/pglite/package.json', 'utf8');
  const schema = loadMigrations().map(({ sha256 }) => sha256);
  return createHash('sha256')
    .update([engine, ...schema].join())
    .digest('hex')
    .slice(0, 16);
}
