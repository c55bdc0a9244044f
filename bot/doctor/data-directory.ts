import { closeSync, existsSync, fsyncSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DoctorCheck, Finding } from './finding.ts';
import { ok, problem, warning } from './finding.ts';

/** Writes a file to disk in the directory, or where it would be created, and leaves everything as it was. */
export function dataDirectoryCheck(directory: string): DoctorCheck {
  return {
    name: 'data-directory',
    title: { en: 'Data folder', ko: '데이터 폴더' },
    check: () => writeAndForget(directory),
  };
}

function writeAndForget(directory: string): Finding {
  const there = nearestThere(directory);
  const probe = join(there, `.doctor-${process.pid}`);
  try {
    const descriptor = openSync(probe, 'wx', 0o600);
    try {
      writeSync(descriptor, 'written');
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
      rmSync(probe, { force: true });
    }
    return there === directory ? accessFinding(directory) : creatable(directory);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return problem(
      `${directory} cannot be written (${code}). Make it writable for this user, or choose another folder with --data.`,
      `${directory}에 쓸 수 없습니다(${code}). 이 사용자에게 쓰기 권한을 주거나 --data로 다른 폴더를 지정하세요.`,
    );
  }
}

function nearestThere(directory: string): string {
  return existsSync(directory) || dirname(directory) === directory ? directory : nearestThere(dirname(directory));
}

function creatable(directory: string): Finding {
  return ok(`${directory} will be created by the first start.`, `${directory}: 처음 시작할 때 만들어집니다.`);
}

function accessFinding(directory: string): Finding {
  const open = process.platform !== 'win32' && (statSync(directory).mode & 0o007) !== 0;
  if (!open) return ok(`${directory} can be written.`, `${directory}에 쓸 수 있습니다.`);
  return warning(
    `${directory} is open to every user of this machine. Close it with: chmod 700 "${directory}"`,
    `${directory}이(가) 이 컴퓨터의 모든 사용자에게 열려 있습니다. 다음으로 닫으세요: chmod 700 "${directory}"`,
  );
}
