import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLexicalEmbedder } from '../../../rag/embedders/lexical-embedder.ts';

/** Whatever the rules look at, and what they do not expect. */
const LETTER = fc.constantFrom(...'aKm20.,%’&$_ 가이억는Ａé比ー😀', '\u0301', '\u200d', '\ud800', '\n');

const embedder = createLexicalEmbedder();

const dot = (one: Float32Array, other: Float32Array) =>
  one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);

async function cosine(query: string, passage: string): Promise<number> {
  const [one] = await embedder.embed([query], 'query');
  const [other] = await embedder.embed([passage], 'passage');
  return dot(one!, other!);
}

describe('the lexical embedder', () => {
  it('says that it is lexical, and how long its vectors are', () => {
    expect(embedder).toMatchObject({ name: 'lexical', version: '1', kind: 'lexical', dimensions: 384 });
  });

  it('gives vectors of unit length for any text and role', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: LETTER, maxLength: 60 }),
        fc.constantFrom('query' as const, 'passage' as const),
        async (text, role) => {
          const [vector] = await embedder.embed([text], role);
          expect(vector).toHaveLength(384);
          expect(Math.sqrt(dot(vector!, vector!))).toBeCloseTo(1, 5);
        },
      ),
    );
  });

  it('gives the same text the same vector, whatever it read before', async () => {
    const [fresh] = await createLexicalEmbedder().embed(['Regulator fines exchange'], 'passage');
    await embedder.embed(['something else entirely', 'exchange'], 'passage');
    const [, used] = await embedder.embed(['first', 'Regulator fines exchange'], 'passage');
    expect(used).toEqual(fresh);
  });

  it('keeps its vectors until its version changes', async () => {
    const [vector] = await embedder.embed(['Upbit lists a new token'], 'passage');
    const fingerprint = [...vector!].map((value) => value.toFixed(4)).join();
    expect(hash(fingerprint)).toBe(1482255985);
  });

  it('puts a passage with the words of the question above one without', async () => {
    const question = 'Why was the exchange fined by the regulator?';
    const answer = await cosine(
      question,
      'The regulator fined the exchange for selling unregistered tokens to the public.',
    );
    const other = await cosine(question, 'Miners moved their machines north after the price of power rose in spring.');
    expect(answer).toBeGreaterThan(embedder.floor);
    expect(other).toBeLessThan(embedder.floor / 2);
  });

  it('finds a Korean name with another particle, and an English text about the same coin', async () => {
    const other = await cosine('비트코인이 올랐나', '금리 동결 전망이 우세하다');
    expect(await cosine('비트코인이 올랐나', '비트코인은 밤사이 크게 움직였다')).toBeGreaterThan(other + 0.1);
    expect(await cosine('비트코인이 올랐나', 'Bitcoin moved sharply overnight')).toBeGreaterThan(other);
  });

  it('finds a misspelt name by its letters', async () => {
    const other = await cosine('chainlnk', 'Polkadot upgrade goes live');
    expect(await cosine('chainlnk', 'Chainlink upgrade goes live')).toBeGreaterThan(other + 0.1);
  });

  it('does not let a heading of one common word beat a paragraph that answers', async () => {
    const question = 'How is revenue from licences recognised?';
    const paragraph = 'Revenue from licences is recognised when the customer gains control of the software.';
    expect(await cosine(question, paragraph)).toBeGreaterThan(await cosine(question, 'Revenue'));
  });

  it('holds a question without words far from every passage', async () => {
    expect(await cosine('???', 'Bitcoin fell')).toBeLessThanOrEqual(0);
    expect(await cosine('', '')).toBeCloseTo(-1, 5);
  });

  it('returns nothing for no texts', async () => {
    expect(await embedder.embed([], 'query')).toEqual([]);
  });
});

function hash(text: string): number {
  let value = 0;
  for (const letter of text) value = (Math.imul(value, 31) + letter.charCodeAt(0)) | 0;
  return value;
}
