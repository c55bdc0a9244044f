import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CLOCK_TICKS_PER_SECOND = 100;
/** A line that only the answer to `/status` has. */
export const STATUS_ANSWER = /^Recorded {2,}/m;

export interface StartOptions {
  readonly data: string;
  readonly speed?: '1' | 'max';
  /** As a newcomer starts it, `npm start`; otherwise without npm. */
  readonly npm?: boolean;
  /** Where tsx keeps what it has compiled. */
  readonly temporary?: string;
}

/** The real command line with piped input, seen from outside. */
export class AssentProcess {
  readonly #child: ChildProcess;
  readonly #startedAt = performance.now();
  readonly #closed: Promise<unknown>;
  #text = '';

  constructor({ data, speed = '1', npm = false, temporary }: StartOptions) {
    const flags = ['--data', data, '--speed', speed, '--lang', 'en'];
    const [command, args] = npm
      ? ['npm', ['start', '--silent', '--', ...flags]]
      : [process.execPath, ['bot/assent.js', 'start', ...flags]];
    this.#child = spawn(command, args, {
      cwd: ROOT,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...(temporary && { TMPDIR: temporary }) },
    });
    this.#closed = once(this.#child, 'close');
    this.#child.stdout?.on('data', (chunk) => (this.#text += chunk));
    this.#child.stderr?.on('data', (chunk) => (this.#text += chunk));
  }

  say(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  /** Resolves with the milliseconds since the start when the output matches. */
  async printed(pattern: RegExp): Promise<number> {
    while (!pattern.test(this.#text)) {
      await Promise.race([once(this.#child.stdout ?? this.#child, 'data'), this.#closed]);
      if (this.#child.exitCode !== null && !pattern.test(this.#text)) throw new Error(`it ended: ${this.#text}`);
    }
    return performance.now() - this.#startedAt;
  }

  /** Milliseconds of processor that it and the children it waited for have taken. */
  cpuMs(): number {
    const stat = this.#proc('stat');
    // utime, stime, cutime and cstime are fields 14 to 17; the name in brackets may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return (ticks * 1_000) / CLOCK_TICKS_PER_SECOND;
  }

  /** Megabytes in memory now, and the most there have been. */
  memoryMb(): { readonly now: number; readonly peak: number } {
    const status = this.#proc('status');
    const read = (key: string): number => Number(new RegExp(`^${key}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1_024;
    return { now: read('VmRSS'), peak: read('VmHWM') };
  }

  /** Says goodbye and waits for the end. */
  async end(): Promise<void> {
    this.#child.stdin?.end();
    await this.#closed;
  }

  #proc(file: string): string {
    return readFileSync(`/proc/${this.#child.pid}/${file}`, 'utf8');
  }
}
