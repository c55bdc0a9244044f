import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NewsSearch } from '../../db/news-search.ts';
import { type Embedder, EmbedderError } from '../../rag/embedders/embedder.ts';
import { createRetriever, type RetrieverParts, type SearchAnswer, type SearchQuery } from '../../rag/retriever.ts';
import { candidateOf, fakeIndex } from './fixtures/fake-index.ts';
import { newsItem, openKnowledgeRig } from './fixtures/knowledge-rig.ts';
import { DAY, HOUR, T0 } from './fixtures/prepared.ts';

const ITEMS = [
  newsItem('Regulator fines exchange Coinmarble for unregistered tokens', { assets: ['BTC'] }),
  newsItem('Coinmarble fined by regulator over unregistered tokens', { assets: ['BTC'], source: 'Decrypt' }),
  newsItem('Miners move machines north after power prices rise', { assets: ['BTC'] }),
  newsItem('Upgrade halves the fees of transfers on Stellar', { assets: ['XLM'] }),
  newsItem('Whale sends 40,000 ether to a staking contract', { assets: ['ETH'] }),
  newsItem('업비트, 스텔라루멘 입출금 일시 중단 안내', { source: '업비트', kind: 'notice', assets: ['XLM'] }),
  newsItem('비트코인 채굴 기업, 북부로 이전', { source: '토큰포스트', assets: ['BTC'] }),
];

const NOBODY: RetrieverParts['documents'] = { find: async () => [], storyCounts: async () => [] };

function titles(answer: SearchAnswer): readonly (string | undefined)[] {
  return answer.outcome === 'found' ? answer.hits.map(({ news }) => news.title.en ?? news.title.ko) : [];
}

describe('searching', () => {
  let rig: Awaited<ReturnType<typeof openKnowledgeRig>>;

  beforeAll(async () => {
    rig = await openKnowledgeRig();
    await rig.ingester.take(ITEMS, { feed: 'test', now: T0 + HOUR, heard: 'when-published' });
    await rig.embed();
  });
  afterAll(() => rig?.database.close());

  const search = (text: string, changes: Partial<SearchQuery> = {}) =>
    rig.retriever.search({ text, limit: 5, asOf: T0 + DAY, assets: null, maxAgeMs: null, ...changes });

  it('answers with the words of the source and where they stand', async () => {
    const answer = await search('fees of transfers');
    expect(answer).toMatchObject({
      outcome: 'found',
      hits: [
        {
          news: { source: 'coindesk', assets: ['XLM'], storySources: 1, publishedAt: T0 },
          quote: { text: 'Upgrade halves the fees of transfers on Stellar', part: 'head' },
        },
      ],
    });
  });

  it('tells a story once and how many tell it', async () => {
    const answer = await search('Coinmarble fined for unregistered tokens');
    const told =
      answer.outcome === 'found' ? answer.hits.filter(({ news }) => /Coinmarble/.test(news.title.en ?? '')) : [];
    expect(told).toHaveLength(1);
    expect(told[0]?.news.storySources).toBe(2);
  });

  it.each(['text', 'vector', 'hybrid'] as const)('finds by %s', async (mode) => {
    expect(titles(await search('power prices of miners', { mode }))[0]).toBe(
      'Miners move machines north after power prices rise',
    );
  });

  it('finds Korean by parts of a word', async () => {
    expect(titles(await search('스텔라루멘 입출금'))[0]).toBe('업비트, 스텔라루멘 입출금 일시 중단 안내');
    expect(titles(await search('비트코인 채굴기업 이전'))[0]).toBe('비트코인 채굴 기업, 북부로 이전');
  });

  it('keeps to the coins, publishers, kinds and age that were asked for', async () => {
    expect(titles(await search('fees of transfers by miners', { assets: ['XLM'] }))).toEqual([
      'Upgrade halves the fees of transfers on Stellar',
    ]);
    expect(titles(await search('regulator tokens', { sources: ['DECRYPT'] }))).toEqual([
      'Coinmarble fined by regulator over unregistered tokens',
    ]);
    expect(titles(await search('스텔라루멘', { kinds: ['notice'] }))).toHaveLength(1);
    expect(await search('fees of transfers', { asOf: T0 + 9 * DAY, maxAgeMs: 8 * DAY })).toEqual({
      outcome: 'nothing-relevant',
    });
  });

  it('says that it has nothing rather than pad', async () => {
    expect(await search('how do I cook rice')).toEqual({ outcome: 'nothing-relevant' });
    expect(await search('김치찌개 끓이는 방법')).toEqual({ outcome: 'nothing-relevant' });
  });

  it.each([
    ['an empty question', ''],
    ['blanks', ' \n\t '],
    ['words that mean nothing by themselves', 'the of and what is it'],
    ['punctuation', '?!… --- %%% '],
    ['control characters', '\u0000\u0007\u202e'],
  ])('finds nothing for %s', async (_what, text) => {
    expect(await search(text)).toEqual({ outcome: 'nothing-relevant' });
  });

  it('finds what a question of 10,000 characters is about', async () => {
    const long = 'The upgrade halves the fees of transfers on Stellar. '.repeat(200).slice(0, 10_000);
    expect(titles(await search(long))[0]).toBe('Upgrade halves the fees of transfers on Stellar');
    const many = Array.from({ length: 2_000 }, (_, place) => `w${place}`).join(' ');
    expect(await search(many)).toEqual({ outcome: 'nothing-relevant' });
  });

  it('gives none where none are asked for', async () => {
    expect(await search('fees of transfers', { limit: 0 })).toEqual({ outcome: 'nothing-relevant' });
  });

  it('answers by words alone while the embedder is away', async () => {
    const away = async (): Promise<never> => {
      throw new EmbedderError('unavailable', 'It does not answer.');
    };
    expect(titles(await withEmbedder({ ...rig.embedder, embed: away }))).toEqual(
      titles(await search(QUESTION, { mode: 'text' })),
    );
  });

  it('lets an error nobody planned through', async () => {
    const broken = async (): Promise<never> => {
      throw new TypeError('Nobody planned this.');
    };
    await expect(withEmbedder({ ...rig.embedder, embed: broken })).rejects.toThrow(TypeError);
  });

  it('answers by words alone where the vectors kept have other dimensions', async () => {
    const embed = async (texts: readonly string[]) => texts.map(() => Float32Array.from([1, 0, 0]));
    const answer = await withEmbedder({ ...rig.embedder, dimensions: 3, embed });
    expect(titles(answer)).toEqual(titles(await search(QUESTION, { mode: 'text' })));
  });

  const QUESTION = 'fees of transfers on Stellar';
  const withEmbedder = (embedder: Embedder) =>
    createRetriever({ documents: rig.documents, index: new NewsSearch(rig.database), embedder: () => embedder }).search(
      {
        ...{ text: QUESTION, limit: 5, asOf: T0 + DAY, assets: null, maxAgeMs: null },
      },
    );
});

