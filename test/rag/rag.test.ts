import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { NewsDocument, SourceItem } from '../../rag/document.ts';
import { ingest, prepareDocument } from '../../rag/ingest.ts';
import type { NewsStore } from '../../rag/news-store.ts';
import { createRetriever } from '../../rag/retriever.ts';
import { lexiconScorer } from '../../rag/sentiment/lexicon-scorer.ts';
import { toneScorers } from '../../rag/sentiment/registry.ts';
import { createRecordedNewsSource } from '../../rag/sources/recorded-news-source.ts';
import { cleanText } from '../../rag/text-cleaning.ts';
import { MemoryNewsStore } from '../fakes/memory-news-store.ts';
import { describeNewsStore, HOUR, newsDocument, T0 } from './news-store-contract.ts';

describeNewsStore('memory', async () => new MemoryNewsStore());

const RECORDED = readFileSync('engine/recordings/may-2025/news.jsonl', 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as SourceItem);

const options = (store: NewsStore) => ({
  store,
  scorer: lexiconScorer,
  ingestedAt: (item: SourceItem) => item.publishedAt,
});

function item(overrides: Partial<SourceItem> = {}): SourceItem {
  return {
    id: 'N-1',
    publishedAt: T0,
    source: 'CoinDesk',
    topic: 'market',
    assets: ['BTC'],
    title: { en: 'Bitcoin rises' },
    summary: { en: 'It rose.' },
    ...overrides,
  };
}

describe('the retriever', () => {
  /** A store that forgets the as-of rule: the retriever must not. */
  const leaky = (documents: readonly NewsDocument[]): NewsStore => ({
    insert: async () => 0,
    find: async () => documents,
  });
  const query = { assets: ['BTC'], asOf: T0, maxAgeMs: HOUR, limit: 10 };

  it('never lets the future through, even from a store that does', async () => {
    const planted = [
      newsDocument('N-1'),
      newsDocument('N-2', { publishedAt: T0 + 1 }),
      newsDocument('N-3', { publishedAt: T0 - 1, ingestedAt: T0 + 1 }),
      newsDocument('N-4', { publishedAt: T0 + 365 * 24 * HOUR }),
      // Handed in ahead of its publication, under embargo.
      newsDocument('N-7', { publishedAt: T0 + 1, ingestedAt: T0 - 1 }),
      newsDocument('N-5', { publishedAt: T0 - HOUR - 1 }),
      newsDocument('N-6', { assets: ['SOL'] }),
    ];
    expect((await createRetriever(leaky(planted)).find(query)).map(({ id }) => id)).toEqual(['N-1']);
  });

  it('knows of each recorded item at its publication and not a millisecond sooner', async () => {
    const store = new MemoryNewsStore();
    await ingest(createRecordedNewsSource(RECORDED), options(store));
    const retriever = createRetriever(store);
    for (const { id, publishedAt, assets } of RECORDED) {
      const at = async (asOf: number) =>
        (await retriever.find({ assets, asOf, maxAgeMs: 30 * 24 * HOUR, limit: 1_000 })).map((one) => one.id);
      expect(await at(publishedAt - 1)).not.toContain(id);
      expect(await at(publishedAt)).toContain(id);
    }
  });

  it('gives evidence without the summary or the time of ingestion', async () => {
    const [evidence] = await createRetriever(leaky([newsDocument('N-1')])).find(query);
    expect(Object.keys(evidence ?? {}).sort()).toEqual([
      'assets',
      'id',
      'publishedAt',
      'sha256',
      'source',
      'title',
      'tone',
      'toneBy',
      'topic',
    ]);
  });
});

