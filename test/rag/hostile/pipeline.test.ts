import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewsDocument } from '../../../rag/document.ts';
import type { IngestReport } from '../../../rag/ingest.ts';
import { MemoryRecords } from '../../fakes/memory-records.ts';
import { decisionRecord } from '../../fixtures/decision-record.ts';
import { newsItem, openKnowledgeRig } from '../fixtures/knowledge-rig.ts';
import { DAY, HOUR, T0 } from '../fixtures/prepared.ts';
import { corpusTexts, HOSTILE_TEXTS } from './hostile-texts.ts';
import { documentFaults, messageFaults, openNewsChat, planted, storeFaults, textOf } from './planting.ts';

const LIVE = { feed: 'test', now: T0 + HOUR, heard: 'now' } as const;
/** One in so many of the corpora here; all of them by `npm run eval:injection -- --pipeline`. */
const ONE_IN = 80;

describe('hostile texts in every place of an item', () => {
  let rig: Awaited<ReturnType<typeof openKnowledgeRig>>;
  let report: IngestReport;
  let stored: readonly NewsDocument[];
  const texts = [...HOSTILE_TEXTS, ...corpusTexts().filter((_, index) => index % ONE_IN === 0)];

  beforeAll(async () => {
    rig = await openKnowledgeRig();
    // A recording's own item: what it is called must stay its own.
    await rig.ingester.take([newsItem('Bitcoin as the recording has it', { id: 'N-1' })], {
      ...LIVE,
      feed: 'recording:test',
    });
    report = await rig.ingester.take(texts.flatMap(planted), LIVE);
    await rig.embed();
    stored = await rig.documents.find({ assets: null, asOf: T0 + DAY, maxAgeMs: 30 * DAY, limit: 100_000 });
  }, 60_000);
  afterAll(() => rig?.database.close());

  it('are stored or refused, each with a reason', () => {
    const { offered, duplicates, refused } = report;
    expect(offered).toBe(texts.length * 11);
    expect(report.stored + duplicates + refused.length).toBe(offered);
    expect(new Set(refused.map(({ reason }) => reason))).toEqual(new Set(['source-empty', 'title-empty']));
  });

  it('are kept without markup, invisible characters or excess, and without an address that acts', () => {
    expect(stored.flatMap(documentFaults)).toEqual([]);
  });

  it('leave the store in order', async () => {
    expect(await storeFaults(rig)).toEqual([]);
  });

  it('take no number that is not theirs', () => {
    expect(stored.filter(({ feed }) => feed === 'test').every(({ id }) => Number(id.slice(2)) > 1_000)).toBe(true);
    expect(stored.find(({ id }) => id === 'N-1')?.title).toEqual({ en: 'Bitcoin as the recording has it' });
  });

  it('can be asked as questions, and found again', async () => {
    let found = 0;
    for (const text of HOSTILE_TEXTS) {
      const answer = await rig.retriever.search({ text, assets: null, asOf: T0 + DAY, maxAgeMs: null, limit: 5 });
      found += answer.outcome === 'found' ? 1 : 0;
      // Names to filter by come from the desk's own lists or a command line, neither of which can hold a NUL.
      const name = text.replaceAll('\0', '');
      await rig.retriever.search({
        ...{ text, assets: [name], sources: [name] },
        asOf: T0 + DAY,
        maxAgeMs: null,
        limit: 5,
      });
      await rig.retriever.find({ assets: [name], sources: [name], asOf: T0 + DAY, maxAgeMs: DAY, limit: 5 });
    }
    expect(found).toBeGreaterThan(10);
  });

  it.each(['en', 'ko'] as const)('reach people in %s as quoted words, and nothing acts on them', async (language) => {
    const news = stored.slice(0, 8).map((document) => ({ ...document, storySources: 1 }));
    const decision = decisionRecord(12);
    const records = new MemoryRecords().add({ ...decision, inputs: { ...decision.inputs, news } });
    const { say, desk, logged } = openNewsChat(rig, language, records);
    const ids = stored.filter((_, index) => index % 7 === 0).map(({ id }) => id);
    const lines = [
      ...['/news', '/news btc', '/news sol', 'any news on ether?', '비트코인 뉴스'],
      ...HOSTILE_TEXTS.map((text) => `/news ${text.slice(0, 300)}`),
      ...ids.slice(0, 10).map((id) => `/why ${id}`),
      ...['/why D-12', 'why did you buy sol?', 'who disagreed on D-12?', '왜 샀어?'],
    ];
    const faults: string[] = [];
    let quoted = 0;
    for (const line of lines) {
      for (const outbound of await say(line)) {
        faults.push(...messageFaults(outbound));
        quoted += textOf(outbound).includes('N-1') ? 1 : 0;
      }
    }
    expect(quoted).toBeGreaterThan(20);
    expect(faults).toEqual([]);
    expect(desk.sent).toEqual([]);
    expect(logged).toEqual([]);
  });
});
