import type { RuleState } from '../engine/alert-rules/rule-latch.ts';
import { ruleStateSchema } from '../engine/alert-rules/rule-latch.ts';
import type { AlertRule } from '../engine/domain/alert-rule.ts';
import { alertRuleSchema } from '../engine/domain/alert-rule.ts';
import { InvariantError } from '../engine/domain/errors.ts';
import type { Database } from './database.ts';

/** A rule as it is kept; times are the desk's. */
export interface AlertRuleRow {
  readonly id: number;
  readonly userId: string;
  readonly number: number;
  readonly rule: AlertRule;
  readonly state: RuleState;
  readonly createdAt: number;
}

interface RawRow {
  readonly id: number;
  readonly userId: string;
  readonly number: number;
  readonly rule: unknown;
  readonly state: unknown;
  readonly seenAt: number;
  readonly createdAt: number;
}

/** The rules of everybody. A rule that was removed stays as a row, so that its number is not given again. */
export class AlertRuleTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Returns the rules that are not removed, oldest first; one that cannot be read is an InvariantError. */
  async load(): Promise<readonly AlertRuleRow[]> {
    const rows = await this.#database.query<RawRow>(
      `select id, user_id as "userId", number, rule, state, seen_at as "seenAt", created_at as "createdAt"
       from alert_rule where removed_at is null order by id`,
    );
    return rows.map(rowOf);
  }

  /** Keeps a new rule under the person's next number. */
  async add(userId: string, rule: AlertRule, state: RuleState, at: number): Promise<AlertRuleRow> {
    const [row] = await this.#database.query<RawRow>(
      `insert into alert_rule (user_id, number, rule, state, seen_at, created_at)
       select $1, coalesce(max(number), 0) + 1, $2::jsonb, $3::jsonb, $4, $5 from alert_rule where user_id = $1
       returning id, user_id as "userId", number, rule, state, seen_at as "seenAt", created_at as "createdAt"`,
      [userId, JSON.stringify(rule), JSON.stringify(state), state.seenAt, at],
    );
    if (row === undefined) throw new InvariantError('A rule that was added did not come back.');
    return rowOf(row);
  }

  async remove(id: number, at: number): Promise<void> {
    await this.#database.query('update alert_rule set removed_at = $2 where id = $1', [id, at]);
  }

  /** Keeps where rules stand, and then that everything was looked at up to a time. */
  async saveStates(
    states: readonly { readonly id: number; readonly state: RuleState }[],
    seenAt: number,
  ): Promise<void> {
    await this.#database.transaction(async (tx) => {
      for (const { id, state } of states) {
        await tx.query('update alert_rule set state = $2::jsonb where id = $1', [id, JSON.stringify(state)]);
      }
      await tx.query('update alert_rule set seen_at = $1 where removed_at is null and seen_at < $1', [seenAt]);
    });
  }
}

function rowOf({ seenAt, ...row }: RawRow): AlertRuleRow {
  const rule = alertRuleSchema.safeParse(row.rule);
  const state = ruleStateSchema.safeParse(row.state);
  if (!rule.success || !state.success) {
    throw new InvariantError(`The alert rule ${row.number} of ${row.userId} cannot be read.`, {
      hint: 'A newer version may have written it. Remove the row from alert_rule, or start that version.',
    });
  }
  return { ...row, rule: rule.data, state: { ...state.data, seenAt: Math.max(state.data.seenAt, Number(seenAt)) } };
}
