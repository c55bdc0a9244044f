import { createHash } from 'node:crypto';
import { canonicalJson } from '../engine/decision/canonical-json.ts';
import { InvariantError, OutcomeUnknownError, UnavailableError } from '../engine/domain/errors.ts';
import type { JournalEntry, JournalEvent } from '../engine/domain/journal-entry.ts';
import type { Journal } from '../engine/ports/journal.ts';
import { sqlState } from './database-errors.ts';
import type { JournalProjection } from './journal-projection.ts';
import type { WriteAheadJournal } from './write-ahead-journal.ts';

/** Entries projected per transaction at most: large enough to be quick, small enough to keep a batch short. */
const BATCH_LIMIT = 400;
/** Entries that may wait for the database before the desk is told to wait too. */
const BACKLOG_LIMIT = 20_000;
/** How long a database that is away is left alone, in turn; the last for as long as it takes. */
const AWAY_WAITS_MS = [250, 500, 1_000, 2_000, 5_000] as const;
const AWAY_LONGEST_MS = 5_000;
/** A batch that takes longer is not waited for: the connection may hang for a minute before it breaks. */
const FLUSH_LIMIT_MS = 15_000;
const UNIQUE_VIOLATION = '23505';

export const GENESIS_HASH = createHash('sha256').update('assent-journal-1').digest('hex');

/** Returns the hash of an entry: sha256 over the hash before it and the canonical form of what it says. */
export function entryHash(previous: string, seq: number, at: number, event: JournalEvent): string {
  return createHash('sha256').update(previous).update(canonicalJson({ seq, at, event })).digest('hex');
}

/** What is done while the database is away: with it the desk lives on, and the database is brought up to the file later. */
export interface AwayPolicy {
  /** Told once when the database is away, and once when it is back. */
  readonly onAway: (fault: unknown) => void;
  readonly onBack: () => void;
  /** Asked before each repetition: false once the account is another engine's, whose records must stay as they are. */
  readonly mayRepeat: () => Promise<boolean>;
  /** Rejects when the signal fires. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/**
 * The journal: each entry goes to the write-ahead file before `append` returns and from there into the database in
 * batches. The file is the truth; the database is a reading of it that can be rebuilt.
 */
export class PersistentJournal implements Journal {
  readonly #file: WriteAheadJournal;
  readonly #projection: JournalProjection;
  readonly #onFault: (fault: unknown) => void;
  readonly #whileAway: AwayPolicy | null;
  readonly #backlogLimit: number;
  readonly #closing = new AbortController();
  readonly #waiting: JournalEntry[] = [];
  #head = { seq: 0, at: 0, hash: GENESIS_HASH };
  /** The last entry that the database is known to have. */
  #stored = { seq: 0, hash: '' };
  /** True while the file has entries to project that are not in memory any more. */
  #spilled = false;
  #projecting: Promise<void> | null = null;
  /** The batch under way; it never rejects. */
  #turn: Promise<unknown> = Promise.resolve();
  /** Why the database does not take entries for now; null while it does. */
  #away: unknown = null;
  #clashed = false;
  #fault: unknown = null;

  constructor(options: {
    readonly file: WriteAheadJournal;
    readonly projection: JournalProjection;
    /** Told once when the database cannot take entries any more; the file still does. */
    readonly onFault: (fault: unknown) => void;
    /** Without it a database that is away is a fault like any other. */
    readonly whileAway?: AwayPolicy | null;
    readonly backlogLimit?: number;
  }) {
    this.#file = options.file;
    this.#projection = options.projection;
    this.#onFault = options.onFault;
    this.#whileAway = options.whileAway ?? null;
    this.#backlogLimit = options.backlogLimit ?? BACKLOG_LIMIT;
  }