describe('ingest', () => {
  it('stores the whole recording, once', async () => {
    const store = new MemoryNewsStore();
    const source = createRecordedNewsSource(RECORDED);
    expect(await ingest(source, options(store))).toEqual({
      source: 'recorded',
      offered: RECORDED.length,
      stored: RECORDED.length,
      duplicates: 0,
      refused: [],
    });
    expect(await ingest(source, options(store))).toMatchObject({ stored: 0, duplicates: RECORDED.length });
    expect(store.documents).toHaveLength(RECORDED.length);
  });

  it('says what it refused, and why', async () => {
    const bad = [
      item({ id: '<script>' }),
      item({ id: 'N-2', publishedAt: Number.NaN }),
      item({ id: 'N-3', title: { en: '\u200b <b></b>' } }),
      item({ id: 'N-4', source: ' ' }),
      item({ id: 'N-5' }),
    ];
    expect(await ingest(createRecordedNewsSource(bad), options(new MemoryNewsStore()))).toMatchObject({
      stored: 1,
      refused: [
        { id: '', reason: 'id-malformed' },
        { id: 'N-2', reason: 'time-malformed' },
        { id: 'N-3', reason: 'title-empty' },
        { id: 'N-4', reason: 'source-empty' },
      ],
    });
  });

  it('hashes what was published, not what it was called here', () => {
    const hash = (overrides: Partial<SourceItem>) => {
      const prepared = prepareDocument(item(overrides), options(new MemoryNewsStore()));
      return prepared.outcome === 'ready' ? prepared.document.sha256 : prepared.reason;
    };
    expect(hash({ id: 'N-9' })).toBe(hash({}));
    expect(hash({ title: { en: '<b>Bitcoin</b>  rises' } })).toBe(hash({}));
    expect(
      new Set([
        hash({}),
        hash({ publishedAt: T0 + 1 }),
        hash({ title: { en: 'Bitcoin falls' } }),
        hash({ source: 'Other' }),
      ]).size,
    ).toBe(4);
  });

  it('keeps coin names only, sorted and once', () => {
    const prepared = prepareDocument(
      item({ assets: ['sol', 'BTC', 'SOL', 'not a coin', '\u202eETH'] }),
      options(new MemoryNewsStore()),
    );
    expect(prepared).toMatchObject({ document: { assets: ['BTC', 'ETH', 'SOL'] } });
  });
});

describe('cleaning text', () => {
  it.each([
    ['<p>One<br>two</p><script>alert(1)</script>', 'One two'],
    ['Fish &amp; chips &#x41;&#66; &unknown;', 'Fish & chips AB &unknown;'],
    ['&lt;b&gt;bold&lt;/b&gt;', 'bold'],
    ['zero\u200bwidth\ufeff and \u202ereversed\u202c', 'zerowidth and reversed'],
    ['\u001b[31mred\u001b[0m', '[31mred [0m'],
    ['Ｆｕｌｌ　ｗｉｄｔｈ', 'Full width'],
    ['a < b and c > d', 'a < b and c > d'],
    ['line\nbreak\ttab', 'line break tab'],
  ])('%j becomes %j', (raw, plain) => expect(cleanText(raw, 200)).toBe(plain));

  it('cuts at the cap, between characters', () => {
    expect(cleanText('😀'.repeat(300), 10)).toBe(`${'😀'.repeat(9)}…`);
    expect(cleanText('x'.repeat(1_000_000), 200)).toHaveLength(200);
  });
});

describe.each(toneScorers)('the tone of $name', (scorer) => {
  const tone = (en: string, ko?: string) =>
    scorer.score({ title: ko === undefined ? { en } : { en, ko }, summary: { en: '' } });

  it('stays within −1 and 1 and says the same thing twice', () => {
    for (const { title, summary } of RECORDED) {
      const once = scorer.score({ title, summary });
      expect(Math.abs(once)).toBeLessThanOrEqual(1);
      expect(scorer.score({ title, summary })).toBe(once);
    }
    expect(Math.abs(tone('hack crash fraud collapse '.repeat(500)))).toBeLessThanOrEqual(1);
    expect(tone('')).toBe(0);
  });

  it.each([
    ['Bitcoin surges to a record', '비트코인 급등, 사상 최고'],
    ['ETF approved, inflows jump', 'ETF 승인, 순유입 확대'],
    ['Bitcoin rebounds', '비트코인 반등'],
  ])('hears good news in both languages: %s', (en, ko) => {
    expect(tone(en)).toBeGreaterThan(0);
    expect(tone('x', ko)).toBeGreaterThan(0);
  });

  it.each([
    ['Exchange hacked, funds stolen', '거래소 해킹, 자금 탈취'],
    ['Bitcoin plunges amid fears', '비트코인 급락, 우려 확산'],
    ['SEC sues exchange for fraud', 'SEC, 거래소 사기 혐의로 제소'],
  ])('hears bad news in both languages: %s', (en, ko) => {
    expect(tone(en)).toBeLessThan(0);
    expect(tone('x', ko)).toBeLessThan(0);
  });

  it('turns what is negated', () => {
    expect(tone('Bitcoin does not crash')).toBeGreaterThan(0);
    expect(tone('ETF never approved')).toBeLessThan(0);
    expect(tone('x', '비트코인 하락하지 않아')).toBeGreaterThan(0);
    expect(tone('x', 'ETF 승인되지 않아')).toBeLessThan(0);
    expect(tone('x', '규제 우려 해소')).toBeGreaterThan(0);
  });
});
