import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { InvariantError } from '../engine/domain/errors.ts';

const CHUNK_BYTES = 64 * 1024;
const NEWLINE = 10;
const RESTORE_HINT =
  'Keep the file as it is and restore it from a backup; the database beside it holds the same entries.';

/** One entry of the journal: its number and its JSON text, which carries that number as `seq`. */
export interface JournalLine {
  readonly seq: number;
  readonly line: string;
}

/** A half-written last line that was cut off. */
export interface TornTail {
  readonly file: string;
  readonly bytes: number;
}

/** Returns the file name of a segment. */
export function segmentName(number: number): string {
  return `journal-${String(number).padStart(6, '0')}.jsonl`;
}

/** Returns the numbers of the segments in a directory, in order. */
export function listSegments(directory: string): number[] {
  return readdirSync(directory)
    .map((name) => Number(/^journal-(\d{6,})\.jsonl$/.exec(name)?.[1] ?? Number.NaN))
    .filter((number) => !Number.isNaN(number))
    .sort((a, b) => a - b);
}

/** Reads a segment line by line without holding it in memory; entry numbers must rise from `after` on. */
export function* readSegment(file: string, after: number): Generator<JournalLine> {
  let last = after;
  let number = 0;
  for (const line of readLines(file)) {
    number += 1;
    const seq = readSeq(line);
    if (seq === null || seq <= last) {
      const problem = seq === null ? 'is damaged' : `has entry ${seq} after entry ${last}`;
      throw new InvariantError(`The journal ${file} ${problem} in line ${number}.`, {
        hint: RESTORE_HINT,
      });
    }
    last = seq;
    yield { seq, line };
  }
}

/** The end of a segment. */
export interface SegmentTail {
  /** The number of the last whole entry; 0 when there is none. */
  readonly lastSeq: number;
  /** The bytes up to the end of that entry. */
  readonly size: number;
  /** What follows it: a line that a crash left half written (no line break, or bytes that are no entry). */
  readonly torn: TornTail | null;
}

/** Looks at the end of a segment only: damage further up is found when it is read. */
export function readSegmentTail(file: string): SegmentTail {
  if (!existsSync(file)) return { lastSeq: 0, size: 0, torn: null };
  const fileSize = statSync(file).size;
  let { size, lines } = readTail(file, fileSize);
  const last = lines.at(-1);
  if (last && readSeq(last.text) === null) {
    size = last.start;
    lines = lines.slice(0, -1);
  }
  const whole = lines.at(-1);
  const lastSeq = whole ? readSeq(whole.text) : 0;
  if (lastSeq === null) {
    throw new InvariantError(`The journal ${file} is damaged in the line before its last.`, { hint: RESTORE_HINT });
  }
  return { lastSeq, size, torn: size < fileSize ? { file, bytes: fileSize - size } : null };
}

interface TailLine {
  readonly start: number;
  readonly text: string;
}

/** Returns the last two whole lines and where they end, reading backwards no further than needed. */
function readTail(file: string, fileSize: number): { size: number; lines: TailLine[] } {
  for (let length = Math.min(fileSize, CHUNK_BYTES); ; length = Math.min(fileSize, length * 2)) {
    const from = fileSize - length;
    const bytes = readAt(file, from, length);
    const breaks = lastBreaks(bytes, 3);
    if (breaks.length === 3 || length === fileSize) {
      const starts = length === fileSize && breaks.length < 3 ? [-1, ...breaks] : breaks;
      const lines = starts.slice(1).map((end, index) => {
        const start = (starts[index] ?? -1) + 1;
        return { start: from + start, text: bytes.toString('utf8', start, end) };
      });
      return { size: from + (breaks.at(-1) ?? -1) + 1, lines };
    }
  }
}

function lastBreaks(bytes: Buffer, count: number): number[] {
  const found: number[] = [];
  let at = bytes.lastIndexOf(NEWLINE);
  while (at >= 0 && found.length < count) {
    found.unshift(at);
    at = at === 0 ? -1 : bytes.lastIndexOf(NEWLINE, at - 1);
  }
  return found;
}

function* readLines(file: string): Generator<string> {
  const descriptor = openSync(file, 'r');
  try {
    let rest = Buffer.alloc(0);
    const chunk = Buffer.alloc(CHUNK_BYTES);
    for (let count = readSync(descriptor, chunk); count > 0; count = readSync(descriptor, chunk)) {
      rest = Buffer.concat([rest, chunk.subarray(0, count)]);
      let start = 0;
      for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE, start)) {
        yield rest.toString('utf8', start, end);
        start = end + 1;
      }
      rest = rest.subarray(start);
    }
    if (rest.length > 0) yield rest.toString('utf8');
  } finally {
    closeSync(descriptor);
  }
}

function readAt(file: string, position: number, length: number): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(length);
    let read = 0;
    while (read < length) {
      const count = readSync(descriptor, bytes, read, length - read, position + read);
      if (count === 0) break;
      read += count;
    }
    return bytes.subarray(0, read);
  } finally {
    closeSync(descriptor);
  }
}

function readSeq(line: string): number | null {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || !('seq' in value)) return null;
    return typeof value.seq === 'number' && Number.isSafeInteger(value.seq) && value.seq > 0 ? value.seq : null;
  } catch {
    return null;
  }
}
