import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AccountKeyTable } from '../../db/account-key-table.ts';
import type { AccountLock } from '../../db/account-lock.ts';
import { takeAccountLock } from '../../db/account-lock.ts';
import { LockSession } from '../../db/account-lock-session.ts';
import type { Database } from '../../db/database.ts';
import { migrate } from '../../db/migrate.ts';
import { openPostgresDatabase } from '../../db/postgres-database.ts';
import { ConfigError } from '../../engine/domain/errors.ts';
import type { TcpProxy } from '../fakes/tcp-proxy.ts';
import { startTcpProxy } from '../fakes/tcp-proxy.ts';

const POSTGRES_URL = process.env.TEST_DATABASE_URL ?? null;
const TITLE = 'main at upbit';

/** Only a server has sessions that another process can see. */
describe.skipIf(POSTGRES_URL === null)('the lock of an account', () => {
  let databaseUrl = '';
  let database: Database;
  let admin: pg.Client;
  const taken: AccountLock[] = [];
  let elapsed = 0;
  let wall = Date.UTC(2026, 0, 1);
  /** Time that this process lives through. */
  const pass = (ms: number): void => {
    elapsed += ms;
    wall += ms;
  };
  let proxy: TcpProxy | null = null;

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

  afterEach(async () => {
    for (const lock of taken.splice(0)) await lock.close();
    await proxy?.close();
    proxy = null;
  }, 60_000);

  afterAll(async () => {
    await database?.close();
    await admin?.query(`drop database if exists ${new URL(databaseUrl).pathname.slice(1)} with (force)`);
    await admin?.end();
  }, 60_000);

  const take = async (
    names: readonly string[],
    onLost?: (fault: ConfigError) => void,
    url = databaseUrl,
  ): Promise<AccountLock> => {
    const lock = await takeAccountLock({
      ...{ databaseUrl: url, database, names, title: TITLE, elapsedMs: () => elapsed, now: () => wall },
      ...(onLost && { onLost }),
    });
    taken.push(lock);
    return lock;
  };
  /** Takes a lock whose road to the server can break; the desk's pool has its own. */
  const takeBehindProxy = async (names: readonly string[], onLost?: (fault: ConfigError) => void) => {
    const url = new URL(databaseUrl);
    proxy = await startTcpProxy({ host: url.hostname, port: Number(url.port || 5432) });
    url.hostname = '127.0.0.1';
    url.port = String(proxy.port);
    return { lock: await take(names, onLost, url.href), road: proxy };
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
    pass(6_000);
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
    pass(600_000);
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
    pass(600_000);
    expect(await sleeper.verify()).toBe('lost');
  });

  it('does not ask anew while the last answer is fresh, and is unsure while nobody answers', async () => {
    const { lock, road } = await takeBehindProxy(['key:e']);
    const asked = () => road.seen('max(epoch)');
    pass(4_000);
    expect([await lock.verify(), asked()]).toEqual(['held', 0]);
    pass(2_000);
    expect([await lock.verify(), asked()]).toEqual(['held', 1]);
    pass(6_000);
    road.hangOn('');
    road.breakUnheard();
    expect(await lock.verify()).toBe('unsure');
    road.recover();
    expect(await lock.verify()).toBe('held');
  }, 30_000);

  it('takes its own account again when the server has not heard that its connection broke', async () => {
    const lost: ConfigError[] = [];
    const { lock, road } = await takeBehindProxy(['key:f', 'account:f'], (fault) => lost.push(fault));
    road.breakUnheard();
    pass(6_000);
    expect(await lock.verify()).toBe('held');
    expect(lost).toEqual([]);
    await expect(take(['account:f'])).rejects.toThrow(ConfigError);
    pass(6_000);
    expect(await lock.verify()).toBe('held');
  });

  it('is unsure, and not lost, while somebody has the lock who has not counted the epoch on', async () => {
    const lost: ConfigError[] = [];
    const lock = await take(['key:g'], (fault) => lost.push(fault));
    await endSessions();
    const silent = await LockSession.open(databaseUrl);
    expect(await silent.lockAll(['key:g'])).toBe(true);
    for (const ms of [6_000, 60_000]) {
      pass(ms);
      expect(await lock.verify()).toBe('unsure');
    }
    await database.query('select pg_terminate_backend($1, 5000)', [silent.backend.pid]);
    expect(await lock.verify()).toBe('held');
    expect(lost).toEqual([]);
  });

  it('leaves no session behind that would be given the lock after nobody waits for it', async () => {
    const { lock, road } = await takeBehindProxy(['key:h']);
    road.hangOn('pg_try_advisory_lock');
    road.breakUnheard();
    pass(6_000);
    expect(await lock.verify()).toBe('unsure');
    await road.until(() => road.clients() === 0);
    road.recover();
    expect(await lock.verify()).toBe('held');
    expect(road.clients()).toBe(1);
  }, 30_000);

  it('tells one in a hurry that it is unsure while the database hangs, and does not let the next one wait at all', async () => {
    const { lock, road } = await takeBehindProxy(['key:i']);
    road.hangOn('');
    pass(6_000);
    const order: string[] = [];
    const patient = lock.verify().then((ownership) => order.push(`patient ${ownership}`));
    // The second would wait for ever if what the first found out were not remembered.
    for (const patienceMs of [1, 600_000]) order.push(`hurried ${await lock.verify(patienceMs)}`);
    await patient;
    expect(order).toEqual(['hurried unsure', 'hurried unsure', 'patient unsure']);
    road.recover();
    pass(3_000);
    expect(await lock.verify(600_000)).toBe('held');
  }, 30_000);

  it('a loss that is known is told to one in a hurry too', async () => {
    const { lock, road } = await takeBehindProxy(['key:j']);
    await endSessions();
    await take(['key:j']);
    road.hangOn('');
    pass(6_000);
    expect(await lock.verify(1)).toBe('unsure');
    road.recover();
    expect(await lock.verify()).toBe('lost');
    road.hangOn('');
    expect(await lock.verify(1)).toBe('lost');
  }, 30_000);

  it('after a suspend, in which the monotonic clock stood still, it asks, and no hurry counts', async () => {
    const suspended = await take(['key:k']);
    await endSessions();
    await take(['key:k']);
    wall += 600_000;
    expect(await suspended.verify(0)).toBe('lost');
  });

  it('asks where only one of the clocks went on', async () => {
    const { lock, road } = await takeBehindProxy(['key:m']);
    wall += 6_000;
    expect([await lock.verify(), road.seen('max(epoch)')]).toEqual(['held', 1]);
    elapsed += 6_000;
    expect([await lock.verify(), road.seen('max(epoch)')]).toEqual(['held', 2]);
  });

  it('a wall clock that was set back makes no old check fresh', async () => {
    const { lock, road } = await takeBehindProxy(['key:l']);
    pass(600_000);
    wall -= 600_000;
    expect([await lock.verify(), road.seen('max(epoch)')]).toEqual(['held', 1]);
    wall -= 1_000;
    expect([await lock.verify(), road.seen('max(epoch)')]).toEqual(['held', 2]);
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
