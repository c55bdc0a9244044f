import type { JournalEntry, JournalEvent } from '../domain/journal-entry.ts';

/** The one truth. `append` is in order and survives the death of the process when it returns; `durable` also a power cut. */
export interface Journal {
  append(
    at: number,
    events: readonly JournalEvent[],
    options?: { readonly durable?: boolean },
  ): readonly JournalEntry[];
  /** Entries appended so far, and the hash of the last. */
  head(): { readonly seq: number; readonly at: number; readonly hash: string };
  /** Resolves when everything appended so far can be queried in the database. */
  flushed(): Promise<void>;
}
