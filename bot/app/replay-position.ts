import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'replay-position.json';
/** Real milliseconds between two writes: what a kill can make the replay play again. */
const WRITE_EVERY_MS = 1_000;

/** Remembers up to where the recording has been played, beside the journal: a hint, never a truth about money. */
export interface ReplayPosition {
  /** The time up to which every event was fully handled, or null. */
  read(): number | null;
  /** Notes a handled time; writes at most once a second unless `now` is asked. */
  note(at: number, options?: { readonly now?: boolean }): void;
}

export function createReplayPosition(directory: string): ReplayPosition {
  const file = join(directory, FILE);
  let writtenAtMs = 0;
  return {
    read() {
      try {
        const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
        const at = typeof parsed === 'object' && parsed !== null && 'handledTo' in parsed ? parsed.handledTo : null;
        return typeof at === 'number' && Number.isSafeInteger(at) ? at : null;
      } catch {
        // Missing or damaged: the journal alone then says where to go on.
        return null;
      }
    },
    note(at, { now = false } = {}) {
      const ms = performance.now();
      if (!now && ms - writtenAtMs < WRITE_EVERY_MS) return;
      writtenAtMs = ms;
      try {
        writeFileSync(`${file}.new`, JSON.stringify({ handledTo: at }));
        renameSync(`${file}.new`, file);
      } catch {
        // A full or read-only disk is reported by the journal, which matters; this hint does not.
      }
    },
  };
}