describe('asking the index', () => {
  const ask = async (query: Partial<SearchQuery>) => {
    const index = fakeIndex([candidateOf(1)]);
    await createRetriever({ documents: NOBODY, index, embedder: () => null }).search({
      ...{ text: 'bitcoin bitcoin price', limit: 5, asOf: T0, assets: null, maxAgeMs: null, ...query },
    });
    return index.asked[0];
  };

  it('says each term once, with the weight of its form', async () => {
    expect((await ask({}))?.terms).toEqual(
      new Map([
        ['bitcoin', 1],
        ['bitcoin bitcoin', 0.25],
        ['price', 1],
        ['bitcoin price', 0.25],
      ]),
    );
  });

  it('hands the filter over and asks without words for vectors alone', async () => {
    const asked = await ask({
      assets: ['BTC'],
      sources: ['decrypt'],
      kinds: ['notice'],
      maxAgeMs: DAY,
      mode: 'vector',
    });
    expect(asked).toMatchObject({ asOf: T0, assets: ['BTC'], sources: ['decrypt'], kinds: ['notice'], maxAgeMs: DAY });
    expect(asked?.terms.size).toBe(0);
    expect(asked?.vector).toBeNull();
  });

  it('takes a story for told once where nobody counted', async () => {
    const retriever = createRetriever({ documents: NOBODY, index: fakeIndex([candidateOf(1)]), embedder: () => null });
    const answer = await retriever.search({ text: 'title', limit: 1, asOf: T0, assets: null, maxAgeMs: null });
    expect(answer).toMatchObject({ hits: [{ news: { id: 'N-1', chunk: 'N-1/0', storySources: 1, score: 0.8 } }] });
  });
});
