import type { RuleDesk } from '../../../bot/rules/rule-desk.ts';
import { createRuleDesk } from '../../../bot/rules/rule-desk.ts';
import type { RuleStore, StoredRule } from '../../../bot/rules/rule-sources.ts';
import type { FakeDesk } from '../../fakes/desk.ts';

/** Returns the rules of everybody over a scripted desk, kept in memory; `changed` hears whose rules are touched. */
export function memoryRules(
  desk: Pick<FakeDesk, 'now' | 'candles' | 'account'>,
  changed: (userId: string) => void = () => undefined,
): RuleDesk {
  return createRuleDesk({
    store: memoryStore(changed),
    now: () => desk.now(),
    bars: (symbol, timeframe, limit) => desk.candles(symbol, timeframe, limit),
    account: () => ({
      at: desk.now(),
      equity: desk.account().equity.toNumber(),
      dayReturnFraction: desk.account().dayReturnFraction,
      positions: [],
    }),
    reports: async () => [],
    equity: async () => [],
    logger: {
      error: (fields, sentence) => {
        throw new Error(`${sentence}: ${String(fields.err)}`);
      },
    },
  });
}

function memoryStore(changed: (userId: string) => void): RuleStore {
  const rows: StoredRule[] = [];
  const gone = new Set<number>();
  const touch = (id: number): void => {
    const row = rows.find((one) => one.id === id);
    if (row !== undefined) changed(row.userId);
  };
  return {
    load: async () => rows.filter(({ id }) => !gone.has(id)),
    async add(userId, rule, state, createdAt) {
      const number = rows.filter((one) => one.userId === userId).length + 1;
      const row = { id: rows.length + 1, userId, number, rule, state, createdAt };
      rows.push(row);
      changed(userId);
      return row;
    },
    async remove(id) {
      touch(id);
      gone.add(id);
    },
    saveStates: async (states) => {
      for (const { id } of states) touch(id);
    },
  };
}
