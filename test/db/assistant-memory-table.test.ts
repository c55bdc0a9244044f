import { afterAll, beforeAll, expect, it } from 'vitest';
import { AssistantMemoryTable } from '../../db/assistant-memory-table.ts';
import type { Database } from '../../db/database.ts';
import { openTestDatabase } from '../fixtures/test-database.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
}, 60_000);
afterAll(() => database.close());

const turn = (at: number, question = `q${at}`) => ({
  ...{ question, answer: 'a', citations: ['D-12', 'N-3'], at, isTainted: at % 2 === 1 },
});

it('remembers each person by themselves, the oldest first', async () => {
  const memory = new AssistantMemoryTable(database);
  for (const at of [1, 2, 3]) await memory.keep('telegram:1', turn(at));
  await memory.keep('telegram:2', turn(9));
  expect(await memory.latest('telegram:1', 2)).toEqual([turn(2), turn(3)]);
  expect(await memory.latest('telegram:3', 5)).toEqual([]);
  expect(await memory.forget('telegram:1')).toBe(3);
  expect(await memory.latest('telegram:1', 5)).toEqual([]);
  expect(await memory.latest('telegram:2', 5)).toEqual([turn(9)]);
  expect(await memory.forget('telegram:1')).toBe(0);
});

it('drops what is old, what is too much, and what is too long', async () => {
  const memory = new AssistantMemoryTable(database);
  await memory.forget('telegram:2');
  for (let at = 1; at <= 205; at += 1) await memory.keep('discord:1', turn(at));
  await memory.keep('discord:2', turn(150));
  expect(await memory.purge(0)).toBe(5);
  expect((await memory.latest('discord:1', 300))[0]?.at).toBe(6);
  expect(await memory.purge(200)).toBe(194 + 1);
  expect((await memory.latest('discord:1', 300)).map(({ at }) => at)).toEqual([200, 201, 202, 203, 204, 205]);
  await memory.keep('discord:2', turn(300, '가'.repeat(10_000)));
  expect((await memory.latest('discord:2', 1))[0]?.question).toHaveLength(4_000);
});
