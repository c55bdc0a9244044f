import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Picture } from './message.ts';

/** Writes a picture into the folder, over an older one of the same name, and returns its path. */
export async function savePicture({ name, png }: Picture, folder: string): Promise<string> {
  const path = join(folder, `${name.replaceAll(/[^\w-]/g, '_')}.png`);
  const half = `${path}.part`;
  await mkdir(folder, { recursive: true });
  await writeFile(half, png);
  // Whoever has the old one open never sees half of a new one.
  await rename(half, path);
  return path;
}
