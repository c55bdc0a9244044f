import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Chunk, chunkDocument, embeddingText, MAX_CHUNKS } from '../../../rag/chunk/chunk.ts';
import { estimateTokens } from '../../../rag/chunk/tokens.ts';

const sentence = (number: number) => `Report ${number} says that the bank bought ten more coins in a quiet market. `;
const prose = (count: number) => Array.from({ length: count }, (_, number) => sentence(number)).join('');
const bodyOf = (chunks: readonly Chunk[]) => chunks.filter(({ part }) => part === 'body');

describe('chunkDocument', () => {
  it('makes one head of a headline and a short body', () => {
    const body = 'The bank bought ten coins. It will buy more.';
    expect(chunkDocument({ title: { en: 'Bank buys' }, body: { en: body } })).toEqual([
      { ordinal: 0, part: 'head', language: 'en', text: `Bank buys\n${body}`, start: 0, end: body.length },
    ]);
  });

  it('makes a head of a headline alone', () => {
    expect(chunkDocument({ title: { ko: '신규 상장 안내' }, body: {} })).toEqual([
      { ordinal: 0, part: 'head', language: 'ko', text: '신규 상장 안내', start: 0, end: 0 },
    ]);
  });

  it('makes nothing of nothing', () => {
    expect(chunkDocument({ title: {}, body: { en: ' \n ' } })).toEqual([]);
  });

  it('puts the first sentences into the head and the rest into pieces on sentence borders', () => {
    const body = prose(60);
    const [head, ...pieces] = chunkDocument({ title: { en: 'Bank buys' }, body: { en: body } });
    expect(head).toMatchObject({ part: 'head', start: 0, end: prose(4).length });
    expect(head?.text).toBe(`Bank buys\n${prose(4).trim()}`);
    expect(pieces.map(({ start, end }) => body.slice(start, end).match(/Report \d+/g)?.length)).toEqual([22, 22, 18]);
    expect(pieces.every(({ text }) => /^Report/.test(text) && /market\. $/.test(text))).toBe(true);
  });

  it('repeats at most 15 % of the piece before', () => {
    const pieces = bodyOf(chunkDocument({ title: {}, body: { en: prose(200) } }));
    const repeated = pieces.slice(1).map(({ start, text }, index) => {
      const shared = (pieces[index]?.end ?? 0) - start;
      return shared / text.length;
    });
    expect(Math.max(...repeated)).toBeLessThanOrEqual(0.15);
    expect(Math.min(...repeated)).toBeGreaterThan(0.05);
  });

  it('takes the body language by language, with the headline there is', () => {
    const chunks = chunkDocument({ title: { en: 'Bank buys' }, body: { en: 'Ten coins.', ko: '코인 열 개.' } });
    expect(chunks.map(({ ordinal, language, text }) => [ordinal, language, text])).toEqual([
      [0, 'en', 'Bank buys\nTen coins.'],
      [1, 'ko', 'Bank buys\n코인 열 개.'],
    ]);
  });

  it('cuts a page of table lines without a headline at line ends', () => {
    const page = Array.from({ length: 150 }, (_, row) => `Total assets ${row} 1,234 2,345`).join('\n');
    const chunks = chunkDocument({ title: {}, body: { en: page } });
    expect(chunks.length).toBeGreaterThan(3);
    expect(chunks.slice(0, -1).every(({ end }) => page[end - 1] === '\n')).toBe(true);
  });

  it('makes 64 chunks at most, 32 in each of two languages, and is quick with a megabyte', () => {
    const started = performance.now();
    expect(chunkDocument({ title: {}, body: { en: prose(14_000) } })).toHaveLength(MAX_CHUNKS);
    expect(chunkDocument({ title: {}, body: { en: prose(14_000), ko: '값이 올랐다. '.repeat(20_000) } })).toHaveLength(
      64,
    );
    for (const unit of ['a', '.', '😀', 'U.S. ', 'a\n', '가']) {
      expect(chunkDocument({ title: {}, body: { en: unit.repeat(1_000_000 / unit.length) } })).toHaveLength(MAX_CHUNKS);
    }
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('keeps every character, exact offsets and the bounds of size', () => {
    fc.assert(
      fc.property(anyBody(), fc.constantFrom('', 'A headline'), (body, title) => {
        const chunks = chunkDocument({ title: { en: title }, body: { en: body } });
        if (body.trim() === '') return;
        const pieces = bodyOf(chunks);
        expect(pieces.every(({ text, start, end }) => text === body.slice(start, end))).toBe(true);
        expect(chunks.map(({ ordinal }) => ordinal)).toEqual(chunks.map((_, index) => index));
        expect(gaps(chunks, body)).toEqual([]);
        const sizes = pieces.map(({ text }) => estimateTokens(text));
        expect(sizes.every((size) => size <= 400)).toBe(true);
        expect(sizes.slice(0, -2).every((size) => size >= 200)).toBe(true);
        expect(sizes.slice(-2).every((size) => size >= (sizes.length > 1 ? 100 : 40))).toBe(true);
        expect(chunks.flatMap(({ start, end }) => [start, end]).filter((at) => splitsPair(body, at))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

describe('embeddingText', () => {
  it('puts the headline before a piece of the body, and once before the lead', () => {
    const title = { en: 'Bank buys' };
    const [head, piece] = chunkDocument({ title, body: { en: prose(30) } });
    expect(head && embeddingText(head, title)).toBe(`Bank buys\n${prose(4).trim()}`);
    expect(piece && embeddingText(piece, title).startsWith('Bank buys\nReport ')).toBe(true);
    expect(piece && embeddingText(piece, {})).toBe(piece?.text.trim());
  });
});

function gaps(chunks: readonly Chunk[], body: string): number[] {
  const covered = new Uint8Array(body.length);
  for (const { start, end } of chunks) covered.fill(1, start, end);
  return [...covered].flatMap((value, at) => (value === 0 ? [at] : []));
}

function splitsPair(text: string, at: number): boolean {
  const [before, after] = [text.charCodeAt(at - 1), text.charCodeAt(at)];
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
}

/** Prose, Korean, tables, emoji, words without end, at most about 9,000 tokens. */
function anyBody(): fc.Arbitrary<string> {
  const part = fc.oneof(
    fc.integer({ min: 0, max: 30 }).map(prose),
    fc.constantFrom('값이 3.5% 올랐다. ', 'U.S. ', '😀😀', '\n\n', '| 12 | 13 |\n', '     '),
    fc.integer({ min: 1, max: 900 }).map((length) => 'x'.repeat(length)),
    fc.integer({ min: 1, max: 300 }).map((length) => '😀가'.repeat(length)),
    fc.integer({ min: 1, max: 500 }).map((count) => 'word '.repeat(count)),
    fc.string({ unit: 'binary', maxLength: 60 }),
  );
  return fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''));
}
