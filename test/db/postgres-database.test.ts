import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../db/database.ts';
import { openPostgresDatabase } from '../../db/postgres-database.ts';
import { ConfigError, OutcomeUnknownError, UnavailableError } from '../../engine/domain/errors.ts';
import { describeDatabase } from '../contracts/database.ts';

const serverUrl = process.env.TEST_DATABASE_URL;

describe('openPostgresDatabase', () => {
  it('says host, port and what to check when nothing answers', async () => {
    const error = await openPostgresDatabase('postgres://me:s3cret@127.0.0.1:1/desk').catch((thrown) => thrown);
    expect(error).toBeInstanceOf(UnavailableError);
    expect(error.message).toContain('127.0.0.1:1/desk');
    expect(error.hint).toContain('server runs');
    expect(JSON.stringify(error) + error.stack).not.toContain('s3cret');
  });

  it('refuses what is no database URL without repeating it', async () => {
    for (const url of ['mysql://me:s3cret@host/db', 'not a url s3cret']) {
      const error = await openPostgresDatabase(url).catch((thrown) => thrown);
      expect(error).toBeInstanceOf(ConfigError);
      expect(error.message + error.stack).not.toContain('s3cret');
    }
  });
});

if (serverUrl) {
  describeDatabase('PostgreSQL', () => openOwnDatabase(serverUrl));

  describe('a PostgreSQL server', () => {
    it('is durable when it fsyncs', async () => {
      const database = await openOwnDatabase(serverUrl);
      const [row] = await database.query<{ fsync: string }>("select current_setting('fsync') as fsync");
      expect(database.durable).toBe(row!.fsync === 'on');
      await database.close();
    });

    it('names a database that does not exist', async () => {
      const error = await openPostgresDatabase(withDatabase(serverUrl, 'no_such_desk')).catch((thrown) => thrown);
      expect(error).toBeInstanceOf(ConfigError);
      expect(error.message).toMatch(/does not exist: .*no_such_desk/);
    });

    it('goes on after its connections were cut', async () => {
      const database = await openOwnDatabase(serverUrl);
      const cut = 'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()';
      await database.query(cut).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
      await database.close();
    });

    it('survives a connection that is cut while a transaction holds it', async () => {
      const database = await openOwnDatabase(serverUrl);
      const gone = 'select count(*)::int as left from pg_stat_activity where pid = $1';
      const cut = database.transaction(async (tx) => {
        const [own] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
        await terminate(own?.pid ?? 0);
        return tx.query('select 1');
      });
      await expect(cut).rejects.toBeInstanceOf(UnavailableError);
      expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
      await database.close();

      async function terminate(pid: number): Promise<void> {
        const other = new pg.Client({ connectionString: serverUrl });
        await other.connect();
        await other.query('select pg_terminate_backend($1)', [pid]);
        await expect.poll(async () => (await other.query(gone, [pid])).rows).toEqual([{ left: 0 }]);
        await other.end();
      }
    });

    it('tells that the outcome is unknown when the connection is cut during a commit', async () => {
      const database = await openOwnDatabase(serverUrl);
      await database.query('create table slow (id int)');
      await database.query(`create function cut() returns trigger language plpgsql as
        'begin perform pg_terminate_backend(pg_backend_pid()); return null; end'`);
      await database.query(`create constraint trigger cut after insert on slow deferrable initially deferred
        for each row execute function cut()`);
      const work = database.transaction((tx) => tx.query('insert into slow values (1)'));
      await expect(work).rejects.toBeInstanceOf(OutcomeUnknownError);
      await database.close();
    });
  });
} else {
  describe.skip('the database port on PostgreSQL (skipped: set TEST_DATABASE_URL, see .ci/postgres)', () => {
    it('needs a server', () => undefined);
  });
}

/** Opens a database of its own on the server, dropped when it is closed. */
async function openOwnDatabase(url: string): Promise<Database> {
  const name = `assent_test_${randomUUID().replaceAll('-', '')}`;
  await administer(url, `create database ${name}`);
  const database = await openPostgresDatabase(withDatabase(url, name));
  await database.query('create extension if not exists vector');
  return {
    ...database,
    async close() {
      await database.close();
      await administer(url, `drop database ${name} with (force)`);
    },
  };
}

async function administer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, ssl: false });
  await client.connect();
  await client.query(sql);
  await client.end();
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
