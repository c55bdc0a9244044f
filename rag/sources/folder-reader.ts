import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import type { SourceItem } from '../document.ts';
import { readCsv, readCsvHeader } from './csv-reader.ts';
import type { FileFinding } from './file-finding.ts';
import { decodeLine, fileLines } from './file-lines.ts';
import type { FolderFile } from './folder-files.ts';
import type { FileMark } from './folder-memory.ts';
import { readJsonl } from './jsonl-reader.ts';
import { readMarkdown } from './markdown-reader.ts';
import type { Unreadable } from './source.ts';

export interface FolderReading {
  readonly items: readonly SourceItem[];
  readonly unreadable: readonly Unreadable[];
  readonly mark: FileMark;
}

export interface ReadingLimits {
  readonly maxItems: number;
  readonly maxUnreadable: number;
}

const MAX_MARKDOWN_BYTES = 2_000_000;
const FINGERPRINTED_BYTES = 4_096;

/** Reads what is new in a file since its mark, as far as the limits go. A fault of the file is told, not thrown. */
export async function readFolderFile(
  file: FolderFile,
  mark: FileMark | undefined,
  limits: ReadingLimits,
): Promise<FolderReading> {
  try {
    // Between listing and opening, a file could have been exchanged for a link.
    const handle = await open(file.path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      return file.kind === 'md' ? await readWhole(file, handle) : await readOn(file, handle, mark, limits);
    } finally {
      await handle.close();
    }
  } catch (error) {
    // Its rights may be mended without a trace on its time, so it is tried again.
    const retry = mark ?? { bytes: file.bytes, changedAt: file.changedAt, readTo: 0, lines: 0, fingerprint: '' };
    const why = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    return { items: [], unreadable: [{ place: file.name, problem: `could not be read${why}` }], mark: retry };
  }
}

async function readWhole(file: FolderFile, handle: FileHandle): Promise<FolderReading> {
  const mark = { bytes: file.bytes, changedAt: file.changedAt, readTo: file.bytes, lines: 0, fingerprint: '' };
  const unreadable = (problem: string) => ({ items: [], unreadable: [{ place: file.name, problem }], mark });
  if (file.bytes > MAX_MARKDOWN_BYTES) return unreadable('is longer than 2 MB');
  const text = decodeLine(await handle.readFile());
  const reading = readMarkdown(text, file.name.split('/').at(-1) ?? file.name);
  return reading.outcome === 'item' ? { items: [reading.item], unreadable: [], mark } : unreadable(reading.problem);
}

async function readOn(
  file: FolderFile,
  handle: FileHandle,
  mark: FileMark | undefined,
  limits: ReadingLimits,
): Promise<FolderReading> {
  const from = await continuationOf(file, handle, mark);
  const resting = mark?.bytes === file.bytes && mark.changedAt === file.changedAt;
  const items: SourceItem[] = [];
  const unreadable: Unreadable[] = [];
  let [readTo, lines, taken, reachedEnd] = [from.readTo, from.lines, 0, true];
  for await (const finding of await findingsOf(file, handle, from.readTo)) {
    if (!finding.ended && !resting) {
      reachedEnd = false;
      break;
    }
    [readTo, lines] = [from.readTo + finding.next.bytes, from.lines + finding.next.lines];
    if (finding.outcome === 'item') items.push(finding.item);
    else if (unreadable.length < limits.maxUnreadable) {
      unreadable.push({ place: `${file.name}:${from.lines + finding.line}`, problem: finding.problem });
    }
    taken += 1;
    if (taken < limits.maxItems) continue;
    reachedEnd = false;
    break;
  }
  // Empty lines at the end are no findings; a file that was read through is done with.
  if (reachedEnd) readTo = Math.max(readTo, file.bytes);
  const fingerprint = await fingerprintOf(handle, readTo);
  return { items, unreadable, mark: { bytes: file.bytes, changedAt: file.changedAt, readTo, lines, fingerprint } };
}

/** Reading goes on only where everything before is as it was. */
async function continuationOf(file: FolderFile, handle: FileHandle, mark: FileMark | undefined) {
  const start = { readTo: 0, lines: 0 };
  if (mark === undefined || mark.readTo > file.bytes || mark.readTo === 0) return start;
  return (await fingerprintOf(handle, mark.readTo)) === mark.fingerprint ? mark : start;
}

async function findingsOf(file: FolderFile, handle: FileHandle, from: number): Promise<AsyncIterable<FileFinding>> {
  const lines = fileLines(bytesOf(handle, from, file.bytes));
  if (file.kind === 'jsonl') return readJsonl(lines);
  const header = from === 0 ? null : await readCsvHeader(fileLines(bytesOf(handle, 0, file.bytes)));
  return readCsv(lines, header ?? undefined);
}

/** What is added while it is read is left for the next visit. */
async function* bytesOf(handle: FileHandle, from: number, to: number): AsyncGenerator<Buffer> {
  for (let at = from; at < to; ) {
    const length = Math.min(65_536, to - at);
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(length), 0, length, at);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    at += bytesRead;
  }
}

/** Takes in the first bytes and the last ones before a place, not all of them: a file may be large. */
async function fingerprintOf(handle: FileHandle, to: number): Promise<string> {
  const hash = createHash('sha256');
  const [head, tail] = [Math.min(to, FINGERPRINTED_BYTES), Math.max(0, to - FINGERPRINTED_BYTES)];
  for await (const piece of bytesOf(handle, 0, head)) hash.update(piece);
  for await (const piece of bytesOf(handle, tail, to)) hash.update(piece);
  return hash.digest('base64url').slice(0, 12);
}
