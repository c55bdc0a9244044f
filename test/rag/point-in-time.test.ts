import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NewsSearch } from '../../db/news-search.ts';
import { NewsVectors } from '../../db/news-vectors.ts';
import { embedMissing } from '../../rag/embed-missing.ts';
import { createRetriever, type Retriever } from '../../rag/retriever.ts';
import { candidateOf, fakeIndex } from './fixtures/fake-index.ts';
import { openKnowledgeRig } from './fixtures/knowledge-rig.ts';
import { DAY, HOUR, placedDocument, T0 } from './fixtures/prepared.ts';

const TITLE = 'Regulator approves the spot fund';
const WAYS = ['text', 'vector', 'hybrid'] as const;

/** What was known at T0, and what was planted beside it: out later, heard later, dated ahead of its time. */
const KNOWN = placedDocument(1, { title: `${TITLE} one`, story: 'N-1' });
const PLANTED = [
  placedDocument(2, { title: `${TITLE} two`, publishedAt: T0 + 1, story: 'N-1', source: 'Decrypt' }),
  placedDocument(3, { title: `${TITLE} three`, ingestedAt: T0 + 1, story: 'N-1', source: 'The Block' }),
  placedDocument(4, { title: `${TITLE} four`, publishedAt: T0 + DAY, ingestedAt: T0 - HOUR }),
];

type Rig = Awaited<ReturnType<typeof openKnowledgeRig>>;

describe.each([
  ['looking at each', Number.POSITIVE_INFINITY],
  ['through the index', 0],
])('what was not known yet, %s', (_way, hnswAbove) => {
  let rig: Rig;
  let retriever: Retriever;
  let index: NewsSearch;

  beforeAll(async () => {
    rig = await openKnowledgeRig();
    await rig.documents.insert([KNOWN, ...PLANTED]);
    await embedMissing({ vectors: new NewsVectors(rig.database, { hnswAbove }), embedder: rig.embedder });
    index = new NewsSearch(rig.database, { exactBelow: hnswAbove === 0 ? 0 : 5_000 });
    retriever = createRetriever({ documents: rig.documents, index, embedder: () => rig.embedder });
  });
  afterAll(() => rig?.database.close());

  const search = async (asOf: number, mode: (typeof WAYS)[number], assets: readonly string[] | null = null) => {
    const answer = await retriever.search({ text: TITLE, limit: 10, asOf, assets, maxAgeMs: null, mode });
    return answer.outcome === 'found' ? answer.hits : [];
  };

  it.each(WAYS)('is not found by %s, and is as soon as it is known', async (mode) => {
    for (const assets of [null, ['BTC']]) {
      expect((await search(T0, mode, assets)).map(({ news }) => news.id)).toEqual(['N-1']);
      expect(await search(T0 - 1, mode, assets)).toEqual([]);
      const later = await search(T0 + DAY, mode, assets);
      expect(new Set(later.map(({ news }) => news.story))).toEqual(new Set(['N-1', 'N-4']));
    }
  });

  it('does not leave the database', async () => {
    const [values = new Float32Array()] = await rig.embedder.embed([TITLE], 'query');
    const candidates = await index.candidates({
      ...{ terms: new Map([['regul', 1]]), vector: { embedder: rig.embedder, values } },
      ...{ depth: 50, asOf: T0, assets: null, maxAgeMs: null },
    });
    expect(candidates.map(({ document }) => document.id)).toEqual(['N-1']);
    const found = await rig.documents.find({ assets: null, asOf: T0, maxAgeMs: DAY, limit: 10 });
    expect(found.map(({ id }) => id)).toEqual(['N-1']);
  });

  it('is no witness of a story', async () => {
    expect((await search(T0, 'hybrid'))[0]?.news.storySources).toBe(1);
    expect((await search(T0 + 1, 'hybrid'))[0]?.news.storySources).toBe(3);
    expect(await rig.documents.storyCounts(['N-1', 'N-4'], T0)).toEqual([{ story: 'N-1', documents: 1, sources: 1 }]);
  });

  it('is no evidence', async () => {
    const evidence = (asOf: number) => retriever.find({ assets: ['BTC'], asOf, maxAgeMs: 7 * DAY, limit: 10 });
    expect((await evidence(T0)).map(({ id }) => id)).toEqual(['N-1']);
    expect(await evidence(T0 - 1)).toEqual([]);
    expect((await evidence(T0 + DAY)).map(({ story }) => story)).toEqual(['N-4', 'N-1']);
  });
});

