import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runChild } from './child-script.ts';
import type { PlayedWeek } from './children/play-week.ts';
import { makeScratch } from './scratch.ts';

let original: Promise<string> | null = null;

/** Copies a data directory in which the whole week has been played; it is played once a run. */
export async function copyPlayedWeek(directory: string): Promise<string> {
  original ??= playOnce();
  const copy = join(directory, 'week');
  cpSync(await original, copy, { recursive: true });
  return copy;
}

export function removePlayedWeek(): void {
  original?.then((directory) => rmSync(directory, { recursive: true, force: true })).catch(() => undefined);
  original = null;
}

async function playOnce(): Promise<string> {
  const directory = makeScratch();
  await runChild<PlayedWeek>('play-week.ts', [directory]);
  return directory;
}
