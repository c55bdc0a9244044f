import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Manifest, manifestSchema } from './manifest.ts';
import { RecordingError } from './recording-error.ts';

export const manifestFile = 'manifest.json';
export const newsFile = 'news.jsonl';

/** Returns the folder of a recording that ships with the product. */
export function recordingDirectory(name: string): string {
  return fileURLToPath(new URL(`./${name}/`, import.meta.url));
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Reads and checks the manifest of the recording in `directory`. */
export async function loadManifest(directory: string): Promise<Manifest> {
  const path = join(directory, manifestFile);
  const text = (await readRecordedFile(path)).toString('utf8');
  const parsed = manifestSchema.safeParse(parseJson(text, path));
  if (!parsed.success) throw new RecordingError(path, z.prettifyError(parsed.error), parsed.error);
  return parsed.data;
}

/** Returns the bytes of a file the manifest lists, once they are exactly those that were recorded. */
export async function readVerifiedFile(directory: string, manifest: Manifest, name: string): Promise<Buffer> {
  const bytes = await readRecordedFile(join(directory, name));
  verifyListedBytes(directory, manifest, name, bytes);
  return bytes;
}

export async function readRecordedFile(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new RecordingError(path, isMissing(cause) ? 'it is missing' : 'it cannot be read', cause);
  }
}

/** Throws unless the bytes are those the manifest lists under `name`. */
export function verifyListedBytes(directory: string, manifest: Manifest, name: string, bytes: Uint8Array): void {
  const listed = manifest.files.find((file) => file.path === name);
  if (!listed) throw new RecordingError(join(directory, manifestFile), `"files" does not list ${name}`);
  const path = join(directory, name);
  if (bytes.length !== listed.bytes) {
    throw new RecordingError(path, `it has ${bytes.length} bytes, the manifest says ${listed.bytes}`);
  }
  const actual = sha256Of(bytes);
  if (actual !== listed.sha256) {
    throw new RecordingError(path, `its contents were changed (sha256 ${actual}, the manifest says ${listed.sha256})`);
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RecordingError(path, 'it is not valid JSON', cause);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
