import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordingDirectory } from '../../../engine/recordings/recording-files.ts';

/** Runs `work` on a throw-away copy of the bundled recording, so that it may be broken on purpose. */
export async function withRecordingCopy(work: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'assent-recording-'));
  try {
    await cp(recordingDirectory('may-2025'), directory, { recursive: true });
    await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

export async function editText(path: string, edit: (text: string) => string): Promise<void> {
  const before = await readFile(path, 'utf8');
  const after = edit(before);
  if (after === before) throw new Error(`the edit of ${path} changed nothing`);
  await writeFile(path, after);
}
