import type { JournalEntry, JournalEvent } from '../../engine/domain/journal-entry.ts';
import type { Journal } from '../../engine/ports/journal.ts';

/** A journal for a run that nobody keeps: it has no hashes, for there is nothing to prove by it. */
export class MemoryJournal implements Journal {
  readonly entries: JournalEntry[] = [];

  append(at: number, events: readonly JournalEvent[]): readonly JournalEntry[] {
    const added = events.map((event, index) => ({ seq: this.entries.length + index + 1, at, event, hash: '' }));
    this.entries.push(...added);
    return added;
  }

  head() {
    return { seq: this.entries.length, at: this.entries.at(-1)?.at ?? 0, hash: '' };
  }

  async flushed(): Promise<void> {}
}
