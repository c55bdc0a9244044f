import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBody } from '../../../rag/fetch/body-reader.ts';
import { failureOf } from './source-failure.ts';

const LIMITS = { maxBytes: 2_000_000, maxRatio: 200, ratioFromBytes: 262_144 };
/** 16 MiB of zeros as one gzip member; members may follow one another (RFC 1952, 2.2), so 64 of them are 1 GiB. */
const ZEROS = gzipSync(Buffer.alloc(2 ** 24));

function read(chunks: Iterable<Buffer>, encoding: string) {
  return readBody({ chunks: streamOf(chunks), encoding, page: 'news.example/feed', limits: LIMITS });
}

async function* streamOf(chunks: Iterable<Buffer>): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield chunk;
}

describe('a body', () => {
  test('is what was packed, in whatever pieces it comes', async () => {
    const packers = fc.constantFrom(
      ['gzip', gzipSync] as const,
      ['X-GZIP', gzipSync] as const,
      ['br', brotliCompressSync] as const,
      ['deflate', deflateSync] as const,
      ['deflate', deflateRawSync] as const,
      ['identity', (bytes: Uint8Array) => Buffer.from(bytes)] as const,
      ['', (bytes: Uint8Array) => Buffer.from(bytes)] as const,
    );
    const property = fc.asyncProperty(
      fc.uint8Array({ maxLength: 2_000 }),
      packers,
      fc.nat(50),
      async (bytes, packer, step) => {
        const [encoding, pack] = packer;
        const packed = pack(bytes);
        const pieces: Buffer[] = [];
        for (let at = 0; at < packed.length; at += step + 1) pieces.push(packed.subarray(at, at + step + 1));
        expect(await read(pieces, encoding)).toEqual(Buffer.from(bytes));
      },
    );
    await fc.assert(property, { numRuns: 100 });
  });

  test.each(['gzip', 'br', 'deflate', ''])('of no bytes is empty (%s)', async (encoding) => {
    expect(await read([], encoding)).toEqual(Buffer.alloc(0));
  });

  test.each(['gzip, gzip', 'br, gzip', 'zstd', 'compress', 'aws-chunked'])(
    'packed as "%s" is refused',
    async (encoding) => {
      expect(await failureOf(read([Buffer.from('x')], encoding))).toMatchObject({ kind: 'refused', code: 'encoding' });
    },
  );

  test.each(['gzip', 'br', 'deflate'])('that is not packed as %s is told', async (encoding) => {
    expect(await failureOf(read([Buffer.from('hello, this is not packed')], encoding))).toMatchObject({
      kind: 'unavailable',
      code: 'broken-answer',
      message: 'news.example/feed came packed and could not be unpacked.',
    });
  });

  test('that breaks off while packed is told', async () => {
    const packed = gzipSync(Buffer.from('a long text that will be cut'.repeat(100)));
    expect(await failureOf(read([packed.subarray(0, packed.length / 2)], 'gzip'))).toMatchObject({
      code: 'broken-answer',
    });
  });

  test('may be as large as the cap, and no larger', async () => {
    expect(await read([Buffer.alloc(2_000_000)], '')).toHaveLength(2_000_000);
    expect(await failureOf(read([Buffer.alloc(2_000_001)], ''))).toMatchObject({ kind: 'refused', code: 'too-large' });
  });
});

describe('a bomb', () => {
  test('of a gigabyte is given up after a few hundred kilobytes', async () => {
    let handedOut = 0;
    function* members() {
      for (let member = 0; member < 64; member += 1) {
        handedOut += 1;
        yield ZEROS;
      }
    }
    const before = process.memoryUsage();
    const failure = await failureOf(read(members(), 'gzip'));
    const after = process.memoryUsage();
    expect(failure).toEqual({
      kind: 'refused',
      code: 'bomb',
      message: 'news.example/feed unpacks to far more than any page does and was not read further.',
    });
    expect(handedOut).toBeLessThanOrEqual(20);
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(20_000_000);
  });

  test('is given up in brotli and deflate as well', async () => {
    const zeros = Buffer.alloc(2 ** 24);
    expect(await failureOf(read([brotliCompressSync(zeros)], 'br'))).toMatchObject({ code: 'bomb' });
    expect(await failureOf(read([deflateSync(zeros)], 'deflate'))).toMatchObject({ code: 'bomb' });
    expect(await failureOf(read([deflateRawSync(zeros)], 'deflate'))).toMatchObject({ code: 'bomb' });
  });

  test('that stays below the ratio is given up at the cap', async () => {
    const text = Buffer.from(Array.from({ length: 300_000 }, (_, at) => `${at * 7919}\n`).join(''));
    expect(await failureOf(read([gzipSync(Buffer.concat([text, text]))], 'gzip'))).toMatchObject({ code: 'too-large' });
  });

  test('that unpacks to nothing for ever is given up at the cap of what comes in', async () => {
    const nothing = gzipSync(Buffer.alloc(0));
    function* endless() {
      for (;;) yield Buffer.concat(Array.from({ length: 1_000 }, () => nothing));
    }
    expect(await failureOf(read(endless(), 'gzip'))).toMatchObject({ code: 'too-large' });
  });
});
