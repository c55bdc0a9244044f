import { afterAll, beforeAll, expect, test } from 'vitest';
import { AlertRuleTable } from '../../db/alert-rule-table.ts';
import type { Database } from '../../db/database.ts';
import { newRuleState } from '../../engine/alert-rules/rule-latch.ts';
import type { AlertRule } from '../../engine/domain/alert-rule.ts';
import { openTestDatabase } from '../fixtures/test-database.ts';

const NOW = Date.UTC(2025, 4, 19);
const RULE: AlertRule = {
  condition: { type: 'price', symbol: 'BTC/USDT:USDT', when: 'above', level: 104_000.5 },
  repeats: false,
};

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

test('rules come back as they were, numbered for each person, and a number is not given twice', async () => {
  const table = new AlertRuleTable(database);
  const first = await table.add('telegram:1', RULE, newRuleState(NOW), NOW);
  const second = await table.add('telegram:1', { ...RULE, repeats: true }, newRuleState(NOW), NOW);
  const other = await table.add('telegram:2', RULE, newRuleState(NOW), NOW);
  expect([first.number, second.number, other.number]).toEqual([1, 2, 1]);
  await table.remove(second.id, NOW + 1);
  expect((await table.add('telegram:1', RULE, newRuleState(NOW), NOW)).number).toBe(3);
  const loaded = await table.load();
  expect(loaded.map(({ userId, number }) => [userId, number])).toEqual([
    ['telegram:1', 1],
    ['telegram:2', 1],
    ['telegram:1', 3],
  ]);
  expect(loaded[0]?.rule).toEqual(RULE);
});

test('a state is kept, and how far everything was looked at never goes back', async () => {
  const table = new AlertRuleTable(database);
  const { id } = await table.add('telegram:3', RULE, newRuleState(NOW), NOW);
  const state = { ...newRuleState(NOW + 5), firedAt: NOW + 5, latches: { '': { up: false, down: null } } };
  await table.saveStates([{ id, state }], NOW + 60_000);
  await table.saveStates([], NOW + 30_000);
  const row = (await table.load()).find((one) => one.id === id);
  expect(row?.state).toEqual({ ...state, seenAt: NOW + 60_000 });
});

test('a rule that nobody can read is named, not guessed', async () => {
  await database.query(
    `insert into alert_rule (user_id, number, rule, state, seen_at, created_at)
     values ('telegram:9', 1, '{"condition":{"type":"moon"},"repeats":true}', '{}', 1, 1)`,
  );
  await expect(new AlertRuleTable(database).load()).rejects.toThrow(/alert rule 1 of telegram:9/);
});
