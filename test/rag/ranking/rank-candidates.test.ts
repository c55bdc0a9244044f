import { describe, expect, it } from 'vitest';
import { fuseCandidates, rankCandidates, relevantCandidates } from '../../../rag/ranking/rank-candidates.ts';
import { candidateOf } from '../fixtures/fake-index.ts';
import { DAY, T0 } from '../fixtures/prepared.ts';

const LEXICAL = { kind: 'lexical', floor: 0.3 } as const;
const SEMANTIC = { kind: 'semantic', floor: 0.3 } as const;

const ids = (ranked: readonly { readonly document: { readonly id: string } }[]) =>
  ranked.map(({ document }) => document.id);

describe('fusing', () => {
  it('keeps the order of the only ranking there is', () => {
    const candidates = [3, 1, 2].map((number) => candidateOf(number));
    expect(ids(fuseCandidates(candidates, null))).toEqual(['N-1', 'N-2', 'N-3']);
  });

  it('puts first what both rankings bring up', () => {
    const words = [0.9, 0.8, 0.1].map((textScore, place) => candidateOf(place + 1, { textScore }));
    const [first, second, third] = words.map((word, place) => ({
      ...word,
      vectorRank: place === 1 ? 1 : null,
      cosine: 0.6,
    }));
    const near = candidateOf(4, { textRank: null, textScore: null, vectorRank: 2, cosine: 0.1 });
    const candidates = [first, second, third, near].filter((one) => one !== undefined);
    expect(ids(fuseCandidates(candidates, SEMANTIC))[0]).toBe('N-2');
  });

  it('lets a lexical vector say less than the words, and a semantic one nearly as much', () => {
    const words = [0.9, 0.5, 0.1].map((textScore, place) => candidateOf(place + 1, { textScore }));
    const near = candidateOf(4, { textRank: null, textScore: null, vectorRank: 1, cosine: 0.9 });
    expect(ids(fuseCandidates([...words, near], LEXICAL))).toEqual(['N-1', 'N-2', 'N-4', 'N-3']);
    expect(ids(fuseCandidates([...words, near], SEMANTIC))).toEqual(['N-1', 'N-4', 'N-2', 'N-3']);
  });

  it('leaves nothing out', () => {
    const weak = candidateOf(1, { share: 0, mass: 0 });
    expect(fuseCandidates([weak], LEXICAL)).toHaveLength(1);
    expect(relevantCandidates(fuseCandidates([weak], LEXICAL), LEXICAL)).toEqual([]);
  });
});

describe('answers', () => {
  const rank = (candidates: Parameters<typeof rankCandidates>[0], limit = 10) =>
    rankCandidates(candidates, { asOf: T0, limit, embedder: LEXICAL });

  it('are none where nothing is strong enough', () => {
    expect(rank([candidateOf(1, { share: 0.1, mass: 0.1, cosine: 0.1, vectorRank: 1 })])).toEqual([]);
  });

  it('may rest on the vector alone', () => {
    expect(
      ids(rank([candidateOf(1, { textRank: null, share: null, mass: null, vectorRank: 1, cosine: 0.5 })])),
    ).toEqual(['N-1']);
  });

  it('put the young before the old where both say as much', () => {
    const old = candidateOf(1, { textScore: 3, document: { publishedAt: T0 - 30 * DAY } });
    expect(ids(rank([old, candidateOf(2, { textScore: 3 })]))).toEqual(['N-2', 'N-1']);
  });

  it('leave half its weight to what is old', () => {
    const old = candidateOf(1, { document: { publishedAt: T0 - 400 * DAY } });
    const [answer] = rank([old]);
    expect(answer?.score).toBeCloseTo(0.5 * 0.8, 6);
  });

  it('tell a story once, by its best report', () => {
    const retold = [1, 2, 3].map((number) =>
      candidateOf(number, { document: { story: 'N-1', title: `Told ${number}` } }),
    );
    expect(ids(rank([...retold, candidateOf(4)]))).toEqual(['N-1', 'N-4']);
  });

  it('prefer what says something else', () => {
    const said = 'Regulator fines exchange for unregistered tokens';
    const first = candidateOf(1, { document: { title: said } });
    const again = candidateOf(2, { document: { title: `${said} again` } });
    const other = candidateOf(3, { document: { title: 'Miners move north after power prices rise' } });
    expect(ids(rank([first, again, other], 2))).toEqual(['N-1', 'N-3']);
  });

  it('are no more than asked for', () => {
    const candidates = [1, 2, 3].map((number) => candidateOf(number));
    expect(rank(candidates, 2)).toHaveLength(2);
    expect(rank(candidates, 0)).toEqual([]);
    expect(rank([], 5)).toEqual([]);
  });
});
