import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DoctorCheck, Finding } from './finding.ts';
import { ok, problem, warning } from './finding.ts';

const MB = 1024 * 1024;
const NEEDED_BYTES = 200 * MB;
const COMFORTABLE_BYTES = 1024 * MB;

/** Returns how many bytes this user may still write at a path, or null where the system does not say. */
export type FreeBytes = (path: string) => number | null;

export function diskSpaceCheck(directory: string, freeBytes: FreeBytes = freeBytesAt): DoctorCheck {
  return {
    name: 'disk',
    title: { en: 'Free disk space', ko: '디스크 여유 공간' },
    check: () => findingOf(directory, freeBytes(directory)),
  };
}

function findingOf(directory: string, free: number | null): Finding {
  if (free === null) return ok('This system does not tell.', '이 시스템은 알려 주지 않습니다.');
  const size = free >= 1024 * MB ? `${(free / (1024 * MB)).toFixed(1)} GB` : `${Math.floor(free / MB)} MB`;
  if (free < NEEDED_BYTES) {
    return problem(
      `Only ${size} left for ${directory}; at least 200 MB are needed. Free some space, or use --data with another disk.`,
      `${directory}에 ${size}만 남았습니다. 200 MB 이상이 필요합니다. 공간을 비우거나 --data로 다른 디스크를 쓰세요.`,
    );
  }
  if (free < COMFORTABLE_BYTES) {
    return warning(
      `${size} left for ${directory}. Keep at least 1 GB free for the journal.`,
      `${directory}에 ${size} 남았습니다. 저널을 위해 1 GB 이상 비워 두세요.`,
    );
  }
  return ok(`${size} free.`, `${size} 남아 있습니다.`);
}

function freeBytesAt(path: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  } catch {
    // The folder may not exist yet; its disk is that of the nearest folder which does.
    return dirname(path) === path ? null : freeBytesAt(dirname(path));
  }
}
