import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'reserve';
const CHUNK = 1 << 20;

/** So much disk is held back for the hour in which it is full. */
export const RESERVE_BYTES = 64 * CHUNK;

/** Fills the reserve unless it stands; returns whether it stands now. Written, not only sized: a hole holds no disk. */
export function keepReserve(directory: string, bytes: number = RESERVE_BYTES): boolean {
  const file = join(directory, FILE);
  if (hasReserve(directory, bytes)) return true;
  const draft = `${file}.draft`;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const descriptor = openSync(draft, 'w', 0o600);
    try {
      const zeros = Buffer.alloc(Math.min(CHUNK, bytes));
      for (let written = 0; written < bytes; )
        written += writeSync(descriptor, zeros, 0, Math.min(zeros.length, bytes - written));
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(draft, file);
    return true;
  } catch {
    try {
      rmSync(draft, { force: true });
    } catch {
      // There is nothing to take away where nothing can lie.
    }
    return false;
  }
}

/** Tells whether the disk space is held back. */
export function hasReserve(directory: string, bytes: number = RESERVE_BYTES): boolean {
  try {
    return (statSync(join(directory, FILE), { throwIfNoEntry: false })?.size ?? -1) >= bytes;
  } catch {
    return false;
  }
}

/** Gives the reserve back to the disk; returns whether there was one. */
export function freeReserve(directory: string): boolean {
  const file = join(directory, FILE);
  try {
    if (statSync(file, { throwIfNoEntry: false }) === undefined) return false;
    rmSync(file);
    return true;
  } catch {
    return false;
  }
}
