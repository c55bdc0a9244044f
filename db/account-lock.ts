import { createHash, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import pg from 'pg';
import { ConfigError, UnavailableError } from '../engine/domain/errors.ts';
import type { Database } from './database.ts';
import { isLocalDatabase } from './postgres-database.ts';

export interface AccountLockOptions {
  readonly databaseUrl: string;
  /** The desk's pool: what the lock says is written there, while its own session stays idle. */
  readonly database: Database;
  /** Names of the account, such as its key's fingerprint: whoever shares one of them shares the account. */
  readonly names: readonly string[];
  /** For people. */
  readonly title: string;
  /** Monotonic milliseconds. */
  readonly elapsedMs: () => number;
  /** Called once when another engine has taken the account. */
  readonly onLost?: (fault: ConfigError) => void;
}

/** `unsure`: nobody answers; what only reduces may go on, for no other engine is known. */
export type Ownership = 'held' | 'unsure' | 'lost';

/** The right to trade an account, held by a session that does nothing else. */
export interface AccountLock {
  readonly epoch: number;
  /** Asks anew only where a while has passed: a process that was stopped cannot know what happened meanwhile. */
  verify(): Promise<Ownership>;
  close(): Promise<void>;
}

/** A check is good for so long; a gap beyond it means that this process slept. */
const FRESH_MS = 5_000;
const TIMEOUT_MS = 3_000;

/**
 * Takes an account or refuses. The lock belongs to a session of its own: one that is inside a long query would keep it
 * long after its process has died. The epoch fences an engine that was stopped, lost the session, and wakes up.
 */
export async function takeAccountLock(options: AccountLockOptions): Promise<AccountLock> {
  const keys = [...new Set(options.names)].sort().map(lockKey);
  const session = await openSession(options.databaseUrl);
  if (!(await lockedAll(session, keys))) {
    await session.end();
    throw heldElsewhere(options.title);
  }
  try {
    const epoch = await nextEpoch(options);
    return new HeldLock(options, keys, session, epoch);
  } catch (error) {
    await session.end();
    throw error;
  }
}

/** Returns the refusal of an account that another engine trades. */
function heldElsewhere(title: string): ConfigError {
  return new ConfigError(`Another engine trades ${title} already.`, {
    hint: 'Stop it first: one account has one engine. Nothing was sent by this one.',
  });
}

class HeldLock implements AccountLock {
  readonly epoch: number;
  readonly #options: AccountLockOptions;
  readonly #keys: readonly string[];
  #session: pg.Client | null;
  #checkedAt: number;
  #lost = false;
  #asking: Promise<Ownership> | null = null;

  constructor(options: AccountLockOptions, keys: readonly string[], session: pg.Client, epoch: number) {
    this.#options = options;
    this.#keys = keys;
    this.epoch = epoch;
    this.#checkedAt = options.elapsedMs();
    this.#session = session;
    this.#follow(session);
  }

  async verify(): Promise<Ownership> {
    if (this.#lost) return 'lost';
    const isFresh = this.#options.elapsedMs() - this.#checkedAt <= FRESH_MS;
    if (isFresh && this.#session !== null) return 'held';
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  async close(): Promise<void> {
    const session = this.#session;
    this.#session = null;
    await session?.end().catch(() => undefined);
  }

  async #ask(): Promise<Ownership> {
    try {
      if (!(await this.#sessionLives()) && !(await this.#lockAgain())) return this.#lose();
      const [row] = await this.#options.database.query<{ epoch: number }>(
        'select max(epoch) as epoch from account_owner where account = any($1)',
        [this.#options.names],
      );
      if (Number(row?.epoch) !== this.epoch) return this.#lose();
      this.#checkedAt = this.#options.elapsedMs();
      return 'held';
    } catch {
      return 'unsure';
    }
  }

  async #sessionLives(): Promise<boolean> {
    const session = this.#session;
    if (session === null) return false;
    try {
      await session.query('select 1');
      return true;
    } catch {
      this.#session = null;
      await session.end().catch(() => undefined);
      return false;
    }
  }

  async #lockAgain(): Promise<boolean> {
    const session = await openSession(this.#options.databaseUrl);
    if (!(await lockedAll(session, this.#keys))) {
      await session.end();
      return false;
    }
    this.#session = session;
    this.#follow(session);
    return true;
  }

  #follow(session: pg.Client): void {
    const gone = (): void => {
      if (this.#session === session) this.#session = null;
    };
    // Without a listener the process would end.
    session.on('error', gone);
    session.on('end', gone);
  }

  #lose(): Ownership {
    this.#lost = true;
    this.#options.onLost?.(heldElsewhere(this.#options.title));
    return 'lost';
  }
}

async function openSession(databaseUrl: string): Promise<pg.Client> {
  const session = new pg.Client({
    connectionString: databaseUrl,
    ...(isLocalDatabase(databaseUrl) ? { ssl: false } : {}),
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
    keepAlive: true,
    application_name: 'assent account lock',
  });
  session.on('error', () => undefined);
  try {
    await session.connect();
    return session;
  } catch (cause) {
    throw new UnavailableError('The database gives no session for the lock of the account.', {
      cause,
      hint: 'Look whether PostgreSQL runs and takes one more connection.',
    });
  }
}

async function lockedAll(session: pg.Client, keys: readonly string[]): Promise<boolean> {
  for (const key of keys) {
    const { rows } = await session.query<{ taken: boolean }>('select pg_try_advisory_lock($1::bigint) as taken', [key]);
    // Session locks go with the session: whoever gets one and not the other keeps neither.
    if (rows[0]?.taken !== true) return false;
  }
  return true;
}

/** Only the holder of the locks comes here, so nobody counts at the same time. */
async function nextEpoch({ database, names }: AccountLockOptions): Promise<number> {
  return database.transaction(async (tx) => {
    const [row] = await tx.query<{ epoch: number | null }>(
      'select max(epoch) as epoch from account_owner where account = any($1)',
      [names],
    );
    const epoch = Number(row?.epoch ?? 0) + 1;
    const owner = `${hostname()} ${process.pid} ${randomUUID().slice(0, 8)}`;
    for (const name of names) {
      await tx.query(
        `insert into account_owner (account, epoch, owner, taken_at) values ($1, $2, $3, $4)
         on conflict (account) do update set epoch = $2, owner = $3, taken_at = $4`,
        [name, epoch, owner, Date.now()],
      );
    }
    return epoch;
  });
}

/** A number of 63 bits that other users of the database will not hit by chance. */
function lockKey(name: string): string {
  const digest = createHash('sha256').update(`assent account ${name}`).digest();
  return String(BigInt.asIntN(63, digest.readBigInt64BE(0)));
}