  /** Reads the file back, brings the database up to it, and returns every entry in order. Call once, first. */
  async recover(): Promise<readonly JournalEntry[]> {
    const entries = readVerified(this.#file);
    const stored = await this.#projection.head();
    await this.#restoreTail(entries, stored.seq);
    const last = entries.at(-1);
    if (stored.seq > (last?.seq ?? 0)) {
      throw new InvariantError(
        `The database holds ${stored.seq} journal entries, but the journal file only ${last?.seq ?? 0}.`,
        {
          hint: 'The journal file beside the database was removed or replaced: put it back, or start in a new data directory.',
        },
      );
    }
    if (stored.seq > 0 && entries[stored.seq - 1]?.hash !== stored.hash) throw differentStories(stored.seq);
    if (last !== undefined) this.#head = { seq: last.seq, at: last.at, hash: last.hash };
    for (let index = stored.seq; index < entries.length; index += BATCH_LIMIT) {
      await this.#projection.apply(entries.slice(index, index + BATCH_LIMIT));
    }
    if (last !== undefined) this.#stored = { seq: last.seq, hash: last.hash };
    return entries;
  }

  /**
   * After a power cut a server's database may have kept what the file lost of its end. It is written back where it
   * follows from what the file has; a file that is gone altogether may belong to another desk and is not made up.
   */
  async #restoreTail(entries: JournalEntry[], storedSeq: number): Promise<void> {
    const last = entries.at(-1);
    if (last === undefined || storedSeq <= last.seq) return;
    const tail = await this.#projection.entriesAfter(last.seq);
    let hash = last.hash;
    for (const entry of tail) {
      hash = entryHash(hash, entry.seq, entry.at, entry.event);
      if (entry.hash !== hash) return;
    }
    this.#file.append(
      tail.map((entry) => ({ seq: entry.seq, line: JSON.stringify(entry) })),
      { sync: true },
    );
    entries.push(...tail);
  }

  append(
    at: number,
    events: readonly JournalEvent[],
    options: { readonly durable?: boolean } = {},
  ): readonly JournalEntry[] {
    let { seq, hash } = this.#head;
    const entries = events.map((event): JournalEntry => {
      seq += 1;
      hash = entryHash(hash, seq, at, event);
      return { seq, at, event, hash };
    });
    this.#file.append(
      entries.map((entry) => ({ seq: entry.seq, line: JSON.stringify(entry) })),
      { sync: options.durable === true },
    );
    this.#head = { seq, at, hash };
    // A database that is away for days must not take the memory too: what is beyond is read from the file again.
    const isFull = this.#away !== null && this.#waiting.length + entries.length > this.#backlogLimit;
    this.#spilled ||= isFull;
    if (!this.#spilled) this.#waiting.push(...entries);
    this.#startProjecting();
    return entries;
  }

  head(): { readonly seq: number; readonly at: number; readonly hash: string } {
    return this.#head;
  }

  /** True while the database is so far behind that the desk should wait before it goes on. */
  get backlogged(): boolean {
    return this.#spilled || this.#waiting.length > this.#backlogLimit;
  }

  /** True while the database takes no entries and is waited for; the file has them. */
  get away(): boolean {
    return this.#away !== null;
  }

