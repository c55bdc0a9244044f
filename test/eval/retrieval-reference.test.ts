import { expect, it } from 'vitest';
import { createLexicalEmbedder } from '../../rag/embedders/lexical-embedder.ts';
import { createReferenceRanking, RANKING_MODES } from './retrieval-reference.ts';

const ranking = await createReferenceRanking(
  [
    { id: 'fine', chunks: ['The regulator opened its books.', 'It fined the exchange for unregistered tokens.'] },
    { id: 'miners', chunks: ['Miners moved their machines north after the price of power rose.'] },
    { id: 'upgrade', chunks: ['The upgrade of the network halves the fees of a transfer.'] },
  ],
  createLexicalEmbedder(),
);

it.each(RANKING_MODES)('ranks the document whose best chunk answers first, by %s', async (mode) => {
  expect((await ranking.rank('Which exchange was fined for tokens?', mode))[0]).toBe('fine');
});

it('names a document once, however many of its chunks match', async () => {
  expect(await ranking.rank('regulator exchange', 'text')).toEqual(['fine']);
});

it('answers nothing to a question that has nothing to do with the collection', async () => {
  expect(await ranking.answer('how do I cook rice')).toEqual([]);
  expect(await ranking.answer('fees of a transfer')).toEqual(['upgrade']);
});
