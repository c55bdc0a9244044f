import { closeSync, existsSync, fdatasyncSync, openSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { UnavailableError } from '../domain/errors.ts';

/** Appends all of it or, when the disk refuses, nothing: a half-written line would be damage once another follows it. */
export function appendWhole(path: string, text: string): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  try {
    writeDurably(path, text);
  } catch (cause) {
    if (existsSync(path)) truncateSync(path, size);
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new UnavailableError(`The venue ledger ${path} cannot be written (${code}).`, {
      cause,
      hint: 'Free some space or make the folder writable, then start again; what was acknowledged is kept.',
    });
  }
}

/** A real venue does not forget a trade in a power cut, so this one must not either. */
function writeDurably(path: string, text: string): void {
  const file = openSync(path, 'a');
  try {
    writeFileSync(file, text);
    fdatasyncSync(file);
  } finally {
    closeSync(file);
  }
}
