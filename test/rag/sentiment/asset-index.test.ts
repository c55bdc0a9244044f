import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAssetIndex } from '../../../rag/sentiment/asset-index.ts';
import type { ScoredDocument } from '../../../rag/sentiment/scored-item.ts';

const HOUR = 3_600_000;
const T0 = Date.UTC(2025, 4, 20);

function scored(id: string, overrides: Partial<ScoredDocument> = {}): ScoredDocument {
  const publishedAt = overrides.publishedAt ?? T0;
  return {
    id,
    publishedAt,
    ingestedAt: publishedAt,
    kind: 'news',
    source: 'CoinDesk',
    assets: ['BTC'],
    tone: -0.9,
    story: id,
    printSha256: `text of ${id}`,
    flags: [],
    ...overrides,
  };
}

function indexOf(...documents: readonly ScoredDocument[]) {
  const index = createAssetIndex();
  for (const document of documents) index.add(document);
  return index;
}

const bitcoinTone = (...documents: readonly ScoredDocument[]) => indexOf(...documents).read('BTC', T0)?.value;

describe('a reading', () => {
  it('is null where nothing is known, and where all has faded', () => {
    expect(indexOf().read('BTC', T0)).toBeNull();
    expect(indexOf(scored('N-1')).read('ETH', T0)).toBeNull();
    expect(indexOf(scored('N-1', { kind: 'post' })).read('BTC', T0 + 24 * HOUR)).toBeNull();
    expect(indexOf(scored('N-1')).read('BTC', T0 + 72 * HOUR)).toBeNull();
    expect(indexOf(scored('N-1')).read('BTC', Number.NaN)).toBeNull();
  });

  it('tells how it came about', () => {
    const index = indexOf(
      scored('N-1', { tone: -0.3 }),
      scored('N-2', { tone: -0.6, source: 'Reuters' }),
      scored('N-3', { tone: -0.6, source: 'Decrypt', story: 'N-2' }),
    );
    // Weights 1 and 1.3 × 1.25 for the second witness; half a story of nothing mixed in.
    const value = (1 * -0.3 + 1.625 * -0.6) / (1 + 1.625 + 0.5);
    expect(index.read('BTC', T0)).toEqual({
      value: Math.round(value * 10_000) / 10_000,
      items: 3,
      stories: 2,
      sources: 3,
      newsIds: ['N-2', 'N-1'],
      asOf: T0,
    });
  });

  it('halves the weight of news in 8 hours and of a notice in 24', () => {
    const aged = (kind: 'news' | 'notice', hours: number) =>
      indexOf(scored('N-1', { kind, tone: -0.6 })).read('BTC', T0 + hours * HOUR)?.value;
    expect(aged('news', 0)).toBe(-0.4);
    expect(aged('news', 8)).toBe(-0.3);
    expect(aged('notice', 24)).toBe(-0.3);
  });

  it('hears a notice of a venue and an agency more than a post, whoever the post says it is', () => {
    const by = (overrides: Partial<ScoredDocument>) =>
      Math.abs(bitcoinTone(scored('N-1', { tone: -0.4, ...overrides })) ?? 0);
    const ranks = [
      by({ kind: 'notice', source: 'Upbit' }),
      by({ source: 'Reuters' }),
      by({ source: 'The Block' }),
      by({ source: 'some blog' }),
      by({ kind: 'post', source: 'Reuters' }),
    ];
    expect(ranks).toEqual([...ranks].sort((a, b) => b - a));
    expect(new Set(ranks).size).toBe(5);
  });

  it('hears what is about the market less than what is about the coin', () => {
    expect(bitcoinTone(scored('N-1', { tone: -0.6 }))).toBe(-0.4);
    expect(bitcoinTone(scored('N-1', { tone: -0.6, assets: ['ETH', 'BTC'] }))).toBe(-0.35);
    expect(bitcoinTone(scored('N-1', { tone: -0.6, assets: [] }))).toBe(-0.2667);
  });

  it('gives a story one vote, however often it is told', () => {
    const told = (source: string, text: string, id: string) =>
      scored(id, { source, story: 'N-1', printSha256: text, tone: -0.6 });
    const once = bitcoinTone(told('a', 'x', 'N-1'));
    expect(bitcoinTone(told('a', 'x', 'N-1'), told('a', 'y', 'N-2'))).toBe(once);
    expect(bitcoinTone(told('a', 'x', 'N-1'), told('b', 'x', 'N-2'))).toBe(once);
    expect(bitcoinTone(told('a', 'x', 'N-1'), told('b', 'y', 'N-2'))).toBeLessThan(once ?? 0);
  });

  it('takes the mean of the distinct texts of a story', () => {
    const told = (id: string, text: string, tone: number) => scored(id, { story: 'N-1', printSha256: text, tone });
    expect(bitcoinTone(told('N-1', 'x', -0.9), told('N-2', 'x', -0.9), told('N-3', 'y', -0.3))).toBe(-0.4);
  });
});

