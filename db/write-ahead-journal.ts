import {
  closeSync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { InvariantError, UnavailableError } from '../engine/domain/errors.ts';
import { journalFileError } from './journal-file-error.ts';
import {
  type JournalLine,
  listSegments,
  readSegment,
  readSegmentTail,
  segmentName,
  type TornTail,
} from './journal-segment.ts';

const SEGMENT_BYTES = 64 * 1024 * 1024;

/** The append-only file beside the database: what is written here happened, even if the database never heard of it. */
export interface WriteAheadJournal {
  /** The last entry that is on file; 0 when there is none. */
  readonly lastSeq: number;
  /** What was cut off the end when the file was opened: a line that a crash had left half written. */
  readonly tornTail: TornTail | null;
  /**
   * Writes lines before it returns, so that they survive the death of the process, and with `sync` a power cut too.
   * All of them are on file afterwards, or, when it throws, none.
   */
  append(lines: readonly JournalLine[], options: { readonly sync: boolean }): void;
  /** Reads the lines after a sequence number, in order; a damaged one is an InvariantError with file and line. */
  readAfter(seq: number): Iterable<JournalLine>;
  close(): void;
}

export interface WriteAheadJournalOptions {
  readonly directory: string;
  /** A segment that has reached this size is left and the next one begun. */
  readonly segmentBytes?: number;
}

/** Opens the journal files of a directory, repairing a torn last line. The caller holds the lock of the data directory. */
export function openWriteAheadJournal(options: WriteAheadJournalOptions): WriteAheadJournal {
  const { directory, segmentBytes = SEGMENT_BYTES } = options;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    return new SegmentedJournal(directory, segmentBytes);
  } catch (error) {
    throw journalFileError(error, directory);
  }
}

class SegmentedJournal implements WriteAheadJournal {
  readonly tornTail: TornTail | null;
  readonly #directory: string;
  readonly #segmentBytes: number;
  #segment: number;
  #file: string;
  #descriptor: number;
  #size: number;
  #lastSeq: number;
  /** Set when a half-written line could not be taken back: nothing may follow it. */
  #broken: unknown = null;

  constructor(directory: string, segmentBytes: number) {
    this.#directory = directory;
    this.#segmentBytes = segmentBytes;
    const segments = listSegments(directory);
    this.#segment = segments.at(-1) ?? 1;
    this.#file = path.join(directory, segmentName(this.#segment));
    const tail = readSegmentTail(this.#file);
    this.tornTail = tail.torn;
    if (tail.torn) truncateSync(this.#file, tail.size);
    this.#size = tail.size;
    const before = segments.at(-2);
    // A crash right after a rotation leaves an empty last segment.
    this.#lastSeq =
      tail.lastSeq || before === undefined ? tail.lastSeq : lastSeqOf(path.join(directory, segmentName(before)));
    this.#descriptor = this.#openSegment();
  }

  get lastSeq(): number {
    return this.#lastSeq;
  }

  append(lines: readonly JournalLine[], { sync }: { readonly sync: boolean }): void {
    if (this.#broken) {
      throw new UnavailableError(`The journal ${this.#file} is closed after a failed write.`, {
        cause: this.#broken,
        hint: 'Make room on the disk and start again; what was acknowledged is on file.',
      });
    }
    if (lines.length === 0) return;
    const bytes = this.#encode(lines);
    try {
      if (this.#size >= this.#segmentBytes) this.#rotate();
      writeAll(this.#descriptor, bytes, this.#size);
      if (sync) fdatasyncSync(this.#descriptor);
    } catch (error) {
      this.#takeBack();
      throw journalFileError(error, this.#file);
    }
    this.#size += bytes.length;
    this.#lastSeq = lines.at(-1)?.seq ?? this.#lastSeq;
  }

  *readAfter(seq: number): Iterable<JournalLine> {
    const segments = listSegments(this.#directory);
    let last = 0;
    for (const [index, number] of segments.entries()) {
      const next = segments[index + 1];
      if (next !== undefined && firstSeqOf(path.join(this.#directory, segmentName(next))) <= seq + 1) continue;
      for (const line of readSegment(path.join(this.#directory, segmentName(number)), last)) {
        last = line.seq;
        if (line.seq > seq) yield line;
      }
    }
  }

  close(): void {
    if (this.#descriptor < 0) return;
    closeSync(this.#descriptor);
    this.#descriptor = -1;
    this.#broken ??= new Error('closed');
  }

  #encode(lines: readonly JournalLine[]): Buffer {
    let last = this.#lastSeq;
    for (const { seq, line } of lines) {
      if (seq <= last) throw new InvariantError(`Journal entry ${seq} was to be written after entry ${last}.`);
      if (line.includes('\n')) throw new InvariantError(`Journal entry ${seq} holds a line break.`);
      last = seq;
    }
    return Buffer.from(lines.map(({ line }) => `${line}\n`).join(''));
  }

  #rotate(): void {
    fdatasyncSync(this.#descriptor);
    const full = this.#descriptor;
    const fullFile = this.#file;
    this.#segment += 1;
    this.#file = path.join(this.#directory, segmentName(this.#segment));
    try {
      this.#descriptor = this.#openSegment();
    } catch (error) {
      this.#segment -= 1;
      this.#file = fullFile;
      throw error;
    }
    this.#size = 0;
    closeSync(full);
  }

  #openSegment(): number {
    const descriptor = openSync(this.#file, 'a', 0o600);
    // The name of a new file is only safe once its directory is.
    const directory = openSync(this.#directory, 'r');
    fsyncSync(directory);
    closeSync(directory);
    return descriptor;
  }

  /** Cuts off what was written of lines that are not acknowledged. */
  #takeBack(): void {
    try {
      ftruncateSync(this.#descriptor, this.#size);
    } catch (error) {
      this.#broken = error;
    }
  }
}

function writeAll(descriptor: number, bytes: Buffer, size: number): void {
  let written = 0;
  while (written < bytes.length) {
    const count = writeSync(descriptor, bytes, written, bytes.length - written);
    if (count === 0) throw new Error(`the file takes no more bytes at ${size + written}`);
    written += count;
  }
}

function firstSeqOf(file: string): number {
  for (const line of readSegment(file, 0)) return line.seq;
  return Number.POSITIVE_INFINITY;
}

function lastSeqOf(file: string): number {
  const { lastSeq, torn } = readSegmentTail(file);
  // Only the segment that was being written can be torn by a crash; here it is damage.
  if (torn) throw new InvariantError(`The journal ${file} is damaged in its last ${torn.bytes} bytes.`);
  return lastSeq;
}
