import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CallStore, MAX_REPLY_LENGTH, type StoredCall } from '../../agent/models/call-store.ts';

const NOON = Date.UTC(2026, 10, 20, 12);
const HOUR = 3_600_000;

export interface OpenCallStore {
  readonly store: CallStore;
  /** What another process over the same rows has. */
  readonly elsewhere: CallStore;
  close(): Promise<void>;
}

/** A call that was answered, and what it cost. */
export function storedCall(id: string, parts: Partial<StoredCall> = {}): StoredCall {
  return {
    id,
    at: NOON,
    purpose: 'review',
    subject: 'D-12',
    provider: 'groq',
    model: 'openai/gpt-oss-20b',
    prompt: 'review-technical@1',
    promptSha256: 'aa',
    temperature: 0,
    seed: 7,
    maxTokens: 600,
    schema: 'verdict@1',
    requestSha256: 'bb',
    reply: '{"stance":"buy"}',
    tries: 1,
    latencyMs: 412,
    inputTokens: 400,
    outputTokens: 40,
    costUsd: 0.000042,
    chargedTokens: 440,
    chargedUsd: 0.000042,
    isRecorded: false,
    outcome: 'answered',
    kind: null,
    detail: null,
    ...parts,
  };
}

const FAILED = { outcome: 'failed', kind: 'late', detail: 'deadline', reply: null } as const;
const UNCOUNTED = { inputTokens: null, outputTokens: null, costUsd: null } as const;

/** What every keeper of calls does. */
export function describeCallStore(name: string, open: () => Promise<OpenCallStore>): void {
  describe(`calls of language models kept in ${name}`, () => {
    let opened: OpenCallStore;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());

    test('numbers rise, and none is given twice, whichever process asks', async () => {
      const { store, elsewhere } = opened;
      const given = (await Promise.all([store.numbers(20), elsewhere.numbers(20), store.numbers(1)])).map((block) => {
        expect(block).toEqual([...block].sort((a, b) => a - b));
        return block;
      });
      expect(new Set(given.flat()).size).toBe(41);
    });

    test('a call comes back as it was kept', async () => {
      const { store, elsewhere } = opened;
      const answered = storedCall('L-7');
      const failed = storedCall('L-8', { ...FAILED, ...UNCOUNTED, subject: null, seed: null, schema: null });
      await store.save(answered);
      await store.save(failed);
      expect(await elsewhere.byId('L-7')).toEqual(answered);
      expect(await elsewhere.byId('L-8')).toEqual(failed);
    });

    test('the first call of a number stands', async () => {
      const { store } = opened;
      await store.save(storedCall('L-7'));
      await store.save(storedCall('L-7', { reply: 'another' }));
      expect((await store.byId('L-7'))?.reply).toBe('{"stance":"buy"}');
    });

    test('a reply is kept whatever a model puts into it', async () => {
      const { store } = opened;
      const reply = `'; drop table model_call; -- 매수 🟢 ${'a'.repeat(MAX_REPLY_LENGTH)}`;
      await store.save(storedCall('L-1', { reply }));
      await store.save(storedCall('L-2', { reply: 'a\0b\ud800' }));
      expect((await store.byId('L-1'))?.reply).toBe(reply);
      expect((await store.byId('L-2'))?.reply).toMatch(/^a.b.$/su);
    });

    test('what is no id is no call', async () => {
      const { store } = opened;
      await store.save(storedCall('L-1'));
      for (const id of ['', 'L-', 'L-0', 'L-01', 'l-1', 'L-1 ', 'D-1', "L-1' or true --", 'L-99999999999999999999']) {
        expect([id, await store.byId(id)]).toEqual([id, null]);
      }
    });

    test('a day of UTC counts what it was charged, by purpose', async () => {
      const { store, elsewhere } = opened;
      await store.save(storedCall('L-1'));
      await store.save(storedCall('L-2', { ...FAILED, ...UNCOUNTED, chargedTokens: 1_000, chargedUsd: 0.5 }));
      await store.save(storedCall('L-3', { purpose: 'assistant', chargedTokens: 5, chargedUsd: 0.25 }));
      await store.save(storedCall('L-4', { at: NOON + 12 * HOUR, chargedTokens: 9, chargedUsd: 9 }));
      await store.save(storedCall('L-5', { at: NOON - 12 * HOUR, chargedTokens: 1, chargedUsd: 1 }));
      expect(await elsewhere.spentOn('2026-11-20')).toEqual([
        { purpose: 'assistant', tokens: 5, usd: 0.25 },
        { purpose: 'review', tokens: 1_441, usd: 1.500042 },
      ]);
      expect(await elsewhere.spentOn('2026-11-22')).toEqual([]);
    });

    test('calls are found by who was asked, for what and since when, the newest first', async () => {
      const { store } = opened;
      await store.save(storedCall('L-9'));
      await store.save(storedCall('L-10', { model: 'llama-3.3-70b-versatile' }));
      await store.save(storedCall('L-11', { provider: 'ollama', model: 'llama3.1:8b', at: NOON + HOUR }));
      await store.save(storedCall('L-12', { purpose: 'assistant', subject: null, at: NOON + HOUR }));
      const found = async (filter: Omit<Parameters<CallStore['recent']>[0], 'limit'>, limit = 9) =>
        (await store.recent({ ...filter, limit })).map(({ id }) => id);
      expect(await found({})).toEqual(['L-12', 'L-11', 'L-10', 'L-9']);
      expect(await found({}, 2)).toEqual(['L-12', 'L-11']);
      expect(await found({ provider: 'groq' })).toEqual(['L-12', 'L-10', 'L-9']);
      expect(await found({ provider: 'groq', model: 'openai/gpt-oss-20b' })).toEqual(['L-12', 'L-9']);
      expect(await found({ purpose: 'review' })).toEqual(['L-11', 'L-10', 'L-9']);
      expect(await found({ subject: 'D-12', since: NOON + 1 })).toEqual(['L-11']);
      expect(await found({ subject: 'D-13' })).toEqual([]);
    });
  });
}
