import { pipeline, Readable } from 'node:stream';
import {
  type BrotliDecompress,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  type Gunzip,
} from 'node:zlib';
import { SourceRefusedError, SourceUnavailableError } from '../source-error.ts';
import type { FetchLimits } from './fetch-limits.ts';

export type BodyLimits = Pick<FetchLimits, 'maxBytes' | 'maxRatio' | 'ratioFromBytes'>;

export interface PackedBody {
  readonly chunks: AsyncIterable<Buffer>;
  /** The header `content-encoding`; empty where there is none. */
  readonly encoding: string;
  /** For messages. */
  readonly page: string;
  readonly limits: BodyLimits;
}

/**
 * Returns a body, unpacked as it comes, so that no more is ever held than the cap and one chunk.
 * Throws SourceRefusedError `too-large`, `bomb` or `encoding`, and SourceUnavailableError `broken-answer` where it
 * cannot be unpacked; errors of the connection pass through.
 */
export async function readBody(body: PackedBody): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of capped(unpacked(body), body)) parts.push(chunk);
  return Buffer.concat(parts);
}

async function* capped(chunks: AsyncIterable<Buffer>, { page, limits }: PackedBody): AsyncGenerator<Buffer> {
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > limits.maxBytes) throw tooLarge(page, limits);
    yield chunk;
  }
}

async function* unpacked(body: PackedBody): AsyncGenerator<Buffer> {
  // What comes in is capped as well: a stream may unpack to nothing for ever.
  const packed = capped(body.chunks, body);
  const encoding = body.encoding.trim().toLowerCase();
  if (encoding === '' || encoding === 'identity') return yield* packed;
  const first = await packed.next();
  // Nothing at all is sent as it is, whatever the header says.
  if (first.done === true) return;
  yield* through(startingWith(first.value, packed), unpackerFor(encoding, first.value, body), body);
}

function unpackerFor(encoding: string, first: Buffer, body: PackedBody): Gunzip | BrotliDecompress {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'br':
      return createBrotliDecompress();
    case 'deflate':
      // RFC 9110 means zlib by it, but some servers send it bare; the first byte tells.
      return ((first[0] ?? 0) & 0x0f) === 0x08 ? createInflate() : createInflateRaw();
    default:
      // Several at once ("gzip, gzip") multiply what a bomb can do, and no honest server sends them.
      throw unasked(body);
  }
}

async function* startingWith(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

async function* through(
  packed: AsyncIterable<Buffer>,
  unpacker: Gunzip | BrotliDecompress,
  { page, limits }: PackedBody,
): AsyncGenerator<Buffer> {
  // The iteration below throws whatever goes wrong on either side.
  const chunks: AsyncIterable<Buffer> = pipeline(Readable.from(packed), unpacker, () => {});
  let length = 0;
  try {
    for await (const chunk of chunks) {
      length += chunk.length;
      // `bytesWritten` counts what was unpacked so far, not what waits for it.
      if (length > limits.ratioFromBytes && length > unpacker.bytesWritten * limits.maxRatio) throw bomb(page);
      yield chunk;
    }
  } catch (error) {
    throw isOfUnpacking(error) ? broken(page, error) : error;
  }
}

/** `Z_DATA_ERROR` and its like from zlib; brotli's are `ERR__ERROR_FORMAT_…`. */
function isOfUnpacking(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(Z_|ERR__ERROR|ERR_BROTLI)/.test(String(error.code));
}

function unasked({ page }: PackedBody): SourceRefusedError {
  return new SourceRefusedError('encoding', `${page} is packed in a way that was not asked for and is not unpacked.`);
}

function tooLarge(page: string, { maxBytes }: BodyLimits): SourceRefusedError {
  return new SourceRefusedError('too-large', `${page} is larger than ${maxBytes} bytes and was not read further.`);
}

function bomb(page: string): SourceRefusedError {
  return new SourceRefusedError('bomb', `${page} unpacks to far more than any page does and was not read further.`);
}

function broken(page: string, cause: unknown): SourceUnavailableError {
  return new SourceUnavailableError('broken-answer', `${page} came packed and could not be unpacked.`, { cause });
}
