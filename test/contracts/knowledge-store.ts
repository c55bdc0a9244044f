import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../db/database.ts';
import { NewsDocuments } from '../../db/news-documents.ts';
import { NewsSearch } from '../../db/news-search.ts';
import { NewsVectors } from '../../db/news-vectors.ts';
import { SeriesTable } from '../../db/series-table.ts';
import { SourceTable } from '../../db/source-table.ts';
import { analyse, termWeight } from '../../rag/analysis/terms.ts';
import type { DocumentQuery } from '../../rag/document-store.ts';
import type { CandidateQuery } from '../../rag/search-index.ts';
import type { SeriesPoint } from '../../rag/series-point.ts';
import { DAY, HOUR, placedDocument, T0 } from '../rag/fixtures/prepared.ts';

const TWO = { name: 'two', version: '1', kind: 'lexical', dimensions: 2, floor: 0.1 } as const;

/** What every database keeps to when it stores knowledge; `open` gives a migrated, empty one. */
export function describeKnowledgeStore(name: string, open: () => Promise<Database>): void {
  describe(`knowledge on ${name}`, () => {
    let database: Database;
    let documents: NewsDocuments;

    beforeAll(async () => {
      database = await open();
      documents = new NewsDocuments(database);
    });
    beforeEach(async () => {
      await documents.removeFeed('test');
      await documents.removeFeed('other');
      await database.query('delete from news_embedder');
    });
    afterAll(() => database?.close());

    const ids = async (query: Partial<DocumentQuery> = {}) => {
      const found = await documents.find({ assets: ['BTC'], asOf: T0 + DAY, maxAgeMs: 7 * DAY, limit: 20, ...query });
      return found.map(({ id }) => id);
    };

    describe('documents', () => {
      it('come back as they went in', async () => {
        const { chunks, signature, canonicalUrl, ...document } = placedDocument(1, {
          title: 'SEC approves',
          body: 'The regulator said yes.',
          url: 'https://example.org/a',
          flags: ['instruction-like'],
        });
        await documents.insert([{ ...document, chunks, signature, canonicalUrl }]);
        expect(await documents.read('N-1', T0)).toEqual(document);
        expect(await documents.find({ assets: ['BTC'], asOf: T0, maxAgeMs: HOUR, limit: 1 })).toEqual([document]);
      });

      it('are kept once, by id and by hash, and never changed', async () => {
        const first = placedDocument(1);
        expect((await documents.insert([first, placedDocument(2)])).map(({ id }) => id)).toEqual(['N-1', 'N-2']);
        expect(await documents.insert([{ ...placedDocument(1), sha256: 'f'.repeat(64), tone: -1 }])).toEqual([]);
        expect(await documents.insert([{ ...placedDocument(3), sha256: first.sha256 }])).toEqual([]);
        expect((await documents.read('N-1', T0))?.tone).toBe(0.25);
        expect(await documents.read('N-3', T0)).toBeNull();
      });

      it('are read back in order, however many a span holds', async () => {
        const many = Array.from({ length: 2_001 }, (_, place) => placedDocument(place + 1));
        for (let from = 0; from < many.length; from += 250) await documents.insert(many.slice(from, from + 250));
        const known = await documents.known({ from: T0 - DAY, to: T0 + DAY, urls: [], sha256s: [] });
        expect(known.map(({ id }) => id)).toEqual(many.map(({ id }) => id));
        expect(await documents.known({ from: T0 + DAY, to: T0 + DAY, urls: [], sha256s: ['none'] })).toEqual([]);
      });

      it('are numbered anew when nobody named them', async () => {
        const [a, b] = await documents.reserve(2);
        const [c] = await documents.reserve(1);
        expect(new Set([a, b, c]).size).toBe(3);
        for (const id of [a, b, c]) expect(id).toMatch(/^N-\d{4,}$/);
      });

      it('show nothing before it was published and came in', async () => {
        await documents.insert([
          placedDocument(1),
          placedDocument(2, { publishedAt: T0 + 1 }),
          placedDocument(3, { ingestedAt: T0 + 1 }),
          placedDocument(4, { publishedAt: T0 + 2, ingestedAt: T0 - 1 }),
        ]);
        expect(await ids({ asOf: T0 - 1 })).toEqual([]);
        expect(await ids({ asOf: T0 })).toEqual(['N-1']);
        expect(await ids({ asOf: T0 + 1 })).toEqual(['N-2', 'N-1', 'N-3']);
        expect(await documents.read('N-4', T0 + 1)).toBeNull();
        expect(await documents.read('N-4', T0 + 2)).not.toBeNull();
        expect(await documents.read('not an id', T0)).toBeNull();
      });

      it('are found by coin, age, publisher, kind and topic', async () => {
        await documents.insert([
          placedDocument(1, { assets: [], publishedAt: T0 + 3 }),
          placedDocument(2, { assets: ['ETH', 'BTC'], publishedAt: T0 + 1, source: 'Decrypt' }),
          placedDocument(3, { publishedAt: T0 + 2, kind: 'notice', topic: 'delisting' }),
          placedDocument(4, { assets: ['SOL'], publishedAt: T0 + 4 }),
        ]);
        expect(await ids()).toEqual(['N-3', 'N-2', 'N-1']);
        expect(await ids({ assets: null })).toEqual(['N-4', 'N-1', 'N-3', 'N-2']);
        expect(await ids({ assets: [] })).toEqual(['N-1']);
        expect(await ids({ limit: 1 })).toEqual(['N-3']);
        expect(await ids({ asOf: T0 + HOUR, maxAgeMs: HOUR - 2 })).toEqual(['N-3', 'N-1']);
        expect(await ids({ sources: ['decrypt'] })).toEqual(['N-2']);
        expect(await ids({ kinds: ['notice'] })).toEqual(['N-3']);
        expect(await ids({ topics: ['delisting', 'macro'] })).toEqual(['N-3']);
      });

      it('are recognised by span, address and hash', async () => {
        const old = placedDocument(1, { publishedAt: T0 - 30 * DAY, canonicalUrl: 'https://a.example/1' });
        await documents.insert([
          old,
          placedDocument(2, { story: 'N-1' }),
          placedDocument(3, { publishedAt: T0 + DAY }),
        ]);
        const known = (urls: string[], sha256s: string[]) =>
          documents.known({ from: T0 - HOUR, to: T0 + HOUR, urls, sha256s }).then((all) => all.map(({ id }) => id));
        expect(await known([], [])).toEqual(['N-2']);
        expect(await known(['https://a.example/1'], [])).toEqual(['N-1', 'N-2']);
        expect(await known([], [old.sha256])).toEqual(['N-1', 'N-2']);
        const [second] = await documents.known({ from: T0, to: T0, urls: [], sha256s: [] });
        expect(second).toMatchObject({ story: 'N-1', storyStartedAt: T0 - 30 * DAY, title: { en: 'Title 2' } });
        expect(second?.signature).toEqual(placedDocument(2).signature);
      });

      it('count who tells a story, as of a time and reprints once', async () => {
        const reprint = placedDocument(1).printSha256;
        await documents.insert([
          placedDocument(1),
          placedDocument(2, { story: 'N-1', source: 'decrypt', printSha256: reprint, publishedAt: T0 + 1 }),
          placedDocument(3, { story: 'N-1', source: 'CoinDesk', publishedAt: T0 + 1 }),
          placedDocument(4, { story: 'N-1', source: 'the block', publishedAt: T0 + 2 }),
        ]);
        expect(await documents.storyCounts(['N-1'], T0)).toEqual([{ story: 'N-1', documents: 1, sources: 1 }]);
        expect(await documents.storyCounts(['N-1'], T0 + 1)).toEqual([{ story: 'N-1', documents: 3, sources: 1 }]);
        expect(await documents.storyCounts(['N-1', 'N-9'], T0 + 2)).toEqual([
          { story: 'N-1', documents: 4, sources: 2 },
        ]);
        expect(await documents.storyCounts([], T0)).toEqual([]);
      });

      it('go with all that was made of them', async () => {
        await documents.insert([placedDocument(1), placedDocument(2, { feed: 'other' })]);
        expect(await documents.removeFeed('test')).toBe(1);
        expect(await documents.removeFeed('test')).toBe(0);
        const [left] = await database.query<{ postings: number; chunks: number; corpus: number }>(
          `select (select count(*)::int from news_posting p left join news_chunk c on c.id = p.chunk where c.id is null) as postings,
             (select count(*)::int from news_chunk) as chunks, (select chunks::int from news_corpus) as corpus`,
        );
        expect(left).toEqual({ postings: 0, chunks: 1, corpus: 1 });
        await documents.removeFeed('other');
        expect(await database.query('select max(chunks)::int as most from news_term')).toEqual([{ most: 0 }]);
      });
    });

    describe.each([
      ['looking at each', Number.POSITIVE_INFINITY],
      ['through the index', 0],
    ])('search, %s', (_way, hnswAbove) => {
      let vectors: NewsVectors;
      const index = () => new NewsSearch(database, { exactBelow: hnswAbove === 0 ? 0 : 5_000 });

      const asked = (text: string, vector: readonly number[] | null, changes: Partial<CandidateQuery> = {}) =>
        index().candidates({
          terms: new Map([...analyse(text).counts.keys()].map((term) => [term, termWeight(term)])),
          vector: vector === null ? null : { embedder: TWO, values: Float32Array.from(vector) },
          depth: 10,
          asOf: T0 + DAY,
          assets: null,
          maxAgeMs: null,
          ...changes,
        });

      beforeEach(async () => {
        vectors = new NewsVectors(database, { hnswAbove });
      });

      /** Stores documents whose vectors stand at these angles, in degrees. */
      async function store(
        angles: Readonly<Record<number, number>>,
        changes: Parameters<typeof placedDocument>[1] = {},
      ) {
        const numbers = Object.keys(angles).map(Number);
        await documents.insert(numbers.map((number) => placedDocument(number, { title: `word${number}`, ...changes })));
        const { id } = await vectors.register(TWO);
        const missing = await vectors.missing(id, 1_000);
        await vectors.save(
          id,
          missing.map(({ chunk, text }) => ({ chunk, vector: atAngle(angles[Number(/\d+/.exec(text)?.[0])] ?? 0) })),
        );
        await vectors.chooseIndex(id);
        await vectors.serve(id);
      }

      it('ranks by words and by nearness, each by itself', async () => {
        await store({ 1: 0, 2: 30, 3: 60 });
        const found = await asked('word2 word3', [1, 0]);
        expect(found.map(({ document, vectorRank }) => [document.id, vectorRank]).sort()).toEqual([
          ['N-1', 1],
          ['N-2', 2],
          ['N-3', 3],
        ]);
        const second = found.find(({ document }) => document.id === 'N-2');
        expect(second?.cosine).toBeCloseTo(Math.cos(Math.PI / 6), 2);
        expect(second?.textRank).not.toBeNull();
        expect(found.find(({ document }) => document.id === 'N-1')?.textRank).toBeNull();
      });

      it('asks one ranking alone, or none', async () => {
        await store({ 1: 0, 2: 30 });
        expect((await asked('word1', null)).map(({ document }) => document.id)).toEqual(['N-1']);
        expect((await asked('', [0, 1])).map(({ document }) => document.id)).toEqual(['N-2', 'N-1']);
        expect(await asked('', null)).toEqual([]);
        expect(await asked('nothing of it', null)).toEqual([]);
      });

      it('never shows what was not known yet', async () => {
        await store({ 1: 0 });
        await store({ 2: 0 }, { publishedAt: T0 + 2 * DAY });
        await store({ 3: 0 }, { ingestedAt: T0 + 2 * DAY });
        expect((await asked('word1 word2 word3', [1, 0])).map(({ document }) => document.id)).toEqual(['N-1']);
        const later = await asked('word1 word2 word3', [1, 0], { asOf: T0 + 2 * DAY });
        expect(later.map(({ document }) => document.id).sort()).toEqual(['N-1', 'N-2', 'N-3']);
      });

      it('gives k of k for a rare coin among many', async () => {
        const many = Object.fromEntries(Array.from({ length: 400 }, (_, place) => [100 + place, (place % 40) / 10]));
        await store(many);
        const rare = Object.fromEntries(Array.from({ length: 10 }, (_, place) => [600 + place, 120 + place]));
        await store(rare, { assets: ['RARE'] });
        const found = await asked('', [1, 0], { assets: ['RARE'] });
        expect(found.map(({ document }) => document.id)).toEqual(Object.keys(rare).map((number) => `N-${number}`));
      });

      it('filters by publisher, kind and age before it cuts', async () => {
        await store({ 1: 0, 2: 1, 3: 2 });
        await store({ 4: 80 }, { source: 'Decrypt' });
        await store({ 5: 81 }, { kind: 'notice' });
        await store({ 6: 82 }, { publishedAt: T0 - 9 * DAY });
        const one = (changes: Partial<CandidateQuery>) =>
          asked('', [1, 0], { depth: 1, ...changes }).then((found) => found.map(({ document }) => document.id));
        expect(await one({ sources: ['decrypt'] })).toEqual(['N-4']);
        expect(await one({ kinds: ['notice'] })).toEqual(['N-5']);
        expect(await one({})).toEqual(['N-1']);
        expect((await asked('', [1, 0], { maxAgeMs: 5 * DAY })).map(({ document }) => document.id)).not.toContain(
          'N-6',
        );
      });

      it('compares only vectors of the same embedder', async () => {
        await store({ 1: 0 });
        const other = { embedder: { ...TWO, version: '2' }, values: Float32Array.from([1, 0]) };
        expect(await asked('', null, { vector: other })).toEqual([]);
      });

      it('counts how much of the question a chunk holds', async () => {
        await store({ 1: 0 });
        const [whole] = await asked('word1', null);
        const [part] = await asked('word1 unheard', null);
        expect(whole?.share).toBeCloseTo(1, 5);
        expect(part?.share).toBeLessThan(0.5);
        expect(part?.mass).toBeCloseTo(whole?.mass ?? 0, 5);
      });
    });

    describe('embedders', () => {
      it('are kept by name and version, one of them serving', async () => {
        const vectors = new NewsVectors(database);
        const first = await vectors.register(TWO);
        expect(first).toMatchObject({ state: 'building', vectors: 0 });
        expect(await vectors.register(TWO)).toEqual(first);
        expect(await vectors.serving()).toBeNull();
        await vectors.serve(first.id);
        const second = await vectors.register({ ...TWO, version: '2', dimensions: 3 });
        await vectors.serve(second.id);
        expect((await vectors.serving())?.id).toBe(second.id);
        expect((await vectors.list()).map(({ version, state }) => [version, state])).toEqual([
          ['1', 'retired'],
          ['2', 'serving'],
        ]);
        expect(await vectors.removeRetired()).toBe(1);
      });

      it('refuse other dimensions under the same version', async () => {
        const vectors = new NewsVectors(database);
        await vectors.register(TWO);
        await expect(vectors.register({ ...TWO, dimensions: 3 })).rejects.toThrow(/gives 3 dimensions.*have 2/);
      });

      it('keep a vector once and know what is missing', async () => {
        await documents.insert([placedDocument(1), placedDocument(2)]);
        const vectors = new NewsVectors(database);
        const { id } = await vectors.register(TWO);
        expect(await vectors.countMissing(id)).toBe(2);
        const [chunk] = await vectors.missing(id, 1);
        expect(chunk?.text).toBe('Title 2');
        const row = { chunk: chunk?.chunk ?? 0, vector: atAngle(0) };
        await vectors.save(id, [row]);
        await vectors.save(id, [{ ...row, vector: atAngle(90) }]);
        await vectors.save(id, [{ chunk: 999_999, vector: atAngle(0) }]);
        expect(await vectors.countMissing(id)).toBe(1);
        expect((await vectors.list())[0]?.vectors).toBe(1);
      });
    });

    describe('series', () => {
      const point = (at: number, value: number, knownAt = at): SeriesPoint => ({
        ...{ series: 'fear-greed', at, knownAt, value, unit: 'index', source: 'alternative.me' },
      });

      it('tell the last value that was known, and the one before it', async () => {
        const series = new SeriesTable(database);
        expect(await series.insert([point(1, 10), point(2, 12), point(2, 13, 5)], 3)).toBe(3);
        expect(await series.insert([point(2, 99)], 3)).toBe(0);
        const at = async (asOf: number) =>
          (await series.latest('fear', asOf)).map(({ value, previous, knownAt }) => ({ value, previous, knownAt }));
        expect(await at(2)).toEqual([]);
        expect(await at(4)).toEqual([{ value: 12, previous: 10, knownAt: 2 }]);
        expect(await at(5)).toEqual([{ value: 13, previous: 10, knownAt: 5 }]);
        expect(await series.latest('greed', 9)).toEqual([]);
      });
    });

    describe('sources', () => {
      it('are remembered with how it went', async () => {
        const sources = new SourceTable(database);
        const standing = {
          name: 'rss:coindesk',
          memory: { validators: { etag: '"a"' }, cursor: '7' },
          lastVisitAt: T0,
          lastSuccessAt: null,
          lastNew: 0,
          failures: 2,
          problem: 'It answered 503.',
          nextVisitAt: T0 + HOUR,
        };
        await sources.save({ ...standing, failures: 1 });
        await sources.save(standing);
        expect(await sources.load()).toEqual([standing]);
      });
    });
  });
}

function atAngle(degrees: number): Float32Array {
  const radians = (degrees * Math.PI) / 180;
  return Float32Array.from([Math.cos(radians), Math.sin(radians)]);
}
