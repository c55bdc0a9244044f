import { randomUUID } from 'node:crypto';
import { describe, it } from 'vitest';
import { migrate } from '../../db/migrate.ts';
import { openPostgresDatabase } from '../../db/postgres-database.ts';
import { describeKnowledgeStore } from '../contracts/knowledge-store.ts';
import { openTestDatabase } from '../fixtures/test-database.ts';

const serverUrl = process.env.TEST_DATABASE_URL;

describeKnowledgeStore('PGlite', openTestDatabase);

if (serverUrl) {
  describeKnowledgeStore('PostgreSQL', async () => {
    const name = `knowledge_${randomUUID().replaceAll('-', '')}`;
    const server = await openPostgresDatabase(serverUrl);
    await server.query(`create database ${name}`);
    await server.close();
    const url = new URL(serverUrl);
    url.pathname = `/${name}`;
    const database = await openPostgresDatabase(url.href);
    await migrate(database);
    return database;
  });
} else {
  describe.skip('knowledge on PostgreSQL (skipped: set TEST_DATABASE_URL, see .ci/postgres)', () => {
    it('needs a server', () => undefined);
  });
}
