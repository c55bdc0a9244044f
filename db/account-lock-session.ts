import { createHash } from 'node:crypto';
import pg from 'pg';
import { UnavailableError } from '../engine/domain/errors.ts';
import { isLocalDatabase } from './postgres-database.ts';

/** What the server calls one session; a number of a process alone may be another's by now. */
export interface Backend {
  readonly pid: number;
  /** As the server writes it; null where it does not tell. */
  readonly startedAt: string | null;
}

const APPLICATION_NAME = 'assent account lock';
const TIMEOUT_MS = 3_000;
/** Shorter than the patience with one query, so that the server's answer is still heard. */
const END_BACKEND_MS = 1_000;
/** A peer that says nothing any more is given up after about a minute: 30 s of silence, then three tries 10 s apart. */
const KEEPALIVE = { idle: 30, interval: 10, count: 3 } as const;

/** A session that holds locks and does nothing else. Every answer comes within seconds, or is a fault. */
export class LockSession {
  readonly backend: Backend;
  readonly #client: pg.Client;

  private constructor(client: pg.Client, backend: Backend) {
    this.#client = client;
    this.backend = backend;
  }

  static async open(databaseUrl: string): Promise<LockSession> {
    const client = new pg.Client({
      connectionString: databaseUrl,
      ...(isLocalDatabase(databaseUrl) ? { ssl: false } : {}),
      connectionTimeoutMillis: TIMEOUT_MS,
      query_timeout: TIMEOUT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEPALIVE.idle * 1_000,
      application_name: APPLICATION_NAME,
    });
    // Without a listener the process would end.
    client.on('error', () => undefined);
    try {
      await client.connect();
      return new LockSession(client, await introduce(client));
    } catch (cause) {
      void client.end().catch(() => undefined);
      throw new UnavailableError('The database gives no session for the lock of the account.', {
        cause,
        hint: 'Look whether PostgreSQL runs and takes one more connection.',
      });
    }
  }

  /** Takes the locks of all names. Where it returns false the session is to be ended: it may hold some of them. */
  async lockAll(names: readonly string[]): Promise<boolean> {
    // In one order for everybody, so that of two who share all names one gets them all.
    for (const key of [...new Set(names)].sort().map(lockKey)) {
      const { rows } = await this.#client.query<{ taken: boolean }>(
        'select pg_try_advisory_lock($1::bigint) as taken',
        [key],
      );
      if (rows[0]?.taken !== true) return false;
    }
    return true;
  }

  /** Returns how often these names were taken; an answer also proves that the session, and so its locks, live. */
  async epochOf(names: readonly string[]): Promise<number> {
    const { rows } = await this.#client.query<{ epoch: string | null }>(
      'select max(epoch) as epoch from account_owner where account = any($1)',
      [names],
    );
    return Number(rows[0]?.epoch ?? 0);
  }

  /** Ends an earlier session of ours whose connection broke without the server having noticed; nobody else's. */
  async endBackend({ pid, startedAt }: Backend): Promise<void> {
    await this.#client.query(
      `select pg_terminate_backend(pid, $1::bigint) from pg_stat_activity
       where pid = $2 and backend_start = $3::timestamptz and application_name = $4 and usename = current_user`,
      [END_BACKEND_MS, pid, startedAt, APPLICATION_NAME],
    );
  }

  onGone(listener: () => void): void {
    this.#client.on('error', listener);
    this.#client.on('end', listener);
  }

  async end(): Promise<void> {
    await this.#client.end().catch(() => undefined);
  }
}

/** By itself a server notices after two hours that a machine is gone, and would keep its locks as long. */
async function introduce(client: pg.Client): Promise<Backend> {
  const { rows } = await client.query<Backend>(
    `select pg_backend_pid() as pid,
            (select backend_start::text from pg_stat_activity where pid = pg_backend_pid()) as "startedAt",
            set_config('tcp_keepalives_idle', $1, false), set_config('tcp_keepalives_interval', $2, false),
            set_config('tcp_keepalives_count', $3, false)`,
    [String(KEEPALIVE.idle), String(KEEPALIVE.interval), String(KEEPALIVE.count)],
  );
  const [own] = rows;
  if (own === undefined) throw new Error('The server does not tell the number of its process.');
  return { pid: own.pid, startedAt: own.startedAt };
}

/** A number of 63 bits that other users of the database will not hit by chance. */
function lockKey(name: string): string {
  const digest = createHash('sha256').update(`assent account ${name}`).digest();
  return String(BigInt.asIntN(63, digest.readBigInt64BE(0)));
}
