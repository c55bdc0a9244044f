import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { ConfigError } from '../engine/domain/errors.ts';

const LOCK_NAME = 'assent.lock';
const SUCCESSOR = `${LOCK_NAME}.after-`;
const ATTEMPTS = 50;

/** Another process works in the directory. */
export class DirectoryHeldError extends ConfigError {
  readonly pid: number;
  /** Whether that process runs on this machine, where it can be asked and stopped. */
  readonly here: boolean;

  constructor(message: string, options: { readonly pid: number; readonly here: boolean; readonly hint: string }) {
    super(message, { hint: options.hint });
    this.pid = options.pid;
    this.here = options.here;
  }
}

/** The right to be the only process that works in a data directory. */
export interface DirectoryLock {
  release(): void;
}

/** Who holds a lock. The start time tells a process from a later one with the same id. */
interface Holder {
  readonly token: string;
  readonly pid: number;
  readonly startTime: string | null;
  readonly bootId: string | null;
  readonly host: string;
}

/**
 * Takes the lock of a directory or refuses with the id of the process that has it; never from a live process.
 *
 * A stale lock with token T is taken over by creating `….after-T`, which only one process ever can: the file system
 * allows one link of that name. The last of such a chain is the holder. The winner then puts its own lock in the first
 * place; one that linked too late sees that the first place has changed, and starts again.
 */
export function lockDirectory(directory: string): DirectoryLock {
  makeDirectory(directory);
  const me = describeProcess();
  const file = path.join(directory, LOCK_NAME);
  const draft = path.join(directory, `${LOCK_NAME}.draft-${me.token}`);
  try {
    writeFileSync(draft, `${JSON.stringify(me)}\n`, { mode: 0o600, flush: true });
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (tryTake(directory, draft)) return { release: () => release(file, me.token) };
    }
  } catch (error) {
    throw notWritable(directory, error);
  } finally {
    rmSync(draft, { force: true });
  }
  throw new ConfigError(`The lock ${file} changes hands all the time.`, { hint: 'Start one Assent at a time.' });
}

function tryTake(directory: string, draft: string): boolean {
  const file = path.join(directory, LOCK_NAME);
  const first = readHolder(file);
  if (!first) return tryLink(draft, file);
  let last = first;
  for (let next = readHolder(successorOf(directory, last)); next; next = readHolder(successorOf(directory, last))) {
    last = next;
  }
  if (isAlive(last)) throw heldBy(last, directory, file);
  const claim = successorOf(directory, last);
  if (!tryLink(draft, claim)) return false;
  if (readHolder(file)?.token !== first.token) {
    rmSync(claim, { force: true });
    return false;
  }
  const mine = `${draft}-first`;
  linkSync(draft, mine);
  renameSync(mine, file);
  for (const name of readdirSync(directory)) {
    if (name.startsWith(SUCCESSOR)) rmSync(path.join(directory, name), { force: true });
  }
  return true;
}

function successorOf(directory: string, holder: Holder): string {
  return path.join(directory, `${SUCCESSOR}${holder.token}`);
}

/** A link appears with its content at once; a file opened exclusively would be seen empty first. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function release(file: string, token: string): void {
  if (readHolder(file)?.token === token) rmSync(file, { force: true });
}

function readHolder(file: string): Holder | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
  const holder = parseHolder(text);
  if (holder) return holder;
  throw new ConfigError(`The lock file ${file} cannot be read.`, {
    hint: 'If no Assent runs on this directory, delete that file.',
  });
}

function parseHolder(text: string): Holder | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('token' in value)) return null;
    return Number.isInteger(value.pid) && typeof value.token === 'string' ? (value as Holder) : null;
  } catch {
    return null;
  }
}

function describeProcess(): Holder {
  return {
    token: randomUUID(),
    pid: process.pid,
    startTime: startTimeOf(process.pid),
    bootId: readBootId(),
    host: hostname(),
  };
}

/** In doubt alive: a process on another host cannot be asked. */
function isAlive(holder: Holder): boolean {
  if (holder.host !== hostname()) return true;
  const bootId = readBootId();
  if (holder.bootId && bootId && holder.bootId !== bootId) return false;
  if (!respondsToSignal(holder.pid)) return false;
  const startTime = startTimeOf(holder.pid);
  return !(holder.startTime && startTime !== holder.startTime);
}

function respondsToSignal(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Returns null where it cannot be known, `dead` for a process that has ended but was not collected by its parent. */
function startTimeOf(pid: number): string | null {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat) {
    // The second field is the name in parentheses and may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? 'dead' : (fields[19] ?? null);
  }
  if (readText('/proc/self/stat')) return 'dead';
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}

function readBootId(): string | null {
  return readText('/proc/sys/kernel/random/boot_id')?.trim() ?? null;
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function makeDirectory(directory: string): void {
  try {
    makeFolders(directory);
  } catch (error) {
    throw notWritable(directory, error);
  }
}

/** Level by level: where a parent refuses with ENOENT, as /proc does, `mkdir` with `recursive` tries for ever. */
function makeFolders(directory: string): void {
  if (existsSync(directory) && statSync(directory).isDirectory()) return;
  const parent = path.dirname(directory);
  if (parent !== directory) makeFolders(parent);
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    // Somebody else may have been quicker.
    if (codeOf(error) !== 'EEXIST' || !statSync(directory).isDirectory()) throw error;
  }
}

function heldBy(holder: Holder, directory: string, file: string): DirectoryHeldError {
  const there = holder.host === hostname();
  return new DirectoryHeldError(
    `Another Assent (process ${holder.pid}${there ? '' : ` on ${holder.host}`}) works in ${directory}.`,
    {
      pid: holder.pid,
      here: there,
      hint: there
        ? `Stop it (kill ${holder.pid}) or choose another data directory.`
        : `Stop it there; if that machine or container is gone, delete ${file}.`,
    },
  );
}

const PROBLEMS: Readonly<Record<string, string>> = {
  EEXIST: 'it is a file or lies below one',
  ENOTDIR: 'it is a file or lies below one',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it can only be read',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOENT: 'it cannot be created',
};

function notWritable(directory: string, error: unknown): unknown {
  const code = codeOf(error);
  if (!code || error instanceof ConfigError) return error;
  return new ConfigError(
    `The data directory ${directory} cannot be used: ${PROBLEMS[code] ?? 'it refuses'} (${code}).`,
    {
      cause: error,
      hint: 'Mend that, or choose another folder with --data.',
    },
  );
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
