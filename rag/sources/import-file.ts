import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { SourceItem } from '../document.ts';
import { SourceRefusedError } from '../source-error.ts';
import { readCsv } from './csv-reader.ts';
import { fileLines } from './file-lines.ts';
import { readJsonl } from './jsonl-reader.ts';
import type { Unreadable } from './source.ts';

export interface ImportOptions {
  /** Called for each line that cannot be used, such as `news.csv:40`. */
  readonly onUnreadable: (unreadable: Unreadable) => void;
  readonly signal?: AbortSignal | undefined;
}

const KNOWN = /\.(jsonl|csv)(\.gz)?$/i;

/**
 * Returns the items of a file one after another, reading as fast as they are taken and holding one at a time: JSON lines
 * or CSV, plain or packed by gzip. Throws SourceRefusedError where the file is of another kind, is not there, or its
 * packing is damaged; the items before the damage have been returned by then.
 */
export async function* readImportFile(
  path: string,
  { onUnreadable, signal }: ImportOptions,
): AsyncGenerator<SourceItem> {
  const kind = KNOWN.exec(path);
  if (kind === null)
    throw new SourceRefusedError('file-unknown', `${path} is not one of .jsonl, .csv, .jsonl.gz, .csv.gz`);
  const lines = fileLines(bytesOf(path, kind[2] !== undefined, signal));
  const findings = kind[1]?.toLowerCase() === 'csv' ? readCsv(lines) : readJsonl(lines);
  const name = path.split(/[/\\]/).at(-1) ?? path;
  try {
    for await (const finding of findings) {
      if (finding.outcome === 'item') yield finding.item;
      else onUnreadable({ place: `${name}:${finding.line}`, problem: finding.problem });
    }
  } catch (error) {
    throw fileError(path, error);
  }
}

function bytesOf(path: string, packed: boolean, signal: AbortSignal | undefined): AsyncIterable<Buffer> {
  const file = createReadStream(path, { signal });
  if (!packed) return file;
  // An error of either end reaches whoever reads the unpacked one.
  return pipeline(file, createGunzip(), () => {});
}

const FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  EISDIR: 'is a folder',
  EACCES: 'may not be read',
  Z_DATA_ERROR: 'is damaged: it cannot be unpacked to its end',
  Z_BUF_ERROR: 'breaks off: it cannot be unpacked to its end',
};

/** What the caller does with an item may fail, too; that is not ours to name. */
function fileError(path: string, cause: unknown): unknown {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
  const fault = FAULTS[code];
  return fault === undefined ? cause : new SourceRefusedError('file-unusable', `${path} ${fault}`, { cause });
}
