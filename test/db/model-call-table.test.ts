import { randomUUID } from 'node:crypto';
import { afterAll, describe, it } from 'vitest';
import type { Database } from '../../db/database.ts';
import { migrate } from '../../db/migrate.ts';
import { ModelCallTable } from '../../db/model-call-table.ts';
import { openPostgresDatabase } from '../../db/postgres-database.ts';
import { describeCallStore } from '../contracts/call-store.ts';
import { openTestDatabase } from '../fixtures/test-database.ts';

const serverUrl = process.env.TEST_DATABASE_URL;

/** Two doors to one database, opened once and emptied for each test. */
function describeOn(name: string, open: () => Promise<readonly [Database, Database]>): void {
  let opening: ReturnType<typeof open> | null = null;
  afterAll(async () => {
    for (const database of new Set(await opening)) await database.close();
  });
  describeCallStore(name, async () => {
    opening ??= open();
    const [here, there] = await opening;
    await here.query('delete from model_call');
    return { store: new ModelCallTable(here), elsewhere: new ModelCallTable(there), close: async () => undefined };
  });
}

describeOn('PGlite', async () => {
  const database = await openTestDatabase();
  return [database, database];
});

if (serverUrl) {
  describeOn('PostgreSQL, by two processes', async () => {
    const name = `calls_${randomUUID().replaceAll('-', '')}`;
    const server = await openPostgresDatabase(serverUrl);
    await server.query(`create database ${name}`);
    await server.close();
    const url = new URL(serverUrl);
    url.pathname = `/${name}`;
    const here = await openPostgresDatabase(url.href);
    await migrate(here);
    return [here, await openPostgresDatabase(url.href)];
  });
} else {
  describe.skip('calls on PostgreSQL (skipped: set TEST_DATABASE_URL, see .ci/postgres)', () => {
    it('needs a server', () => undefined);
  });
}
