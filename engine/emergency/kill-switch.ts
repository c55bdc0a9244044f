import {
  closeSync,
  constants,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { freeReserve } from './reserve-file.ts';

const FILE = 'latch.json';
const { O_CREAT, O_DSYNC, O_EXCL, O_TRUNC, O_WRONLY } = constants;

/** Who pressed, why and when. `incident` names what follows from it; client ids are made of it. */
export interface Latch {
  readonly incident: string;
  readonly by: string;
  readonly why: string;
  readonly at: number;
}

/** The file that keeps entries out, whatever else is broken. It is there or it is not; what it holds is secondary. */
export interface KillSwitch {
  /** Fails closed: a folder that cannot be looked into counts as latched. */
  latched(): boolean;
  /** Whether it was pressed for sure: what guards positions must not stop because a folder cannot be looked into. */
  standing(): boolean;
  read(): Latch | null;
  /** Durable when it returns; pressed again it changes nothing. `fresh` says whether this press did it. */
  latch(pressed: Omit<Latch, 'incident'>): { readonly latch: Latch; readonly fresh: boolean };
  /** Takes away the latch of that incident, whichever stands where none is named. */
  clear(incident?: string): void;
}

/** Returns the kill switch of a folder, usually `DATA/emergency`. */
export function killSwitch(directory: string): KillSwitch {
  const file = join(directory, FILE);
  /** A disk that takes nothing at all must not keep anybody from getting out: then it holds as long as the process. */
  let unwritten: Latch | null = null;
  /** Pressed here while it could not be seen whether it was pressed before. */
  let pressedUnseen = false;

  function look(): 'there' | 'absent' | 'unseen' {
    try {
      statSync(file);
      return 'there';
    } catch (error) {
      // Not `throwIfNoEntry`: Node 24 takes a file where the folder should be (ENOTDIR) for no entry, Node 20 does not.
      return codeOf(error) === 'ENOENT' ? 'absent' : 'unseen';
    }
  }

  function standing(): boolean {
    if (unwritten !== null) return true;
    const seen = look();
    return seen === 'there' || (seen === 'unseen' && pressedUnseen);
  }

  function latched(): boolean {
    return unwritten !== null || look() !== 'absent';
  }

  function read(): Latch | null {
    return unwritten ?? (latched() ? readLatch(file) : null);
  }

  return {
    latched,
    standing,
    read,
    latch(pressed) {
      const before = read();
      if (before !== null) {
        pressedUnseen = look() === 'unseen';
        return { latch: before, fresh: false };
      }
      const latch = { incident: `panic-${pressed.at}`, ...pressed };
      for (const attempt of [publish, publish, publish, createEmpty]) {
        try {
          const fresh = attempt(directory, latch);
          // Whoever reads it later must find the same incident, also in a file that holds no word.
          return { latch: readLatch(file), fresh };
        } catch {
          freeReserve(directory);
        }
      }
      unwritten = latch;
      return { latch, fresh: true };
    },
    clear(incident) {
      // Whoever is late with it must not take away the latch of somebody who pressed since.
      if (incident !== undefined && read()?.incident !== incident) return;
      unwritten = null;
      pressedUnseen = false;
      rmSync(file, { force: true });
      syncDirectory(directory);
    },
  };
}

/** A link appears with its content at once, whoever else latches in the same moment; returns whether it was ours. */
function publish(directory: string, latch: Latch): boolean {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const draft = join(directory, `${FILE}.draft-${process.pid}-${threadId}`);
  try {
    const descriptor = openSync(draft, O_WRONLY | O_CREAT | O_TRUNC | O_DSYNC, 0o600);
    try {
      writeSync(descriptor, `${JSON.stringify(latch)}\n`);
    } finally {
      closeSync(descriptor);
    }
    if (!isNew(() => linkSync(draft, join(directory, FILE)))) return false;
    syncDirectory(directory);
    return true;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** A disk that takes no word more may still take a name. */
function createEmpty(directory: string): boolean {
  const file = join(directory, FILE);
  const made = isNew(() => closeSync(openSync(file, O_WRONLY | O_CREAT | O_EXCL | O_DSYNC, 0o600)));
  if (made) syncDirectory(directory);
  return made;
}

function isNew(make: () => void): boolean {
  try {
    make();
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** A latch whose words were lost still latches; its incident is named by when it was set. */
function readLatch(file: string): Latch {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isLatch(value)) return value;
  } catch {
    // Told below as a latch without words.
  }
  const at = setAt(file);
  return { incident: `panic-${at}`, by: 'unknown', why: 'unknown', at };
}

function setAt(file: string): number {
  try {
    return Math.floor(statSync(file).mtimeMs);
  } catch {
    return 0;
  }
}

function isLatch(value: unknown): value is Latch {
  if (typeof value !== 'object' || value === null) return false;
  const { incident, by, why, at } = value as Partial<Record<keyof Latch, unknown>>;
  return typeof incident === 'string' && typeof by === 'string' && typeof why === 'string' && typeof at === 'number';
}

function syncDirectory(directory: string): void {
  const descriptor = openSync(directory, constants.O_RDONLY);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
