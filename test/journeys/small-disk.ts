import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of 120 MB that can be filled without harm. */
export interface SmallDisk {
  readonly folder: string;
  /** Only root may mount one; elsewhere there is none. */
  readonly mounted: boolean;
  remove(): void;
}

export function mountSmallDisk(): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'assent-disk-'));
  const mounted = mount(folder);
  return {
    folder,
    mounted,
    remove() {
      if (mounted) execFileSync('umount', [folder]);
      rmdirSync(folder);
    },
  };
}

function mount(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=120m', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
