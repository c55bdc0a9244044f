import { existsSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EmergencyStatus } from '../../engine/emergency/fast-path.ts';
import type { Latch } from '../../engine/emergency/kill-switch.ts';

/** Whoever makes this file presses the panic; `touch` is enough. */
export const SIGNAL_FILE = 'panic';
const RECEIPT_FILE = 'receipt.json';

export interface Signal {
  readonly by: string;
  readonly why: string;
  /** Names the receipt that is waited for; null when nobody waits. */
  readonly nonce: string | null;
}

/** What became of a signal. */
export interface Receipt {
  readonly nonce: string | null;
  readonly pid: number;
  readonly at: number;
  readonly latch: Latch | null;
  readonly status: EmergencyStatus;
}

const POLL_MS = 20;
const NOBODY: Signal = { by: 'emergency:file', why: 'file', nonce: null };

/** Calls once for each signal file that appears, and takes the file away. The poll is for what the kernel tells nobody. */
export function watchForSignal(directory: string, obey: (signal: Signal) => void): () => void {
  const file = join(directory, SIGNAL_FILE);
  /** One that cannot be taken away is one press all the same. */
  let stays = false;
  const look = (): void => {
    const signal = existsSync(file) ? readSignal(file) : null;
    if (signal !== null && !stays) obey(signal);
    stays = signal !== null && !takeAway(file);
  };
  const poll = setInterval(look, POLL_MS);
  // A folder that cannot be watched is still polled.
  let watcher: { close(): void } | null = null;
  try {
    watcher = watch(directory, look).on('error', () => undefined);
  } catch {
    watcher = null;
  }
  look();
  return () => {
    clearInterval(poll);
    watcher?.close();
  };
}

/** Makes the signal file; the name appears with its content. */
export function writeSignal(directory: string, signal: Signal): void {
  const file = join(directory, SIGNAL_FILE);
  try {
    writeFileSync(`${file}.draft`, JSON.stringify(signal), { mode: 0o600 });
    renameSync(`${file}.draft`, file);
  } catch (fault) {
    // On a full disk an empty file says enough.
    writeFileSync(file, '', { mode: 0o600 });
    if (fault instanceof TypeError) throw fault;
  }
}

function readSignal(file: string): Signal | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (fault) {
    // It is there, and whoever made it wants out, whether or not it can be read.
    return fault instanceof Error && 'code' in fault && fault.code === 'ENOENT' ? null : NOBODY;
  }
  try {
    const { by, why, nonce } = JSON.parse(text) as Partial<Record<keyof Signal, unknown>>;
    return {
      by: typeof by === 'string' ? by : NOBODY.by,
      why: typeof why === 'string' ? why : NOBODY.why,
      nonce: typeof nonce === 'string' ? nonce : null,
    };
  } catch {
    return NOBODY;
  }
}

function takeAway(file: string): boolean {
  try {
    rmSync(file, { force: true });
    return true;
  } catch {
    return false;
  }
}

export function writeReceipt(directory: string, receipt: Receipt): void {
  const file = join(directory, RECEIPT_FILE);
  try {
    writeFileSync(`${file}.draft`, JSON.stringify(receipt), { mode: 0o600 });
    renameSync(`${file}.draft`, file);
  } catch {
    // Nobody can be told on a disk that is full; the latch and the exits stand without it.
  }
}

/** Returns the last receipt, or null when there is none that can be read. */
export function readReceipt(directory: string): Receipt | null {
  try {
    return JSON.parse(readFileSync(join(directory, RECEIPT_FILE), 'utf8')) as Receipt;
  } catch {
    return null;
  }
}
