import { describe, expect, it } from 'vitest';
import type { NewsDocument } from '../../rag/document.ts';
import type { NewsStore } from '../../rag/news-store.ts';

export const HOUR = 3_600_000;
export const T0 = Date.UTC(2025, 4, 20, 12);

export function newsDocument(id: string, overrides: Partial<NewsDocument> = {}): NewsDocument {
  const publishedAt = overrides.publishedAt ?? T0;
  return {
    id,
    publishedAt,
    ingestedAt: publishedAt,
    source: 'CoinDesk',
    topic: 'market',
    assets: ['BTC'],
    title: { en: `Title of ${id}`, ko: `${id} 제목` },
    summary: { en: `Summary of ${id}` },
    tone: 0.25,
    toneBy: 'lexicon@1',
    sha256: id.padEnd(64, '0'),
    ...overrides,
  };
}

/** What every news store keeps to; run against each adapter. */
export function describeNewsStore(name: string, create: () => Promise<NewsStore>): void {
  const ids = async (store: NewsStore, query: Partial<Parameters<NewsStore['find']>[0]> = {}) =>
    (await store.find({ assets: ['BTC'], asOf: T0 + HOUR, maxAgeMs: 24 * HOUR, limit: 10, ...query })).map(
      ({ id }) => id,
    );

  describe(`${name} keeps news`, () => {
    it('gives back what was put in, unchanged', async () => {
      const store = await create();
      const document = newsDocument('N-1');
      await store.insert([document]);
      expect(await store.find({ assets: ['BTC'], asOf: T0, maxAgeMs: HOUR, limit: 1 })).toEqual([document]);
    });

    it('keeps a document once, by its id and by its hash, and never changes it', async () => {
      const store = await create();
      expect(await store.insert([newsDocument('N-1'), newsDocument('N-2')])).toBe(2);
      expect(await store.insert([newsDocument('N-1', { tone: -1, sha256: 'f'.repeat(64) })])).toBe(0);
      expect(
        await store.insert([newsDocument('N-3', { sha256: newsDocument('N-1').sha256 }), newsDocument('N-4')]),
      ).toBe(1);
      expect(await ids(store)).toEqual(['N-1', 'N-2', 'N-4']);
      expect((await store.find({ assets: ['BTC'], asOf: T0, maxAgeMs: HOUR, limit: 9 }))[0]?.tone).toBe(0.25);
    });

    it('keeps a document once that comes twice in one batch', async () => {
      expect(await (await create()).insert([newsDocument('N-1'), newsDocument('N-1')])).toBe(1);
    });

    it('shows nothing before it was published and ingested', async () => {
      const store = await create();
      await store.insert([
        newsDocument('N-1'),
        newsDocument('N-2', { publishedAt: T0 + 1 }),
        newsDocument('N-3', { ingestedAt: T0 + 1 }),
        newsDocument('N-4', { publishedAt: T0 + 2, ingestedAt: T0 - 1 }),
      ]);
      expect(await ids(store, { asOf: T0 - 1 })).toEqual([]);
      expect(await ids(store, { asOf: T0 })).toEqual(['N-1']);
      expect(await ids(store, { asOf: T0 + 1 })).toEqual(['N-2', 'N-1', 'N-3']);
    });

    it('shows nothing older than asked for', async () => {
      const store = await create();
      await store.insert([newsDocument('N-1'), newsDocument('N-2', { publishedAt: T0 + HOUR })]);
      expect(await ids(store, { maxAgeMs: HOUR })).toEqual(['N-2', 'N-1']);
      expect(await ids(store, { maxAgeMs: HOUR - 1 })).toEqual(['N-2']);
    });

    it('puts the asked coins before the market as a whole, each newest first, then by id', async () => {
      const store = await create();
      await store.insert([
        newsDocument('N-1', { assets: [], publishedAt: T0 + 3 }),
        newsDocument('N-2', { assets: ['ETH', 'BTC'], publishedAt: T0 + 1 }),
        newsDocument('N-4', { publishedAt: T0 + 2 }),
        newsDocument('N-3', { publishedAt: T0 + 2 }),
        newsDocument('N-5', { assets: ['SOL'], publishedAt: T0 + 4 }),
      ]);
      expect(await ids(store)).toEqual(['N-3', 'N-4', 'N-2', 'N-1']);
      expect(await ids(store, { limit: 2 })).toEqual(['N-3', 'N-4']);
      expect(await ids(store, { assets: [] })).toEqual(['N-1']);
      expect(await ids(store, { limit: 0 })).toEqual([]);
    });
  });
}
