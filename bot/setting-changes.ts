import type { SettingValue } from '../engine/desk/settings.ts';
import type { JournalEntry } from '../engine/domain/journal-entry.ts';
import type { Records } from '../engine/ports/records.ts';

/** A change of a setting, as the journal tells it. */
export interface RecordedChange {
  /** `#3`: the third change of this desk. */
  readonly number: number;
  readonly seq: number;
  readonly at: number;
  readonly key: string;
  readonly from: SettingValue;
  readonly to: SettingValue;
  readonly by: string;
  /** The change that this one took back. */
  readonly undoes: number | null;
  readonly isUndone: boolean;
}

/** Nobody changes settings so often. */
const MOST = 10_000;

/** Returns every change of a setting, newest first. */
export async function settingChanges(records: Pick<Records, 'entries'>): Promise<readonly RecordedChange[]> {
  const entries = await records.entries({ types: ['setting.changed'], limit: MOST });
  return changesOf([...entries].reverse()).reverse();
}

/** Returns the changes that journal entries tell of, oldest first. */
export function changesOf(entries: readonly JournalEntry[]): RecordedChange[] {
  const changes: RecordedChange[] = [];
  for (const { seq, at, event } of entries) {
    if (event.type !== 'setting.changed') continue;
    const { key, from, to, by } = event;
    const target = changes.findIndex((change) => change.seq === event.undoes);
    const undone = changes[target];
    if (undone !== undefined) changes[target] = { ...undone, isUndone: true };
    const undoes = undone?.number ?? null;
    changes.push({ number: changes.length + 1, seq, at, key, from, to, by, undoes, isUndone: false });
  }
  return changes;
}

/**
 * Changes still stand until they are taken back; what takes one back is no change to take back itself. So taking back
 * again and again walks back through what people did, newest first, and a change made in between comes first.
 */
export function standingChanges(newestFirst: readonly RecordedChange[]): readonly RecordedChange[] {
  return newestFirst.filter((change) => !change.isUndone && change.undoes === null);
}