describe('a store that lets the future through', () => {
  const { chunks, signature, canonicalUrl, ...known } = KNOWN;
  const planted = PLANTED.map((document, place) =>
    candidateOf(place + 2, { document: { ...document, title: TITLE, body: '' } }),
  );
  const leaky = createRetriever({
    documents: {
      find: async () => [known, ...planted.map(({ document }) => ({ ...document, body: {} }))],
      storyCounts: async () => [],
    },
    index: fakeIndex([candidateOf(1), ...planted]),
    embedder: () => null,
  });

  it('cannot spoil a search', async () => {
    const at = async (asOf: number) => {
      const answer = await leaky.search({ text: TITLE, limit: 10, asOf, assets: null, maxAgeMs: null });
      return answer.outcome === 'found' ? answer.hits.length : 0;
    };
    expect([await at(T0 - 1), await at(T0), await at(T0 + DAY)]).toEqual([0, 1, 2]);
  });

  it('cannot spoil the evidence', async () => {
    const at = async (asOf: number) => {
      const found = await leaky.find({ assets: ['BTC'], asOf, maxAgeMs: 7 * DAY, limit: 10 });
      return found.map(({ id }) => id);
    };
    expect(await at(T0)).toEqual(['N-1']);
    expect(await at(T0 - 1)).toEqual([]);
  });
});

describe('whatever is stored and whenever it is asked', () => {
  const DOCUMENTS = 60;
  const SPAN = 1_000;
  let rig: Rig;

  beforeAll(async () => {
    rig = await openKnowledgeRig();
    const times = fc.sample(fc.tuple(fc.nat(SPAN), fc.integer({ min: -SPAN, max: SPAN })), {
      seed: 3,
      numRuns: DOCUMENTS,
    });
    await rig.documents.insert(
      times.map(([published, delay], place) =>
        placedDocument(place + 1, {
          title: `Exchange report number${place}`,
          publishedAt: T0 + published,
          ingestedAt: T0 + published + delay,
        }),
      ),
    );
    await rig.embed();
  });
  afterAll(() => rig?.database.close());

  it('gives all that was known by then and nothing else', async () => {
    const all = await rig.database.query<{ number: number; known: number }>(
      'select number, greatest(published_at, ingested_at) as known from news_document',
    );
    const index = new NewsSearch(rig.database);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: -SPAN, max: 2 * SPAN }), fc.constantFrom(...WAYS), async (after, mode) => {
        const asOf = T0 + after;
        const expected = all.filter(({ known }) => known <= asOf).map(({ number }) => `N-${number}`);
        const [values = new Float32Array()] = await rig.embedder.embed(['exchange report'], 'query');
        const candidates = await index.candidates({
          terms: mode === 'vector' ? new Map() : new Map([['exchang', 1]]),
          vector: mode === 'text' ? null : { embedder: rig.embedder, values },
          ...{ depth: 100, asOf, assets: null, maxAgeMs: null },
        });
        expect(candidates.map(({ document }) => document.id).sort()).toEqual([...expected].sort());
        const found = await rig.retriever.find({ assets: null, asOf, maxAgeMs: 10 * SPAN, limit: 100 });
        expect(found.map(({ id }) => id).sort()).toEqual([...expected].sort());
        for (const { publishedAt } of found) expect(publishedAt).toBeLessThanOrEqual(asOf);
      }),
      { seed: 11, numRuns: 60 },
    );
  });
});
