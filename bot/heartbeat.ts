import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadHeartbeat } from './doctor/heartbeat.ts';

const EVERY_MS = 10_000;

/** Says "alive" in the data folder every ten seconds of real time, until the returned function is called. */
export function startHeartbeat(directory: string): () => void {
  const path = join(directory, 'heartbeat.json');
  beat(path);
  // A blocked event loop misses its beats, which is what `assent doctor --health` is to see.
  const timer = setInterval(() => beat(path), EVERY_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    rmSync(path, { force: true });
  };
}

function beat(path: string): void {
  try {
    writeFileSync(`${path}.new`, JSON.stringify({ pid: process.pid, at: Date.now() }), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  } catch {
    // A full disk is told by the disk check; a desk does not stop over its heartbeat.
  }
}

/** Reads the heartbeat of a data folder, whoever wrote it. */
export function heartbeatOf(directory: string): ReadHeartbeat {
  return () => {
    try {
      const { pid, at } = JSON.parse(readFileSync(join(directory, 'heartbeat.json'), 'utf8'));
      return Number.isInteger(pid) && Number.isFinite(at) ? { pid, at } : null;
    } catch {
      return null;
    }
  };
}
