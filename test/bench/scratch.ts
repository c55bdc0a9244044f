import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Returns a new directory; on a real disk if `TMPDIR` lies on one. */
export function makeScratch(): string {
  return mkdtempSync(join(tmpdir(), 'assent-bench-'));
}

/** Gives a directory to `work` and removes it afterwards. */
export async function withScratch<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = makeScratch();
  try {
    return await work(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
