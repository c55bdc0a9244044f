import { AssentError } from '../../engine/domain/errors.ts';
import type { JournalEntry } from '../../engine/domain/journal-entry.ts';
import { problemOfFault } from './delivery-problem.ts';
import type { OutboxEntry } from './outbox-entry.ts';
import type { OutboxLogger } from './outbox-options.ts';

/** An entry of the outbox but for its key, which the feed gives. */
export type Draft = Omit<OutboxEntry, 'dedupeKey'>;

export interface JournalFeedOptions {
  /** Returns the entries after a sequence number, oldest first, at most `limit`. */
  readonly entriesSince: (seq: number, limit: number) => Promise<readonly JournalEntry[]>;
  /** Returns the number of the last entry. */
  readonly head: () => number | Promise<number>;
  readonly cursors: {
    load(userId: string): Promise<number | null>;
    save(userId: string, seq: number): Promise<void>;
  };
  /** Returns who is told of the journal now. */
  readonly users: () => readonly string[] | Promise<readonly string[]>;
  /** Returns what an entry has to tell a person, or null. */
  readonly draftOf: (entry: JournalEntry, userId: string) => Promise<Draft | null>;
  readonly add: (entries: readonly OutboxEntry[]) => Promise<unknown>;
  readonly logger: OutboxLogger;
}

/** Carries the journal into the outbox: each entry to each person at least once, whatever dies in between. */
export interface JournalFeed {
  /**
   * Resolves when everything in the journal is in the outbox. Called again while it runs, it looks once more at the end.
   * Rejects when the database is away: the next call goes on where this one stopped.
   */
  catchUp(): Promise<void>;
}

const BATCH = 200;

/** Returns a feed. Somebody new is told from now on; who is known, from where they were told last. */
export function createJournalFeed(options: JournalFeedOptions): JournalFeed {
  let running: Promise<void> | null = null;
  let again = false;

  return {
    catchUp() {
      again = true;
      running ??= untilDone().finally(() => {
        running = null;
      });
      return running;
    },
  };

  async function untilDone(): Promise<void> {
    while (again) {
      again = false;
      for (const userId of await options.users()) await tellUser(userId);
    }
  }

  async function tellUser(userId: string): Promise<void> {
    let seq = await options.cursors.load(userId);
    if (seq === null) {
      await options.cursors.save(userId, await options.head());
      return;
    }
    for (;;) {
      const entries = await options.entriesSince(seq, BATCH);
      const last = entries.at(-1);
      if (last === undefined) return;
      const drafts: OutboxEntry[] = [];
      for (const entry of entries) {
        const draft = await draftSafely(entry, userId);
        if (draft !== null) drafts.push({ ...draft, dedupeKey: `${entry.seq}:${userId}` });
      }
      // In this order: a death between the two tells twice what the key then keeps apart.
      if (drafts.length > 0) await options.add(drafts);
      await options.cursors.save(userId, last.seq);
      seq = last.seq;
    }
  }

  /** What cannot be put into words must not silence everything after it; what is only away is waited for. */
  async function draftSafely(entry: JournalEntry, userId: string): Promise<Draft | null> {
    try {
      return await options.draftOf(entry, userId);
    } catch (fault) {
      if (fault instanceof AssentError && fault.code !== 'INVARIANT') throw fault;
      options.logger.error(
        { seq: entry.seq, type: entry.event.type, problem: problemOfFault(fault) },
        'an entry of the journal could not be told',
      );
      return null;
    }
  }
}
