import { describe, expect, it } from 'vitest';
import { inverseDocumentFrequency } from '../../../rag/ranking/bm25.ts';
import { aboveFloor, evidenceOfWords, opensAnswer } from '../../../rag/ranking/relevance-floor.ts';

const FLOOR = 0.3;
const found = (id: string, share: number, mass: number, cosine: number | null = null) => ({
  id,
  evidence: { share, mass, cosine },
});

describe('the evidence of words', () => {
  const rarest = inverseDocumentFrequency(100, 0);

  it('is the share of the question by weight, and the weight in words nobody else has', () => {
    const query = [
      { term: 'fee', weight: rarest },
      { term: 'rebate', weight: rarest * 3 },
    ];
    expect(evidenceOfWords(query, (term) => term === 'fee', 100)).toEqual({ share: 0.25, mass: 1 });
    expect(evidenceOfWords(query, () => true, 100)).toEqual({ share: 1, mass: 4 });
  });

  it('is nothing for a question without words', () => {
    expect(evidenceOfWords([], () => true, 100)).toEqual({ share: 0, mass: 0 });
  });
});

describe('the floor', () => {
  it('opens for a document with all words of the question, however common they are', () => {
    expect(opensAnswer({ share: 1, mass: 0.1, cosine: null }, FLOOR)).toBe(true);
  });

  it('opens for a good share of a long question', () => {
    expect(opensAnswer({ share: 0.2, mass: 1.2, cosine: null }, FLOOR)).toBe(true);
    expect(opensAnswer({ share: 0.2, mass: 1.19, cosine: null }, FLOOR)).toBe(false);
  });

  it('stays shut for one word out of two, unless the vectors are near', () => {
    expect(opensAnswer({ share: 0.4, mass: 0.5, cosine: 0.29 }, FLOOR)).toBe(false);
    expect(opensAnswer({ share: 0.4, mass: 0.5, cosine: 0.3 }, FLOOR)).toBe(true);
  });

  it('gives nothing where no candidate opens the answer', () => {
    expect(aboveFloor([found('a', 0.3, 0.6), found('b', 0.3, 0.5)], FLOOR)).toEqual([]);
  });

  it('keeps weaker candidates beside one that opened, and drops what shares next to nothing', () => {
    const candidates = [found('weak', 0.2, 0.6), found('strong', 0.5, 1), found('stray', 0.1, 0.2)];
    expect(aboveFloor(candidates, FLOOR).map(({ id }) => id)).toEqual(['weak', 'strong']);
  });

  it('gives nothing for no candidates', () => {
    expect(aboveFloor([], FLOOR)).toEqual([]);
  });
});
