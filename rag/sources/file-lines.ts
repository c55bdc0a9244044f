import { setImmediate as turn } from 'node:timers/promises';
import { decodeKorean } from '../fetch/korean-charset.ts';

/** Longer lines are told and skipped, for a line is held in memory. */
export const MAX_LINE_BYTES = 16 * 1024 * 1024;

/** A line of a file. */
export interface FileLine {
  /** Without its end, and without a byte order mark; null where it was too long to be held. */
  readonly text: string | null;
  /** From 1. */
  readonly number: number;
  /** Where the next line begins, in bytes from where reading began. */
  readonly end: number;
  /** False for a last line without a line end: somebody may still be writing it. */
  readonly ended: boolean;
}

const NEWLINE = 0x0a;
/** Between two readings of the file there may be hundreds of lines; others want their turn, too. */
const LINES_A_TURN = 16;

/**
 * Cuts a stream of bytes into lines, each decoded as UTF-8, or as Korean Windows (CP949) where it is not UTF-8.
 * Holds one line at a time.
 */
export async function* fileLines(
  bytes: AsyncIterable<Buffer>,
  maxLineBytes = MAX_LINE_BYTES,
): AsyncGenerator<FileLine> {
  let pieces: Buffer[] = [];
  let [held, position, number, tooLong] = [0, 0, 0, false];
  const take = (piece: Buffer) => {
    position += piece.length;
    held += piece.length;
    tooLong ||= held > maxLineBytes;
    if (tooLong) pieces = [];
    else pieces.push(piece);
  };
  const finish = (ended: boolean): FileLine => {
    const text = tooLong ? null : lineText(Buffer.concat(pieces), number === 0);
    [pieces, held, tooLong] = [[], 0, false];
    number += 1;
    return { text, number, end: position, ended };
  };
  for await (const chunk of bytes) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      take(chunk.subarray(from, at + 1));
      from = at + 1;
      yield finish(true);
      if (number % LINES_A_TURN === 0) await turn();
    }
    if (from < chunk.length) take(chunk.subarray(from));
  }
  if (held > 0) yield finish(false);
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function lineText(bytes: Buffer, first: boolean): string {
  const text = decodeLine(bytes).replace(/\r?\n$/, '');
  return first ? text.replace(/^\ufeff/, '') : text;
}

/** Decodes UTF-8, or Korean Windows where it is not that. */
export function decodeLine(bytes: Buffer): string {
  try {
    return UTF_8.decode(bytes);
  } catch {
    return decodeKorean(bytes);
  }
}
