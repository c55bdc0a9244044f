import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

/** What a run of the real program left behind. */
export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  /** Written to the standard input, which is then closed. */
  readonly input?: string | Uint8Array;
  readonly environment?: Readonly<Record<string, string>>;
  /** Another copy of the project than this one. */
  readonly project?: string;
  readonly workingDirectory?: string;
}

/** A program that still runs. */
export interface RunningCli {
  readonly process: ChildProcess;
  /** Resolves once the output matches; rejects when it ends without. */
  printed(pattern: RegExp): Promise<void>;
  say(line: string): void;
  ended(): Promise<CliRun>;
}

/** Starts `assent` as a person at a shell would, with an environment of its own. */
export function startCli(args: readonly string[], options: CliOptions = {}): RunningCli {
  const { project = '.', environment = {}, workingDirectory } = options;
  const child = spawn(process.execPath, [resolve(project, 'bot/assent.js'), ...args], {
    cwd: workingDirectory ?? resolve(project),
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TZ: 'UTC', ...environment },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  // A program that ends before it has read everything closes its end.
  child.stdin.on('error', () => undefined);
  const closed = once(child, 'close');
  return {
    process: child,
    printed: (pattern) =>
      new Promise((done, failed) => {
        const look = (): void => {
          if (pattern.test(stdout)) done();
        };
        child.stdout.on('data', look);
        child.once('close', () => failed(new Error(`ended without ${pattern}: ${stdout}${stderr}`)));
        look();
      }),
    say: (line) => child.stdin.write(`${line}\n`),
    async ended() {
      await closed;
      return { code: child.exitCode, stdout, stderr };
    },
  };
}

/** Runs `assent` to its end. */
export async function cli(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  const running = startCli(args, options);
  running.process.stdin?.end(options.input ?? '');
  return running.ended();
}
