import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { SourceRefusedError, SourceUnavailableError } from '../../source-error.ts';
import type { Harvest, Source, Unreadable, Visit } from '../source.ts';
import type { TrendsColumn } from './google-trends-csv.ts';
import { readTrendsCsv, slug } from './google-trends-csv.ts';
import type { Candidate } from './reading.ts';
import { judge } from './reading.ts';

/** Packed and unpacked. An export has a few hundred rows; what is larger is another file, and would hold up the process. */
const MAX_BYTES = 500_000;
/** Google: "as far back as 2004 and up to 72 hours before your search", https://support.google.com/trends/answer/4365533 */
const LAG_MS = 72 * 60 * 60 * 1_000;
const RANGE = { least: 0, most: 100 };

/**
 * Search interest from a CSV a person exported from Google Trends (plain or gzip), read again whenever it has changed.
 * A value speaks about its period and counts as known 72 hours after that has ended.
 *
 * Google scales each export anew, 0 to 100 by its own highest value, so two exports cannot be compared: a series is named
 * after the term, the file and its content (`trends:bitcoin:multitimeline-1a2b3c4d`). The scale itself knows the whole
 * span of the export; use changes within it, not levels, where the past is judged.
 */
export function createGoogleTrendsFile({ file }: { readonly file: string }): Source {
  return { name: 'series:google-trends', everyMs: 10 * 60_000, hosts: [], visit: (visit) => readExport(visit, file) };
}

async function readExport(visit: Visit, file: string): Promise<Harvest> {
  const bytes = await bytesOf(file);
  const print = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const memory = { cursor: print };
  if (visit.memory.cursor === print) return { items: [], points: [], unreadable: [], memory, unchanged: true };
  const columns = columnsOf(textOf(bytes, file), file);
  const name = `${slug(basename(file).replace(/\.csv(\.gz)?$/i, ''))}-${print.slice(0, 8)}`;
  const reading = judge(candidates(columns, name, visit.now), visit.now);
  return { items: [], ...reading, memory, unchanged: false };
}

function* candidates(columns: readonly TrendsColumn[], file: string, now: number): Generator<Candidate | Unreadable> {
  for (const { name, rows } of columns) {
    const series = `trends:${name}:${file}`;
    for (const { line, at, end, madeOfUntil, written } of rows) {
      // The period that runs while the export is made holds a part of its searches only.
      if (end > now) continue;
      const knownBy = madeOfUntil + LAG_MS;
      yield { place: `row ${line}`, series, at, knownBy, written, range: RANGE, unit: 'hits', source: 'google-trends' };
    }
  }
}

async function bytesOf(file: string): Promise<Buffer> {
  try {
    const { size } = await stat(file);
    if (size <= MAX_BYTES) return await readFile(file);
  } catch (error) {
    throw new SourceUnavailableError(
      'source.file-unreadable',
      `The Google Trends export ${file} cannot be read. Is it there, and readable for this user?`,
      { cause: error },
    );
  }
  throw new SourceRefusedError(
    'source.file-too-large',
    `${file} is larger than ${MAX_BYTES / 1_000} kB, so it is no export of Google Trends. Name the CSV itself.`,
  );
}

function textOf(bytes: Buffer, file: string): string {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.toString('utf8');
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BYTES }).toString('utf8');
  } catch (error) {
    throw new SourceRefusedError('source.malformed', `${file} is gzip, and damaged or too large. Export it again.`, {
      cause: error,
    });
  }
}

function columnsOf(text: string, file: string): readonly TrendsColumn[] {
  const columns = tableIn(text, file);
  if (columns !== null && columns.length > 0) return columns;
  throw new SourceRefusedError(
    'source.malformed',
    `${file} holds no table of Google Trends. Export "Interest over time" as CSV and name that file.`,
  );
}

function tableIn(text: string, file: string): readonly TrendsColumn[] | null {
  try {
    return readTrendsCsv(text);
  } catch (error) {
    throw new SourceRefusedError('source.malformed', `${file} is not a CSV that can be read. Export it again.`, {
      cause: error,
    });
  }
}
