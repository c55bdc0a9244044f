import { describe, expect, it } from 'vitest';
import { pickDiverse } from '../../../rag/ranking/diversity.ts';

const candidate = (id: string, relevance: number, story = id, subject = id) => ({ id, relevance, story, subject });
const sameSubject = (one: { subject: string }, other: { subject: string }) => (one.subject === other.subject ? 1 : 0);
const idsOf = (picked: readonly { id: string }[]) => picked.map(({ id }) => id);

describe('diversity', () => {
  it('ranks by relevance where nothing is alike', () => {
    const picked = pickDiverse([candidate('b', 1), candidate('a', 2), candidate('c', 0.5)], {
      limit: 3,
      similarity: sameSubject,
    });
    expect(idsOf(picked)).toEqual(['a', 'b', 'c']);
  });

  it('puts what is unlike before what says the same again', () => {
    const picked = pickDiverse(
      [candidate('a', 1, 's1', 'etf'), candidate('b', 0.9, 's2', 'etf'), candidate('c', 0.8, 's3', 'hack')],
      { limit: 3, similarity: sameSubject },
    );
    expect(idsOf(picked)).toEqual(['a', 'c', 'b']);
  });

  it('goes by relevance alone at lambda 1', () => {
    const picked = pickDiverse(
      [candidate('a', 1, 's1', 'etf'), candidate('b', 0.9, 's2', 'etf'), candidate('c', 0.8)],
      {
        limit: 2,
        similarity: sameSubject,
        lambda: 1,
      },
    );
    expect(idsOf(picked)).toEqual(['a', 'b']);
  });

  it('takes the best one of a story and no other', () => {
    const picked = pickDiverse([candidate('a', 0.5, 's'), candidate('b', 0.9, 's'), candidate('c', 0.1)], {
      limit: 10,
      similarity: () => 0,
    });
    expect(idsOf(picked)).toEqual(['b', 'c']);
  });

  it('takes no more than asked for, and nothing from nothing', () => {
    const many = [candidate('a', 1), candidate('b', 1), candidate('c', 1)];
    expect(pickDiverse(many, { limit: 2, similarity: () => 0 })).toHaveLength(2);
    expect(pickDiverse([], { limit: 2, similarity: () => 0 })).toEqual([]);
  });

  it('does not fail where nothing is relevant at all', () => {
    expect(idsOf(pickDiverse([candidate('a', 0), candidate('b', 0)], { limit: 2, similarity: () => 0 }))).toEqual([
      'a',
      'b',
    ]);
  });
});
