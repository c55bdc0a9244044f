import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';

/** Recorded public data beside the checkout; not part of the product, and absent on most machines. */
export const SHARED = '../shared/data';

export function hasShared(path: string): boolean {
  return existsSync(`${SHARED}/${path}`);
}

export function sharedCsv(path: string): readonly Readonly<Record<string, string>>[] {
  return parse(sharedText(path), { columns: true });
}

export function sharedLines<T>(path: string): readonly T[] {
  return sharedText(path)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}

function sharedText(path: string): string {
  return gunzipSync(readFileSync(`${SHARED}/${path}`)).toString('utf8');
}