describe('one voice', () => {
  const forged = (count: number, source = 'some blog') =>
    Array.from({ length: count }, (_, n) => scored(`N-${source}-${n}`, { source, tone: -1 }));

  it('cannot move a reading beyond a half, however much it says', () => {
    expect(bitcoinTone(...forged(1))).toBeGreaterThanOrEqual(-0.5);
    expect(bitcoinTone(...forged(50))).toBe(-0.5);
    expect(bitcoinTone(...forged(50), scored('N-9', { source: 'Reuters', tone: 0 }))).toBe(-0.5);
    expect(bitcoinTone(...forged(50).map((one) => ({ ...one, tone: 1 })))).toBe(0.5);
  });

  it('is believed further when another says so by itself', () => {
    expect(bitcoinTone(...forged(4), ...forged(2, 'CoinDesk'))).toBeLessThan(-0.6);
  });

  it('is not seconded by its own text on another site', () => {
    const copied = forged(9).flatMap((one) => [one, { ...one, id: `${one.id}b`, source: 'copyist', story: one.story }]);
    expect(bitcoinTone(...copied)).toBe(-0.5);
  });
});

describe('what is known when', () => {
  it('counts from the later of publication and arrival, to the millisecond', () => {
    const index = indexOf(
      scored('N-1', { ingestedAt: T0 + HOUR }),
      // Handed in ahead of its publication, under embargo.
      scored('N-2', { publishedAt: T0 + 2 * HOUR, ingestedAt: T0 }),
    );
    expect(index.read('BTC', T0 + HOUR - 1)).toBeNull();
    expect(index.read('BTC', T0 + HOUR)?.newsIds).toEqual(['N-1']);
    expect(index.read('BTC', T0 + 2 * HOUR - 1)?.items).toBe(1);
    expect(index.read('BTC', T0 + 2 * HOUR)?.items).toBe(2);
  });

  it('does not change by what came later', () => {
    const index = indexOf(scored('N-1'));
    const before = index.read('BTC', T0);
    index.add(scored('N-2', { publishedAt: T0 + 1, tone: 1 }));
    expect(index.read('BTC', T0)).toEqual(before);
  });
});

describe('what does not count', () => {
  it('is what speaks to a machine, comes twice, or has no time or tone', () => {
    const index = indexOf(scored('N-1', { tone: 0.2 }));
    const before = index.read('BTC', T0);
    expect(index.add(scored('N-2', { flags: ['instruction-like'] }))).toBe(false);
    expect(index.add(scored('N-1', { tone: 0.2 }))).toBe(false);
    expect(index.add(scored('N-3', { publishedAt: Number.NaN }))).toBe(false);
    expect(index.add(scored('N-4', { tone: Number.NaN }))).toBe(false);
    expect(index.read('BTC', T0)).toEqual(before);
    expect(index.size).toBe(1);
  });

  it('bounds a tone that is out of bounds', () => {
    expect(bitcoinTone(scored('N-1', { tone: -40 }))).toBe(bitcoinTone(scored('N-1', { tone: -1 })));
  });
});

