import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Embedder, EmbedderError } from '../../rag/embedders/embedder.ts';

/** Texts as they come from outside, the worst first. */
const HOSTILE: readonly string[] = [
  'lone \ud800 surrogate',
  '\u0000\u0007\u001b[31m',
  '\u200b\u202e\ufeff',
  '🚀🚀🌕',
  '[CLS] [SEP] [PAD] </s> <|endoftext|>',
  'word'.repeat(50_000),
  '비트코인 '.repeat(5_000),
  '비트코인이 최저가 아래로 떨어졌다',
];

/** Holds an implementation of the embedder port; `open` connects to the same model each time. */
export function embedderContract(name: string, open: () => Promise<Embedder>): void {
  describe(`${name} keeps the embedder contract`, () => {
    let embedder: Embedder;

    beforeAll(async () => {
      embedder = await open();
    });
    afterAll(() => embedder?.close());

    const embed = async (...texts: string[]) => embedder.embed(texts, 'passage');

    it('names itself, and what compares wording never passes for what compares meaning', () => {
      expect(embedder.name).toMatch(/^[a-z]+[:@].+/);
      expect(embedder.version).not.toBe('');
      expect(embedder.name.startsWith('lexical@')).toBe(embedder.kind === 'lexical');
      expect(Number.isInteger(embedder.dimensions) && embedder.dimensions > 0).toBe(true);
      expect(embedder.floor).toBeGreaterThanOrEqual(-1);
      expect(embedder.floor).toBeLessThan(1);
    });

    it('gives each text a vector of unit length and of its dimensions, in order', async () => {
      const texts = ['bitcoin falls on high volume', 'the bank keeps its rate', 'the exchange wallet hack'];
      const together = await embedder.embed(texts, 'passage');
      expect(together).toHaveLength(3);
      for (const [place, text] of texts.entries()) {
        const [alone] = await embed(text);
        expect(together[place]).toHaveLength(embedder.dimensions);
        expect(cosine(together[place], together[place])).toBeCloseTo(1, 5);
        expect(cosine(together[place], alone)).toBeCloseTo(1, 4);
      }
    });

    it('gives the same text the same vector, whatever is asked beside it', async () => {
      const long = 'the central bank of the week '.repeat(20);
      const [alone] = await embed('funding rates');
      const [, beside] = await embed(long, 'funding rates', '', long);
      expect(cosine(alone, beside)).toBeCloseTo(1, 4);
    });

    it('keeps questions asked at the same time apart', async () => {
      const texts = Array.from({ length: 12 }, (_, place) => `bitcoin price ${place} of the week`);
      const answers = await Promise.all(texts.map((text) => embedder.embed([text], 'query')));
      for (const [place, text] of texts.entries()) {
        const [again] = await embedder.embed([text], 'query');
        expect(cosine(answers[place]?.[0], again)).toBeCloseTo(1, 4);
      }
    });

    it('finds a text nearer to a question on its subject than one on another', async () => {
      const [question] = await embedder.embed(['bitcoin exchange hack'], 'query');
      const [near, far] = await embed(
        'bitcoin was stolen from an exchange in a hack of its wallet',
        'cold weather on the tallest mountain of the continent',
      );
      expect(cosine(question, near)).toBeGreaterThan(cosine(question, far) + 0.05);
      expect(cosine(question, far)).toBeLessThan(embedder.floor);
    });

    it('has nothing to say about no texts', async () => {
      expect(await embedder.embed([], 'passage')).toEqual([]);
    });

    it('takes any text there is', async () => {
      const vectors = await embedder.embed(HOSTILE, 'passage');
      expect(vectors).toHaveLength(HOSTILE.length);
      for (const vector of vectors) {
        expect(vector).toHaveLength(embedder.dimensions);
        const length = cosine(vector, vector);
        // A lexical one may find no word at all in some of them.
        expect(embedder.kind === 'lexical' && length === 0 ? 1 : length).toBeCloseTo(1, 4);
      }
    });

    it('gives blank texts a vector of their place, too', async () => {
      const vectors = await embed('', ' \n\t', 'bitcoin');
      expect(vectors.map((vector) => vector.length)).toEqual(Array(3).fill(embedder.dimensions));
      expect(vectors.every((vector) => vector.every(Number.isFinite))).toBe(true);
    });

    it('leaves the texts as they were', async () => {
      const texts = Object.freeze(['b', 'a', 'c']);
      await embedder.embed(texts, 'passage');
      expect(texts).toEqual(['b', 'a', 'c']);
    });

    it('does nothing for somebody who no longer wants it', async () => {
      const reason = new Error('no longer wanted');
      await expect(embedder.embed(['a'], 'query', AbortSignal.abort(reason))).rejects.toBe(reason);
    });

    it('is the same model when opened again, and may be closed twice', async () => {
      const again = await open();
      expect([again.name, again.version, again.dimensions]).toEqual([
        embedder.name,
        embedder.version,
        embedder.dimensions,
      ]);
      const [[mine], [its]] = await Promise.all([embed('rate'), again.embed(['rate'], 'passage')]);
      expect(cosine(mine, its)).toBeCloseTo(1, 5);
      await again.close();
      await again.close();
      if (again.kind === 'semantic') {
        const late = again.embed(['rate'], 'passage');
        await expect(late).rejects.toBeInstanceOf(EmbedderError);
        await expect(late).rejects.toMatchObject({ code: 'unavailable' });
      }
    });
  });
}

function cosine(a: Float32Array | undefined, b: Float32Array | undefined): number {
  if (a === undefined || b === undefined) throw new Error('There is a vector missing.');
  return a.reduce((sum, value, place) => sum + value * (b[place] ?? 0), 0);
}
