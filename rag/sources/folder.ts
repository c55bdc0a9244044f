import { z } from 'zod';
import type { SourceItem } from '../document.ts';
import { SourceRefusedError, SourceUnavailableError } from '../source-error.ts';
import type { FolderFile } from './folder-files.ts';
import { listFolder } from './folder-files.ts';
import type { FileMark } from './folder-memory.ts';
import { marksToCursor, recallMarks } from './folder-memory.ts';
import { textHarvest, unchangedHarvest } from './harvest.ts';
import type { Source, Unreadable, Visit } from './source.ts';
import { visitInterval } from './visit-interval.ts';

/** How the watched folder is written in the configuration; null for none. */
export const folderSchema = z
  .strictObject({
    path: z.string().min(1, 'must be the path of a folder'),
    every: visitInterval('5s', '1m'),
  })
  .nullable();
export type FolderConfig = NonNullable<z.infer<typeof folderSchema>>;

/** What one visit hands over at most; it goes on where it stopped the next time. */
const MAX_ITEMS = 5_000;
/** Faults told in one visit; a file of a million bad lines is one fault and not a million. */
const MAX_UNREADABLE = 200;

/**
 * Watches a folder for files of news: JSON lines and CSV, which may grow, and Markdown, a file an item. A visit reads
 * what is new or changed by time and size. A last line without a line end is left until the file has stayed the same
 * for a visit: somebody may still be writing it. Links that lead out of the folder are refused.
 */
export function createFolderSource(config: FolderConfig): Source {
  return {
    name: 'folder',
    everyMs: config.every,
    hosts: [],
    visit: (visit) => visitFolder(config.path, visit),
  };
}

async function visitFolder(path: string, { memory, signal }: Visit) {
  const { files, unreadable: refused } = await listFolder(path).catch((error: unknown) => {
    throw folderError(path, error);
  });
  // As with feeds: the readers of files are loaded when there is a folder to read.
  const { readFolderFile } = await import('./folder-reader.ts');
  const before = recallMarks(memory.cursor);
  const marks = new Map<string, FileMark>();
  const items: SourceItem[] = [];
  const unreadable: Unreadable[] = [...refused];
  for (const file of files) {
    const mark = before.get(file.name);
    const room = MAX_ITEMS - items.length;
    if (room <= 0 || isDone(file, mark)) {
      if (mark !== undefined) marks.set(file.name, mark);
      continue;
    }
    signal?.throwIfAborted();
    const reading = await readFolderFile(file, mark, { maxItems: room, maxUnreadable: MAX_UNREADABLE });
    marks.set(file.name, reading.mark);
    items.push(...reading.items);
    unreadable.push(...reading.unreadable);
  }
  const cursor = marksToCursor(marks);
  if (cursor === memory.cursor && refused.length === 0) return unchangedHarvest(memory);
  return textHarvest(items, unreadable.slice(0, MAX_UNREADABLE), { cursor });
}

function isDone({ bytes, changedAt }: FolderFile, mark: FileMark | undefined): boolean {
  return mark?.bytes === bytes && mark.changedAt === changedAt && mark.readTo >= bytes;
}

function folderError(path: string, cause: unknown): Error {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
  const why = { ENOENT: 'is not there', ENOTDIR: 'is not a folder', EACCES: 'may not be read' }[code];
  if (why !== undefined) {
    return new SourceRefusedError('folder-unusable', `The news folder ${path} ${why}; make it, or change its path`, {
      cause,
    });
  }
  return new SourceUnavailableError('folder-unreadable', `The news folder ${path} could not be read`, { cause });
}
