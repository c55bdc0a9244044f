import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNewsReader } from '../../agent/news-reader.ts';
import { NewsReadings } from '../../db/news-readings.ts';
import type { NewsDocument } from '../../rag/document.ts';
import { ReadingService } from '../../rag/reading-service.ts';
import type { NewsReader } from '../../rag/sentiment/reader.ts';
import { startFakeLlm } from '../fakes/llm/llm-server.ts';
import { openKnowledgeRig } from './fixtures/knowledge-rig.ts';
import { DAY, placedDocument, T0 } from './fixtures/prepared.ts';

describe('having news read', () => {
  let rig: Awaited<ReturnType<typeof openKnowledgeRig>>;
  let stored: readonly NewsDocument[];

  beforeAll(async () => {
    rig = await openKnowledgeRig();
    stored = await rig.documents.insert([
      placedDocument(1, { title: 'Exchange hacked' }),
      placedDocument(2, { title: 'An old report', publishedAt: T0 - 9 * DAY }),
    ]);
  });
  afterAll(() => rig?.database.close());

  function service(reader: NewsReader | null, now = T0) {
    const toned = new Map<string, Pick<NewsDocument, 'tone' | 'toneBy'>>();
    const reading = new ReadingService({
      reader,
      readings: new NewsReadings(rig.database),
      now: () => now,
      onToned: ({ id, tone, toneBy }) => toned.set(id, { tone, toneBy }),
    });
    const settled = async () => {
      while (toned.size < stored.length) await new Promise((resolve) => setTimeout(resolve, 5));
      return toned;
    };
    return { reading, settled, toned };
  }

  it('leaves the tone of the lexicon where nobody reads', async () => {
    const { reading, toned } = service(null);
    reading.take(stored);
    expect(toned.get('N-1')).toEqual({ tone: 0.25, toneBy: 'lexicon@2' });
    await reading.close();
  });

  it('takes the tone of the model for what is young, and keeps it with its name', async () => {
    const llm = await startFakeLlm();
    const reader = createNewsReader({ provider: 'ollama', model: 'llama3.1:8b', baseUrl: llm.url, deadlineMs: 5_000 });
    const { reading, settled } = service(reader);
    reading.take(stored);
    const toned = await settled();
    expect(toned.get('N-2')).toEqual({ tone: 0.25, toneBy: 'lexicon@2' });
    expect(toned.get('N-1')?.toneBy).toBe(reader.name);
    const known = async (asOf: number) => (await reading.overlaid(stored, asOf)).map(({ toneBy }) => toneBy);
    expect(await known(T0)).toEqual([reader.name, 'lexicon@2']);
    // What was read later than that was not known then.
    expect(await known(T0 - 1)).toEqual(['lexicon@2', 'lexicon@2']);
    await reading.close();
    await llm.close();
  });

  it('falls back to the lexicon where the reader abstains, and ends with whoever closes it', async () => {
    const abstains: NewsReader = {
      name: 'abstains',
      read: async () => ({ outcome: 'abstained', reason: 'late', detail: 'deadline' }),
    };
    const first = service(abstains);
    first.reading.take(stored);
    expect((await first.settled()).get('N-1')?.toneBy).toBe('lexicon@2');

    const never: NewsReader = {
      name: 'never',
      read: (_, signal) =>
        new Promise((resolve) => {
          signal?.addEventListener('abort', () =>
            resolve({ outcome: 'abstained', reason: 'late', detail: 'cancelled' }),
          );
        }),
    };
    const second = service(never);
    second.reading.take(stored);
    await second.reading.close();
    expect(second.toned.has('N-1')).toBe(false);
  });
});
