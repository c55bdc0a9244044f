import { createHash } from 'node:crypto';
import { canonicalJson } from '../engine/decision/canonical-json.ts';
import { InvariantError } from '../engine/domain/errors.ts';
import type { JournalEntry, JournalEvent } from '../engine/domain/journal-entry.ts';
import type { Journal } from '../engine/ports/journal.ts';
import type { JournalProjection } from './journal-projection.ts';
import type { WriteAheadJournal } from './write-ahead-journal.ts';

/** Entries projected per transaction at most: large enough to be quick, small enough to keep a batch short. */
const BATCH_LIMIT = 400;
/** Entries that may wait for the database before the desk is told to wait too. */
const BACKLOG_LIMIT = 20_000;

export const GENESIS_HASH = createHash('sha256').update('assent-journal-1').digest('hex');

/** Returns the hash of an entry: sha256 over the hash before it and the canonical form of what it says. */
export function entryHash(previous: string, seq: number, at: number, event: JournalEvent): string {
  return createHash('sha256').update(previous).update(canonicalJson({ seq, at, event })).digest('hex');
}

/**
 * The journal: each entry goes to the write-ahead file before `append` returns and from there into the database in
 * batches. The file is the truth; the database is a reading of it that can be rebuilt.
 */
export class PersistentJournal implements Journal {
  readonly #file: WriteAheadJournal;
  readonly #projection: JournalProjection;
  readonly #onFault: (fault: unknown) => void;
  readonly #waiting: JournalEntry[] = [];
  #head = { seq: 0, at: 0, hash: GENESIS_HASH };
  #projecting: Promise<void> | null = null;
  #fault: unknown = null;

  constructor(options: {
    readonly file: WriteAheadJournal;
    readonly projection: JournalProjection;
    /** Told once when the database cannot take entries any more; the file still does. */
    readonly onFault: (fault: unknown) => void;
  }) {
    this.#file = options.file;
    this.#projection = options.projection;
    this.#onFault = options.onFault;
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
    if (stored.seq > 0 && entries[stored.seq - 1]?.hash !== stored.hash) {
      throw new InvariantError(`The database and the journal file tell different stories at entry ${stored.seq}.`, {
        hint: 'They come from different desks: restore both from the same backup, or start in a new data directory.',
      });
    }
    if (last !== undefined) this.#head = { seq: last.seq, at: last.at, hash: last.hash };
    for (let index = stored.seq; index < entries.length; index += BATCH_LIMIT) {
      await this.#projection.apply(entries.slice(index, index + BATCH_LIMIT));
    }
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
    this.#waiting.push(...entries);
    this.#startProjecting();
    return entries;
  }

  head(): { readonly seq: number; readonly at: number; readonly hash: string } {
    return this.#head;
  }

  /** True while the database is so far behind that the desk should wait before it goes on. */
  get backlogged(): boolean {
    return this.#waiting.length > BACKLOG_LIMIT;
  }

  async flushed(): Promise<void> {
    while (this.#projecting !== null) await this.#projecting;
    if (this.#fault !== null) throw this.#fault;
  }

  close(): void {
    this.#file.close();
  }

  #startProjecting(): void {
    if (this.#projecting !== null || this.#fault !== null) return;
    this.#projecting = this.#project().finally(() => {
      this.#projecting = null;
      if (this.#waiting.length > 0) this.#startProjecting();
    });
  }

  async #project(): Promise<void> {
    // One turn of the event loop gathers what the same moment brings into one transaction.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, BATCH_LIMIT);
      try {
        await this.#projection.apply(batch);
      } catch (fault) {
        this.#fault = fault;
        this.#onFault(fault);
        return;
      }
      this.#waiting.splice(0, batch.length);
    }
  }
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