  /** Rejects also while the database is away: nobody is to wait for hours. */
  async flushed(): Promise<void> {
    while (this.#projecting !== null) {
      if (this.#whileAway === null) await this.#projecting;
      else if (this.#away !== null) throw this.#away;
      else await this.#turnWithin(FLUSH_LIMIT_MS, this.#whileAway);
    }
    if (this.#fault !== null) throw this.#fault;
  }

  /** Also ends the waiting for a database that is away: the next start brings it up to the file. */
  close(): void {
    this.#closing.abort();
    this.#file.close();
  }

  async #turnWithin(ms: number, { sleep }: AwayPolicy): Promise<void> {
    const over = new AbortController();
    const late = sleep(ms, over.signal).then(
      () => true,
      () => false,
    );
    const isLate = await Promise.race([this.#turn.then(() => false), late]);
    over.abort();
    if (isLate) throw new UnavailableError('The database does not answer in time; the journal file has every entry.');
  }

  #startProjecting(): void {
    if (this.#projecting !== null || this.#fault !== null) return;
    // One turn of the event loop gathers what the same moment brings into one transaction.
    const gathered = new Promise((resolve) => setImmediate(resolve));
    this.#turn = gathered;
    this.#projecting = this.#project(gathered).finally(() => {
      this.#projecting = null;
      if (this.#waiting.length > 0 && !this.#closing.signal.aborted) this.#startProjecting();
    });
  }

  async #project(gathered: Promise<unknown>): Promise<void> {
    await gathered;
    let misses = 0;
    while (this.#fault === null && (this.#waiting.length > 0 || this.#spilled)) {
      const turn = this.#projectBatch();
      this.#turn = turn;
      if (await turn) {
        misses = 0;
        continue;
      }
      if (this.#fault !== null || this.#whileAway === null || this.#closing.signal.aborted) return;
      const waitMs = AWAY_WAITS_MS[misses] ?? AWAY_LONGEST_MS;
      misses += 1;
      await this.#whileAway.sleep(waitMs, this.#closing.signal).catch(() => undefined);
      if (this.#closing.signal.aborted) return;
    }
  }

  /** Returns whether the database took what was next; where it did not, the fault or the absence is noted. */
  async #projectBatch(): Promise<boolean> {
    try {
      if (this.#away !== null && !(await this.#lookAgain())) return false;
      if (this.#waiting.length === 0) this.#refill(this.#stored);
      const batch = this.#waiting.slice(0, BATCH_LIMIT);
      await this.#projection.apply(batch);
      this.#waiting.splice(0, batch.length);
      const last = batch.at(-1);
      if (last !== undefined) this.#stored = { seq: last.seq, hash: last.hash };
      this.#beBack();
      return true;
    } catch (fault) {
      this.#note(fault);
      return false;
    }
  }

  #beBack(): void {
    this.#clashed = false;
    if (this.#away === null) return;
    this.#away = null;
    this.#whileAway?.onBack();
  }

  #note(fault: unknown): void {
    if (this.#whileAway === null || !this.#mayPass(fault)) {
      this.#fault = fault;
      this.#onFault(fault);
      return;
    }
    const isNew = this.#away === null && !this.#closing.signal.aborted;
    this.#away = fault;
    if (isNew) this.#whileAway.onAway(fault);
  }

  #mayPass(fault: unknown): boolean {
    if (fault instanceof UnavailableError || fault instanceof OutcomeUnknownError) return true;
    // The server may still have been at a commit whose answer was lost when it was looked for; the next look shows it.
    const isFirstClash = sqlState(fault) === UNIQUE_VIOLATION && this.#away !== null && !this.#clashed;
    this.#clashed ||= isFirstClash;
    return isFirstClash;
  }

  /** Looks what the database has before anything is repeated; false when the account is no longer this desk's. */
  async #lookAgain(): Promise<boolean> {
    if (!((await this.#whileAway?.mayRepeat()) ?? true)) {
      this.#fault = this.#away;
      this.#onFault(this.#away);
      return false;
    }
    const stored = await this.#projection.headAnew();
    if (stored.seq === this.#stored.seq && (stored.seq === 0 || stored.hash === this.#stored.hash)) return true;
    // A commit has landed although its answer was lost, or a server came back without its end.
    this.#refill(stored);
    return true;
  }

  /** Takes what follows on an entry of the database from the file, as much as memory may hold. */
  #refill(stored: { readonly seq: number; readonly hash: string }): void {
    if (stored.seq > this.#head.seq) throw differentStories(stored.seq);
    const waiting: JournalEntry[] = [];
    for (const { seq, line } of this.#file.readAfter(stored.seq - 1)) {
      if (waiting.length === this.#backlogLimit) break;
      const entry = JSON.parse(line) as JournalEntry;
      if (seq > stored.seq) waiting.push(entry);
      else if (entry.hash !== stored.hash) throw differentStories(seq);
    }
    this.#waiting.splice(0, this.#waiting.length, ...waiting);
    this.#stored = stored;
    this.#spilled = (waiting.at(-1)?.seq ?? stored.seq) < this.#head.seq;
  }
}

function differentStories(seq: number): InvariantError {
  return new InvariantError(`The database and the journal file tell different stories at entry ${seq}.`, {
    hint: 'They come from different desks: restore both from the same backup, or start in a new data directory.',
  });
}

function readVerified(file: WriteAheadJournal): JournalEntry[] {
  const entries: JournalEntry[] = [];
  let hash = GENESIS_HASH;
  for (const { seq, line } of file.readAfter(0)) {
    const entry = JSON.parse(line) as JournalEntry;
    hash = entryHash(hash, seq, entry.at, entry.event);
    if (entry.seq !== entries.length + 1 || entry.hash !== hash) {
      throw new InvariantError(`Journal entry ${seq} does not follow from the one before it.`, {
        hint: 'The journal file was changed by hand or damaged: restore it from a backup, or start in a new data directory.',
      });
    }
    entries.push(entry);
  }
  return entries;
}
