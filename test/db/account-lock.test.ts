import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountKeyTable } from '../../db/account-key-table.ts';
import type { AccountLock } from '../../db/account-lock.ts';
import { takeAccountLock } from '../../db/account-lock.ts';
import type { Database } from '../../db/database.ts';
import { migrate } from '../../db/migrate.ts';
import { openPostgresDatabase } from '../../db/postgres-database.ts';
import { ConfigError } from '../../engine/domain/errors.ts';

const POSTGRES_URL = process.env.TEST_DATABASE_URL ?? null;
const TITLE = 'main at upbit';

/** Only a server has sessions that another process can see. */
describe.skipIf(POSTGRES_URL === null)('the lock of an account', () => {
  let databaseUrl = '';
  let database: Database;
  let admin: pg.Client;
  const taken: AccountLock[] = [];
  let elapsed = 0;

  beforeAll(async () => {
    const name = `assent_lock_${randomUUID().slice(0, 8)}`;
    admin = new pg.Client({ connectionString: POSTGRES_URL ?? '' });
    await admin.connect();
    await admin.query(`create database ${name}`);
    const url = new URL(POSTGRES_URL ?? '');
    url.pathname = `/${name}`;
    databaseUrl = url.href;
    database = await openPostgresDatabase(databaseUrl);
    await migrate(database);
  }, 60_000);

  afterAll(async () => {
    for (const lock of taken) await lock.close();
    await database?.close();
    await admin?.query(`drop database if exists ${new URL(databaseUrl).pathname.slice(1)} with (force)`);
    await admin?.end();
  }, 60_000);

  const take = async (names: readonly string[], onLost?: (fault: ConfigError) => void): Promise<AccountLock> => {
    const lock = await takeAccountLock({
      ...{ databaseUrl, database, names, title: TITLE, elapsedMs: () => elapsed },
      ...(onLost && { onLost }),
    });
    taken.push(lock);
    return lock;
  };
  /** Ends the sessions that hold locks, as a restart of the server does. */
  const endSessions = () =>
    database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'assent account lock' and datname = current_database()`,
    );

  it('is given to one engine; whoever shares a name of the account is refused', async () => {
    const first = await take(['key:a', 'account:a']);
    await expect(take(['key:a', 'account:other'])).rejects.toThrow(ConfigError);
    await expect(take(['key:other', 'account:a'])).rejects.toThrow(`Another engine trades ${TITLE} already.`);
    // Who was refused holds nothing: another account may be taken with the other name.
    const beside = await take(['account:other']);
    await beside.close();
    await first.close();
    const next = await take(['key:a', 'account:a']);
    expect(next.epoch).toBe(first.epoch + 1);
    await next.close();
  });

  it('of twenty engines that start together exactly one gets it', async () => {
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => take(['key:race'])));
    const winners = results.filter(({ status }) => status === 'fulfilled');
    expect(winners).toHaveLength(1);
    for (const lock of taken.splice(0)) await lock.close();
  }, 30_000);

  it('is taken again when only the session was lost', async () => {
    const lost: ConfigError[] = [];
    const lock = await take(['key:b'], (fault) => lost.push(fault));
    await endSessions();
    elapsed += 6_000;
    expect(await lock.verify()).toBe('held');
    await expect(take(['key:b'])).rejects.toThrow(ConfigError);
    expect(lost).toEqual([]);
    await lock.close();
  });

  it('an engine that slept through a takeover finds out before it sends, and stays out', async () => {
    const lost: ConfigError[] = [];
    const sleeper = await take(['key:c'], (fault) => lost.push(fault));
    await endSessions();
    const next = await take(['key:c']);
    elapsed += 600_000;
    expect(await sleeper.verify()).toBe('lost');
    await next.close();
    // The account is free now, but its story went on without this engine.
    expect(await sleeper.verify()).toBe('lost');
    expect(lost.map(({ message }) => message)).toEqual([`Another engine trades ${TITLE} already.`]);
  });

  it('an epoch that went on while the lock was free is as good as a takeover', async () => {
    const sleeper = await take(['key:d']);
    await endSessions();
    await (await take(['key:d'])).close();
    elapsed += 600_000;
    expect(await sleeper.verify()).toBe('lost');
  });

  it('does not ask anew while the last answer is fresh, and is unsure while nobody answers', async () => {
    let asked = 0;
    let away = false;
    const counted: Database = {
      ...database,
      query: (sql, params) => {
        asked += 1;
        return away ? Promise.reject(new Error('away')) : database.query(sql, params);
      },
    };
    const names = ['key:e'];
    const lock = await takeAccountLock({
      ...{ databaseUrl, database: counted, names, title: TITLE, elapsedMs: () => elapsed },
    });
    elapsed += 4_000;
    expect([await lock.verify(), asked]).toEqual(['held', 0]);
    elapsed += 2_000;
    expect([await lock.verify(), asked]).toEqual(['held', 1]);
    elapsed += 6_000;
    away = true;
    expect(await lock.verify()).toBe('unsure');
    away = false;
    expect(await lock.verify()).toBe('held');
    await lock.close();
  });

  it('keeps what each key was used for', async () => {
    const keys = new AccountKeyTable(database);
    await keys.bind({ fingerprint: 'f1', venue: 'upbit', account: 'main', mode: 'live', boundAt: 1 });
    await keys.bind({ fingerprint: 'f2', venue: 'upbit', account: 'main', mode: 'paper', boundAt: 2 });
    expect((await keys.related('f2', 'upbit', 'main')).map(({ fingerprint }) => fingerprint)).toEqual(['f1', 'f2']);
    await keys.bind({ fingerprint: 'f2', venue: 'upbit', account: 'main', mode: 'live', boundAt: 3 });
    expect(await keys.related('f9', 'upbit', 'main')).toEqual([
      { fingerprint: 'f2', venue: 'upbit', account: 'main', mode: 'live', boundAt: 3 },
    ]);
  });
});
