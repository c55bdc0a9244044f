import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAccess } from '../../bot/people/access.ts';
import { ChatUsersTable } from '../../db/chat-users-table.ts';
import type { Database } from '../../db/database.ts';
import { DeliveryTable } from '../../db/delivery-table.ts';
import { openTestDatabase } from '../fixtures/test-database.ts';

const NOW = Date.UTC(2026, 0, 5);
const DAY_MS = 86_400_000;

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

test('roles outlast the process, and so does a removal', async () => {
  const by = 'terminal:owner';
  const before = createAccess({}, { store: new ChatUsersTable(database) });
  await before.grant({ userId: 'telegram:1', role: 'trader', by, at: NOW, name: '김 <b>철수</b>' });
  await before.grant({ userId: 'telegram:2', role: 'admin', by, at: NOW + 1 });
  await before.remove({ userId: 'telegram:2', by, at: NOW + 2 });
  const after = createAccess({ 'telegram:2': 'admin' }, { store: new ChatUsersTable(database) });
  await after.load();
  expect(after.roleOf('telegram', 'telegram:1')).toBe('trader');
  expect(after.roleOf('telegram', 'telegram:2')).toBeNull();
  expect(after.users()).toEqual([
    { userId: 'telegram:1', role: 'trader', name: '김 <b>철수</b>', addedBy: by, addedAt: NOW, removedAt: null },
  ]);
});

test('a role that does not exist is not kept', async () => {
  const odd = { userId: 'telegram:9', name: '', addedBy: 'x', addedAt: NOW, removedAt: null };
  // @ts-expect-error: the table itself refuses what no program should write
  await expect(new ChatUsersTable(database).save({ ...odd, role: 'root' })).rejects.toThrow(/check constraint/);
});

test('a message is noted once, of many at a time too, and remembered for a day', async () => {
  const deliveries = new DeliveryTable(database);
  const results = await Promise.all(Array.from({ length: 10 }, () => deliveries.noteFirst('telegram 7', NOW)));
  expect(results.filter((first) => first)).toHaveLength(1);
  expect(await new DeliveryTable(database).noteFirst('telegram 7', NOW + DAY_MS)).toBe(false);
  expect(await new DeliveryTable(database).noteFirst('telegram 7', NOW + DAY_MS + 1)).toBe(true);
});