describe('forgetting', () => {
  it('drops what was known before, and nothing else', () => {
    const index = indexOf(scored('N-1'), scored('N-2', { publishedAt: T0 + 1, assets: [] }));
    expect(index.forget(T0 + 1)).toBe(1);
    expect(index.size).toBe(1);
    expect(index.read('BTC', T0 + 1)?.newsIds).toEqual(['N-2']);
    expect(index.add(scored('N-1'))).toBe(true);
  });

  it('drops the oldest beyond its capacity', () => {
    const index = createAssetIndex({ capacity: 2 });
    for (const hour of [2, 1, 3]) index.add(scored(`N-${hour}`, { publishedAt: T0 + hour * HOUR }));
    expect(index.read('BTC', T0 + 3 * HOUR)?.newsIds).toEqual(['N-3', 'N-2']);
    expect(index.add(scored('N-0'))).toBe(false);
    expect(index.size).toBe(2);
  });
});

describe('the tone of the market', () => {
  it('is what is said of the market, with a part of what is said of coins', () => {
    const index = indexOf(scored('N-1', { assets: [], tone: -0.6 }), scored('N-2', { assets: ['SOL'], tone: 0.6 }));
    expect(index.marketTone(T0)).toMatchObject({
      value: Math.round(((-0.6 + 0.4 * 0.6) / 1.9) * 10_000) / 10_000,
      items: 2,
    });
  });
});

describe('for any documents', () => {
  const documents = fc.uniqueArray(
    fc.record({
      id: fc.integer({ min: 1, max: 60 }).map((n) => `N-${n}`),
      publishedAt: fc.integer({ min: -80, max: 2 }).map((hours) => T0 + hours * HOUR),
      ingestedAt: fc.integer({ min: -80, max: 2 }).map((hours) => T0 + hours * HOUR),
      kind: fc.constantFrom('news' as const, 'notice' as const, 'post' as const),
      source: fc.constantFrom('Upbit', 'Reuters', 'CoinDesk', 'blog'),
      assets: fc.constantFrom<readonly string[]>([], ['BTC'], ['ETH', 'BTC'], ['ETH']),
      story: fc.constantFrom('S-1', 'S-2', 'S-3', 'S-4'),
      text: fc.integer({ min: 0, max: 9 }),
      flags: fc.constantFrom<ScoredDocument['flags']>([], ['revised'], ['instruction-like']),
    }),
    { selector: ({ id }) => id },
  );
  // The same words have the same tone.
  const toDocument = ({
    text,
    ...rest
  }: { text: number } & Omit<ScoredDocument, 'printSha256' | 'tone'>): ScoredDocument => ({
    ...rest,
    printSha256: `text ${text}`,
    tone: text / 4.5 - 1,
  });

  it('the order of arrival leaves no trace, and a reading is bounded and from the past only', () => {
    fc.assert(
      fc.property(documents, fc.infiniteStream(fc.nat()), (drawn, random) => {
        const inOrder = drawn.map(toDocument);
        const keyed = inOrder.map((document) => ({ document, key: random.next().value ?? 0 }));
        const shuffled = keyed.sort((a, b) => a.key - b.key).map(({ document }) => document);
        const [one, other] = [indexOf(...inOrder), indexOf(...shuffled)];
        const pastOnly = indexOf(...inOrder.filter((d) => Math.max(d.publishedAt, d.ingestedAt) <= T0));
        expect(other.read('BTC', T0)).toEqual(one.read('BTC', T0));
        expect(other.marketTone(T0)).toEqual(one.marketTone(T0));
        expect(pastOnly.read('BTC', T0)).toEqual(one.read('BTC', T0));
        const reading = one.read('BTC', T0);
        expect(Math.abs(reading?.value ?? 0)).toBeLessThanOrEqual((reading?.sources ?? 2) < 2 ? 0.5 : 1);
        expect(reading?.newsIds.length ?? 0).toBeLessThanOrEqual(8);
      }),
    );
  });
});
