import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { ConfigError } from '../engine/domain/errors.ts';
import type { Backend } from './account-lock-session.ts';
import { LockSession } from './account-lock-session.ts';
import type { Database } from './database.ts';

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
  /** Milliseconds of the wall clock, which also go on while the machine is suspended. */
  readonly now: () => number;
  /** Called once when another engine has taken the account. */
  readonly onLost?: (fault: ConfigError) => void;
}

/** `unsure`: nobody answers; what only reduces may go on, for no other engine is known. */
export type Ownership = 'held' | 'unsure' | 'lost';

/** The right to trade an account, held by a session that does nothing else. */
export interface AccountLock {
  readonly epoch: number;
  /**
   * Asks anew only where a while has passed: a process that was stopped cannot know what happened meanwhile. With
   * `patienceMs` the answer is `unsure` where the database takes longer.
   */
  verify(patienceMs?: number): Promise<Ownership>;
  close(): Promise<void>;
}

/** A check is good for so long; a gap beyond it means that this process slept. */
const FRESH_MS = 5_000;
/** For so long nobody in a hurry waits again for a database that has just not answered. */
const UNSURE_MS = 2_000;

/** One moment by both clocks: the wall may be set, and the monotonic one stands still in a suspended guest. */
interface Moment {
  readonly wallMs: number;
  readonly elapsedMs: number;
}

/**
 * Takes an account or refuses. The lock belongs to a session of its own: one that is inside a long query would keep it
 * long after its process has died. The epoch fences an engine that was stopped, lost the session, and wakes up.
 */
export async function takeAccountLock(options: AccountLockOptions): Promise<AccountLock> {
  const session = await LockSession.open(options.databaseUrl);
  try {
    if (!(await session.lockAll(options.names))) throw heldElsewhere(options.title);
    const takenAt = momentOf(options);
    return new HeldLock(options, session, await nextEpoch(options), takenAt);
  } catch (error) {
    await session.end();
    throw error;
  }
}

/** Returns the refusal of an account that another engine trades. */
function heldElsewhere(title: string): ConfigError {
  return new ConfigError(`Another engine trades ${title} already.`, {
    hint: 'Stop it first: one account has one engine. Where its machine or connection died, the database lets go of the account after about a minute. Nothing was sent by this one.',
  });
}

class HeldLock implements AccountLock {
  readonly epoch: number;
  readonly #options: AccountLockOptions;
  #session: LockSession | null = null;
  /** The last session that held the locks: the server may hold them for it long after its connection broke. */
  #backend: Backend;
  #last: { readonly ownership: 'held' | 'unsure'; readonly at: Moment };
  #lost = false;
  #closed = false;
  #asking: Promise<Ownership> | null = null;

  constructor(options: AccountLockOptions, session: LockSession, epoch: number, takenAt: Moment) {
    this.#options = options;
    this.epoch = epoch;
    this.#last = { ownership: 'held', at: takenAt };
    this.#backend = session.backend;
    this.#keep(session);
  }

  async verify(patienceMs?: number): Promise<Ownership> {
    if (this.#lost) return 'lost';
    const now = momentOf(this.#options);
    const { ownership, at } = this.#last;
    if (this.#session !== null && ownership === 'held' && isWithin(FRESH_MS, at, now)) return 'held';
    if (patienceMs === undefined) return this.#answer();
    if (ownership === 'unsure' && isWithin(UNSURE_MS, at, now)) return 'unsure';
    // Somebody else has had time for the account, and nothing tells that the database is away: no hurry is worth it.
    if (wasSuspended(at, now)) return this.#answer();
    return this.#answerWithin(patienceMs);
  }

  async close(): Promise<void> {
    this.#closed = true;
    const session = this.#session;
    this.#session = null;
    await session?.end();
  }

  #answer(): Promise<Ownership> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  /** The question goes on when nobody waits for it any more; what it finds out is known to the next who asks. */
  async #answerWithin(patienceMs: number): Promise<Ownership> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Ownership>((resolve) => {
      timer = setTimeout(() => resolve(this.#unsure()), patienceMs);
    });
    try {
      return await Promise.race([this.#answer(), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #ask(): Promise<Ownership> {
    const askedAt = momentOf(this.#options);
    try {
      const ownership = (await this.#askSession()) ?? (await this.#takeAgain());
      if (ownership === 'lost') return this.#lose();
      // An answer may have lain here while the machine was suspended.
      if (ownership === 'unsure' || !isWithin(FRESH_MS, askedAt, momentOf(this.#options))) return this.#unsure();
      this.#last = { ownership, at: askedAt };
      return ownership;
    } catch {
      return this.#unsure();
    }
  }

  /** Null where the session is gone. */
  async #askSession(): Promise<Ownership | null> {
    const session = this.#session;
    if (session === null) return null;
    try {
      return (await session.epochOf(this.#options.names)) === this.epoch ? 'held' : 'lost';
    } catch {
      this.#session = null;
      await session.end();
      return null;
    }
  }

  async #takeAgain(): Promise<Ownership> {
    const { databaseUrl, names } = this.#options;
    const session = await LockSession.open(databaseUrl);
    try {
      // Before anything else: whoever slept through a takeover is to know at once.
      if ((await session.epochOf(names)) !== this.epoch) return 'lost';
      // No other engine has counted on, so a lock that is refused may well be held by our own broken connection.
      if (!(await session.lockAll(names))) {
        await session.endBackend(this.#backend);
        if (!(await session.lockAll(names))) return 'unsure';
      }
      // Another one may have come and gone before the locks were ours again.
      if ((await session.epochOf(names)) !== this.epoch) return 'lost';
      if (this.#closed) return 'unsure';
      this.#keep(session);
      return 'held';
    } finally {
      // One that waits for a lock unheard would hold it for nobody.
      if (this.#session !== session) await session.end();
    }
  }

  #keep(session: LockSession): void {
    this.#session = session;
    this.#backend = session.backend;
    session.onGone(() => {
      if (this.#session === session) this.#session = null;
    });
  }

  #unsure(): Ownership {
    this.#last = { ownership: 'unsure', at: momentOf(this.#options) };
    return 'unsure';
  }

  #lose(): Ownership {
    this.#lost = true;
    this.#options.onLost?.(heldElsewhere(this.#options.title));
    return 'lost';
  }
}

function momentOf({ now, elapsedMs }: AccountLockOptions): Moment {
  return { wallMs: now(), elapsedMs: elapsedMs() };
}

/** By both clocks, and forwards. */
function isWithin(limitMs: number, from: Moment, to: Moment): boolean {
  const gaps = [to.wallMs - from.wallMs, to.elapsedMs - from.elapsedMs];
  return gaps.every((gap) => gap >= 0 && gap <= limitMs);
}

function wasSuspended(from: Moment, to: Moment): boolean {
  return to.wallMs - from.wallMs - (to.elapsedMs - from.elapsedMs) > FRESH_MS;
}

/** Only the holder of the locks comes here, so nobody counts at the same time. */
async function nextEpoch({ database, names, now }: AccountLockOptions): Promise<number> {
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
        [name, epoch, owner, now()],
      );
    }
    return epoch;
  });
}
