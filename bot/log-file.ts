import { closeSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export interface LogFileOptions {
  readonly path: string;
  /** A file that would grow beyond this is put aside as `path.1`. */
  readonly maxBytes: number;
  /** How many put-aside files are kept. */
  readonly keep: number;
}

/** A file of lines with a bounded size. A full disk costs lines, never the process that writes them. */
export class LogFile {
  readonly #options: LogFileOptions;
  #descriptor: number | null = null;
  #bytes = 0;
  #lost = 0;

  constructor(options: LogFileOptions) {
    this.#options = options;
  }

  /** How many lines could not be written. */
  get lost(): number {
    return this.#lost;
  }

  write(line: string): void {
    try {
      this.#append(Buffer.from(line));
    } catch {
      this.#lost += 1;
      this.close();
    }
  }

  close(): void {
    if (this.#descriptor === null) return;
    try {
      closeSync(this.#descriptor);
    } catch {
      // Nothing can be done about a log that does not close, and nothing is lost by it.
    }
    this.#descriptor = null;
  }

  #append(bytes: Buffer): void {
    let descriptor = this.#descriptor ?? this.#open();
    if (this.#bytes > 0 && this.#bytes + bytes.length > this.#options.maxBytes) {
      this.#rotate();
      descriptor = this.#open();
    }
    this.#bytes += bytes.length;
    writeSync(descriptor, bytes);
  }

  #open(): number {
    const { path } = this.#options;
    mkdirSync(dirname(path), { recursive: true });
    // Only its owner reads it: it tells what an account owns.
    const descriptor = openSync(path, 'a', 0o600);
    this.#descriptor = descriptor;
    this.#bytes = statSync(path).size;
    return descriptor;
  }

  #rotate(): void {
    const { path, keep } = this.#options;
    this.close();
    rmSync(`${path}.${keep}`, { force: true });
    for (let age = keep - 1; age >= 1; age -= 1) moveIfThere(`${path}.${age}`, `${path}.${age + 1}`);
    moveIfThere(path, `${path}.1`);
  }
}

function moveIfThere(from: string, to: string): void {
  if (statSync(from, { throwIfNoEntry: false }) !== undefined) renameSync(from, to);
}
