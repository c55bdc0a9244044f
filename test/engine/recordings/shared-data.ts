import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const directory = fileURLToPath(new URL('../../../../shared/data', import.meta.url));

/** Returns why a check against the source data cannot run here, or undefined where it can. */
export function whyNoSharedData(file: string): string | undefined {
  const path = join(directory, file);
  return existsSync(path) ? undefined : `${path} is not on this machine, so there is nothing to compare with`;
}

export function readSharedLines(file: string): string[] {
  return gunzipSync(readFileSync(join(directory, file)))
    .toString('utf8')
    .split(/\r?\n/);
}
