import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../db/database.ts';
import { ReportFacts } from '../../db/report-facts.ts';
import { ReportScheduleTable } from '../../db/report-schedule-table.ts';
import { openTestDatabase } from '../fixtures/test-database.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
}, 60_000);
afterAll(() => database.close());

it('keeps when each person wants each sort, the last word counting', async () => {
  const table = new ReportScheduleTable(database);
  await table.setTime('telegram:1', { sort: 'daily', enabled: true, hour: 9, minute: 0 });
  await table.setTime('telegram:1', { sort: 'weekly', enabled: true, hour: 10, minute: 30 });
  await table.setTime('telegram:1', { sort: 'weekly', enabled: false, hour: 10, minute: 30 });
  await table.setTime('telegram:2', { sort: 'daily', enabled: true, hour: 23, minute: 59 });
  expect(await table.times('telegram:1')).toEqual([
    { sort: 'daily', enabled: true, hour: 9, minute: 0 },
    { sort: 'weekly', enabled: false, hour: 10, minute: 30 },
  ]);
  expect(await table.times('telegram:3')).toEqual([]);
  const odd = { sort: 'daily', enabled: true, hour: 24, minute: 0 };
  await expect(table.setTime('telegram:1', odd)).rejects.toThrow();
});

it('keeps which period each person was given last', async () => {
  const table = new ReportScheduleTable(database);
  expect(await table.cursor('telegram:1', 'daily')).toBeNull();
  await table.setCursor('telegram:1', 'daily', Date.UTC(2025, 4, 18));
  await table.setCursor('telegram:1', 'daily', Date.UTC(2025, 4, 19));
  expect(await table.cursor('telegram:1', 'daily')).toBe(Date.UTC(2025, 4, 19));
  expect(await table.cursor('telegram:1', 'weekly')).toBeNull();
});

it('counts what reached nobody by the time of what it told', async () => {
  const journal = `insert into journal (seq, at, type, body, hash) values ($1, $2, 'x', '{}', 'h')`;
  for (const seq of [1, 2, 3]) await database.query(journal, [seq, seq * 1000]);
  const row = (key: string, state: string) =>
    database.query(
      `insert into outbox (user_id, route, address, kind, importance, money, dedupe_key, in_place, payload, state,
         next_at, created_at, waiting_since, stands_for)
       values ('u', '{telegram:1}', 'telegram:1', 'k', 'normal', false, $1, false, '{}', $2, 0, 0, 0, 0)`,
      [key, state],
    );
  await row('1:telegram:1', 'refused');
  await row('2:telegram:1', 'expired');
  await row('2:telegram:2', 'delivered');
  await row('3:telegram:1', 'refused');
  await row('report:telegram:1:daily:0', 'refused');
  const facts = new ReportFacts(database);
  expect(await facts.undelivered({ from: 1000, to: 3000 })).toBe(2);
  expect(await facts.undelivered({ from: 3001, to: 9000 })).toBe(0);
  expect(await facts.newsReadings({ from: 0, to: 9000 })).toBe(0);
});
