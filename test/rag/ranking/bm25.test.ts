import { describe, expect, it } from 'vitest';
import { bm25, inverseDocumentFrequency, saturation, weighQuery } from '../../../rag/ranking/bm25.ts';

const document = (counts: Record<string, number>) => ({
  counts: new Map(Object.entries(counts)),
  length: Object.values(counts).reduce((sum, count) => sum + count, 0),
});

describe('the weight of a term', () => {
  it('is ln(1 + (N − df + 0.5) / (df + 0.5))', () => {
    expect(inverseDocumentFrequency(10, 1)).toBeCloseTo(Math.log(1 + 9.5 / 1.5), 12);
  });

  it('stays above zero for a term in every document', () => {
    expect(inverseDocumentFrequency(10, 10)).toBeCloseTo(Math.log(1 + 0.5 / 10.5), 12);
  });

  it('counts a term once however often the question says it, and a pair for a quarter', () => {
    const collection = { documents: 10, documentFrequency: () => 1 };
    const idf = inverseDocumentFrequency(10, 1);
    const weights = weighQuery(['fee', 'fee', 'maker fee'], collection, (term) => (term.includes(' ') ? 0.25 : 1));
    expect(weights).toEqual([
      { term: 'fee', weight: idf },
      { term: 'maker fee', weight: idf * 0.25 },
    ]);
  });
});

describe('saturation', () => {
  it('is one for a term said once in a document of average length', () => {
    expect(saturation(1, 100, 100)).toBeCloseTo(1, 12);
  });

  it('grows with every repetition and stays below k1 + 1', () => {
    expect(saturation(2, 100, 100)).toBeGreaterThan(saturation(1, 100, 100));
    expect(saturation(1000, 100, 100)).toBeLessThan(2.2);
  });

  it('is lower in a longer document, unless b is zero', () => {
    expect(saturation(1, 200, 100)).toBeCloseTo(2.2 / (1 + 1.2 * 1.75), 12);
    expect(saturation(1, 200, 100, { k1: 1.2, b: 0 })).toBeCloseTo(1, 12);
  });
});

describe('BM25', () => {
  const query = [
    { term: 'fee', weight: 2 },
    { term: 'rebate', weight: 3 },
  ];

  it('sums the weights of the shared terms, each saturated', () => {
    expect(bm25(query, document({ fee: 1, rebate: 1 }), 2)).toBeCloseTo(5, 12);
    expect(bm25(query, document({ fee: 1, other: 1 }), 2)).toBeCloseTo(2, 12);
  });

  it('is zero where nothing is shared', () => {
    expect(bm25(query, document({ other: 3 }), 2)).toBe(0);
  });

  it('is finite in an empty collection', () => {
    expect(bm25(query, document({}), 0)).toBe(0);
  });
});
