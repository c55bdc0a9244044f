import type { AssistantMemory, RememberedTurn } from '../agent/assistant/memory.ts';
import type { Patience } from './within.ts';

/** The assistant's memory as an answer uses it: neither slow nor broken may it keep one back. */
export interface AssistantDiary {
  /** Oldest first; nothing where the memory does not answer. */
  latest(userId: string, limit: number): Promise<readonly RememberedTurn[]>;
  /** Returns at once. */
  note(userId: string, turn: RememberedTurn): void;
  /** Null where the memory does not answer. */
  forget(userId: string): Promise<number | null>;
  /** Drops what has been kept long enough, once in a while. */
  purge(): Promise<void>;
  /** Resolves when everything is written. */
  settled(): Promise<void>;
}

export interface AssistantDiaryOptions {
  readonly memory: AssistantMemory;
  readonly keepDays: number;
  /** Wall time. */
  readonly now: () => number;
  readonly patience: Patience;
}

const DAY_MS = 86_400_000;
const PURGE_EVERY_MS = 3_600_000;

export function createAssistantDiary({ memory, keepDays, now, patience }: AssistantDiaryOptions): AssistantDiary {
  let last: Promise<unknown> = Promise.resolve();
  let purgedAt = Number.NEGATIVE_INFINITY;

  return {
    async latest(userId, limit) {
      const since = now() - keepDays * DAY_MS;
      const found = await patience(
        inOrder(() => memory.latest(userId, limit)),
        'what was said before could not be read',
      );
      // What is over counts no more, whether or not it has been erased.
      return (found?.value ?? []).filter(({ at }) => at >= since);
    },
    note(userId, turn) {
      if (keepDays === 0) return;
      void patience(
        inOrder(() => memory.keep(userId, turn)),
        'an answer was not remembered',
      );
      if (now() - purgedAt >= PURGE_EVERY_MS) void purge();
    },
    async forget(userId) {
      const forgotten = await patience(
        inOrder(() => memory.forget(userId)),
        'a memory was not erased',
      );
      return forgotten?.value ?? null;
    },
    purge,
    settled: async () => void (await last.catch(() => undefined)),
  };

  async function purge(): Promise<void> {
    purgedAt = now();
    await patience(
      inOrder(() => memory.purge(purgedAt - keepDays * DAY_MS)),
      'old memories were not erased',
    );
  }

  /** What was asked to be kept before is kept before something is read or erased. */
  function inOrder<T>(work: () => Promise<T>): Promise<T> {
    const done = last.then(work, work);
    last = done;
    return done;
  }
}
