import { afterAll, beforeAll, expect, it } from 'vitest';
import type { StoredCall } from '../../agent/models/call-store.ts';
import type { Database } from '../../db/database.ts';
import { ModelCallTable } from '../../db/model-call-table.ts';
import { ReportFacts } from '../../db/report-facts.ts';
import { openTestDatabase } from '../fixtures/test-database.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
}, 60_000);
afterAll(() => database.close());

function call(number: number, over: Partial<StoredCall>): StoredCall {
  return {
    ...{ id: `L-${number}`, at: 1_000, purpose: 'assistant', subject: null, provider: 'groq', model: 'm' },
    ...{ prompt: 'assistant-en@1', promptSha256: '', temperature: 0, seed: null, maxTokens: 1, schema: null },
    ...{ requestSha256: '', reply: null, tries: 1, latencyMs: 1, inputTokens: 1, outputTokens: 1, costUsd: 0.5 },
    ...{ chargedTokens: 2, chargedUsd: 0.5, isRecorded: false, outcome: 'answered', kind: null, detail: null },
    ...over,
  };
}

it('sums the answered calls of a span by purpose, and knows no sum with a part that nobody priced', async () => {
  const calls = new ModelCallTable(database);
  await calls.save(call(1, {}));
  await calls.save(call(2, { at: 1_999, costUsd: 0.25 }));
  await calls.save(call(3, { at: 2_000 }));
  await calls.save(call(4, { outcome: 'failed', kind: 'late', detail: 'deadline' }));
  await calls.save(call(5, { purpose: 'news-reading' }));
  await calls.save(call(6, { purpose: 'news-reading', costUsd: null }));
  const facts = new ReportFacts(database);
  expect(await facts.callsMade({ from: 1_000, to: 2_000 })).toEqual([
    { purpose: 'assistant', calls: 2, costUsd: 0.75 },
    { purpose: 'news-reading', calls: 2, costUsd: null },
  ]);
  expect(await facts.callsMade({ from: 5_000, to: 9_000 })).toEqual([]);
});
