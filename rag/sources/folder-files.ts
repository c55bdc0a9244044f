import type { Dirent } from 'node:fs';
import { lstat, readdir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Unreadable } from './source.ts';

/** A file of the folder that may hold items. */
export interface FolderFile {
  /** From the folder on, with `/`: `2026/may.jsonl`. */
  readonly name: string;
  readonly path: string;
  readonly kind: 'jsonl' | 'csv' | 'md';
  readonly bytes: number;
  readonly changedAt: number;
}

export interface FolderListing {
  readonly files: readonly FolderFile[];
  readonly unreadable: readonly Unreadable[];
}

const MAX_DEPTH = 4;
const MAX_FILES = 2_000;

/**
 * Lists the files of a folder and of those in it, by name. Links are not followed: what they lead to inside the folder
 * is found where it lies, and what lies outside is refused. Throws where the folder itself cannot be read.
 */
export async function listFolder(folder: string): Promise<FolderListing> {
  const root = await realpath(folder);
  const found: { files: FolderFile[]; unreadable: Unreadable[] } = { files: [], unreadable: [] };
  const rooms: { readonly name: string; readonly depth: number }[] = [{ name: '', depth: 0 }];
  for (let room = rooms.shift(); room !== undefined; room = rooms.shift()) {
    for (const entry of await entriesOf(join(root, room.name))) {
      const name = room.name === '' ? entry.name : `${room.name}/${entry.name}`;
      if (entry.name.startsWith('.')) continue;
      if (entry.isDirectory() && room.depth < MAX_DEPTH) rooms.push({ name, depth: room.depth + 1 });
      if (entry.isSymbolicLink() && (await leaves(root, name))) found.unreadable.push({ place: name, problem: LEAVES });
      if (entry.isFile()) found.files.push(...(await fileOf(root, name)));
    }
  }
  const files = found.files.sort((a, b) => (a.name < b.name ? -1 : 1));
  if (files.length > MAX_FILES) found.unreadable.push({ place: 'folder', problem: TOO_MANY });
  return { files: files.slice(0, MAX_FILES), unreadable: found.unreadable };
}

const LEAVES = 'is a link to a place outside the folder; it is not read';
const TOO_MANY = `holds more than ${MAX_FILES} files; those after the first ${MAX_FILES} by name are not read`;

async function entriesOf(path: string): Promise<Dirent[]> {
  return readdir(path, { withFileTypes: true });
}

async function leaves(root: string, name: string): Promise<boolean> {
  const target = await realpath(join(root, name)).catch(() => null);
  return target !== null && target !== root && !target.startsWith(root + sep);
}

async function fileOf(root: string, name: string): Promise<FolderFile[]> {
  const kind = /\.(jsonl|csv|md)$/i.exec(name)?.[1]?.toLowerCase();
  if (kind !== 'jsonl' && kind !== 'csv' && kind !== 'md') return [];
  const path = join(root, name);
  const state = await lstat(path).catch(() => null);
  // It may have gone, or become something else, since the folder was listed.
  return state?.isFile() ? [{ name, path, kind, bytes: state.size, changedAt: Math.floor(state.mtimeMs) }] : [];
}
