import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openKnowledgeRig } from '../fixtures/knowledge-rig.ts';
import { DAY, HOUR, T0 } from '../fixtures/prepared.ts';
import { anyItem } from './any-item.ts';
import { documentFaults, storeFaults } from './planting.ts';

describe('any items whatever', () => {
  let rig: Awaited<ReturnType<typeof openKnowledgeRig>>;

  beforeAll(async () => {
    rig = await openKnowledgeRig();
  }, 60_000);
  afterAll(() => rig?.database.close());

  it('leave the store in order, from several feeds, after a feed is removed as well', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyItem, { minLength: 10, maxLength: 25 }),
        fc.constantFrom('a', 'b'),
        async (items, feed) => {
          const now = T0 + HOUR;
          const report = await rig.ingester.take(items, { feed, now, heard: 'now' });
          expect(report.stored + report.duplicates + report.refused.length).toBe(items.length);
          expect(await storeFaults(rig)).toEqual([]);
        },
      ),
      { numRuns: 6 },
    );
    await rig.embed();
    const stored = await rig.documents.find({ assets: null, asOf: T0 + 9 * DAY, maxAgeMs: 9_000 * DAY, limit: 1_000 });
    expect(stored.length).toBeGreaterThan(20);
    expect(stored.flatMap(documentFaults)).toEqual([]);
    await rig.documents.removeFeed('a');
    // A story may outlive the report that began it.
    const faults = await storeFaults(rig);
    expect(faults.filter((fault) => !fault.startsWith('stories_without_document'))).toEqual([]);
    await rig.documents.removeFeed('b');
    expect(await storeFaults(rig)).toEqual([]);
    expect(await rig.documents.counts()).toMatchObject({ documents: 0, chunks: 0 });
  });
});
